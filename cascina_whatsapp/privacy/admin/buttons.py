"""The buttons of a request about data: who may press each, when, the one function that acts, and the row of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.contrib.auth.models import User
from django.urls import reverse

from cascina_whatsapp.presentation.acts import Act, Acts
from cascina_whatsapp.privacy import dossier, erasure, rights
from cascina_whatsapp.privacy.models import RightsRequest

from . import forms

DECIDE = "decide"
"""The id of the form on the page of a request, with the tick before an erasure."""


def _is_open(request: RightsRequest, now: datetime) -> bool:
    return request.status == RightsRequest.Status.OPEN


@dataclass(frozen=True, kw_only=True)
class Button:
    """One decision. `act` takes the request, `by`, `now` and the form's answers."""

    name: str
    """The name in the page's address."""
    label: str
    explanation: str
    done: str
    act: Callable
    permission: str = "privacy.change_rightsrequest"
    applies: Callable[[RightsRequest, datetime], bool] = _is_open
    form: type[forms.DecisionForm] = forms.DecisionForm
    is_final: bool = False
    """True for what nobody can undo."""

    def is_for(self, user: User, request: RightsRequest, now: datetime) -> bool:
        """Tell whether this person sees the button on this request, as it is now."""
        return user.has_perm(self.permission) and self.applies(request, now)


ERASE = Button(
    name="erase",
    label="Cancella i dati",
    explanation="Non si può tornare indietro. La richiesta si chiude con la ricevuta per la persona.",
    done="Dati cancellati. Questa è la ricevuta per la persona.",
    permission="privacy.erase_person",
    applies=lambda request, now: (
        _is_open(request, now) and request.kind in erasure.ERASING and rights.person_of(request) is not None
    ),
    act=lambda request, *, by, now, understood: erasure.erase(request, by=by, now=now),
    form=forms.ErasureForm,
    is_final=True,
)
EXTEND = Button(
    name="extend",
    label="Prendi due mesi in più",
    explanation="Due mesi in più, una volta sola, se la richiesta è complessa (art. 12, par. 3). "
    "La persona deve saperlo prima che finisca il primo mese.",
    done="Hai due mesi in più. Ricordati di dirlo alla persona, con il motivo.",
    applies=rights.may_extend,
    act=rights.extend,
    form=forms.ReasonForm,
)
CLOSE = Button(
    name="close",
    label="Rispondi e chiudi",
    explanation="La richiesta si chiude con questa risposta, e il recapito si svuota: "
    "rispondi alla persona prima di confermare, o segnati il recapito.",
    done="Richiesta chiusa. Questa è la risposta per la persona.",
    applies=lambda request, now: _is_open(request, now) and rights.may_answer(request),
    act=rights.answer,
    form=forms.OutcomeForm,
)
REFUSE = Button(
    name="refuse",
    label="Rispondi di no",
    explanation="La richiesta si chiude senza fare ciò che chiede, e il recapito si svuota: "
    "rispondi alla persona prima di confermare, o segnati il recapito.",
    done="Hai risposto di no. Questa è la risposta per la persona.",
    act=partial(rights.close, status=RightsRequest.Status.REFUSED),
    form=forms.RefusalForm,
    is_final=True,
)
WITHDRAW = Button(
    name="withdraw",
    label="La persona ci ha ripensato",
    explanation="La richiesta si chiude senza fare nulla, e il recapito si svuota. "
    "Solo se l'ha detto la persona che l'ha fatta: se controlli chi è, scrivilo.",
    done="Richiesta ritirata. Questa è la ricevuta per la persona.",
    act=rights.withdraw,
    form=forms.WithdrawalForm,
)
BUTTONS = (ERASE, CLOSE, EXTEND, REFUSE, WITHDRAW)


def acts_of(user: User, request: RightsRequest, now: datetime) -> Acts:
    """The one next step: to do what is asked for, or to print the receipt; beside it the no, the rest in the menu."""
    if request.outcome:
        return _after(user, request)
    shown = {button.name: button for button in BUTTONS if button.is_for(user, request, now)}
    may_copy = user.has_perm("privacy.export_person") and rights.person_of(request) is not None
    is_copy = may_copy and request.kind in dossier.HANDED_OVER and bool(shown)
    dark, menu = _next(request, shown, is_copy), _rest(request, shown, may_copy and not is_copy)
    if REFUSE.name not in shown:
        return Acts(dark=dark, menu=menu)
    no = Act(label=REFUSE.label, address=_page(request, REFUSE.name), is_final=is_copy)
    return Acts(dark=dark, menu=(*menu, no)) if is_copy else Acts(dark=dark, pale=no, menu=menu)


def _next(request: RightsRequest, shown: dict[str, Button], is_copy: bool) -> Act | None:
    if ERASE.name in shown:
        return Act(label=ERASE.label, address=_page(request, ERASE.name), form=DECIDE)
    if is_copy:
        return Act(label="Manda la copia", address=_page(request, "data"), posts=True)
    return Act(label=CLOSE.label, address=_page(request, CLOSE.name)) if CLOSE.name in shown else None


def _rest(request: RightsRequest, shown: dict[str, Button], may_copy: bool) -> tuple[Act, ...]:
    menu = []
    if EXTEND.name in shown:
        menu.append(Act(label=f"{EXTEND.label}, con il motivo", address=_page(request, EXTEND.name)))
    if may_copy:
        menu.append(Act(label="Scarica prima una copia dei dati", address=_page(request, "data")))
    if WITHDRAW.name in shown:
        menu.append(Act(label=WITHDRAW.label, address=_page(request, WITHDRAW.name)))
    return tuple(menu)


def _after(user: User, request: RightsRequest) -> Acts:
    """Offer the receipt of a closed request: the next step, until somebody says that the person has it."""
    receipt = Act(label="Stampa la ricevuta", address=_page(request, "receipt"), icon="stampa")
    by_pec = " per la PEC" if request.channel == RightsRequest.Channel.PEC else ""
    menu = [Act(label=f"Scarica il PDF{by_pec}", address=_page(request, "pdf"))]
    if not rights.waits_for_receipt(request):
        return Acts(pale=receipt, menu=tuple(menu))
    if user.has_perm("privacy.change_rightsrequest"):
        menu.append(Act(label="Segna come mandata", address=_page(request, "sent"), posts=True))
    return Acts(dark=receipt, menu=tuple(menu))


def _page(request: RightsRequest, name: str) -> str:
    return reverse(f"admin:privacy_rightsrequest_{name}", args=[request.pk])
