"""The buttons of a request about data: who may press each, when, the one function that acts, and the row of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.contrib.auth.models import User
from django.urls import reverse

from cascina_whatsapp.presentation.acts import Act, Acts
from cascina_whatsapp.privacy import dossier, objections, rights
from cascina_whatsapp.privacy.erasure import erase
from cascina_whatsapp.privacy.models import RightsRequest

from . import forms

DECIDE = "decide"
"""The id of the form on the page of a request, with the tick before an erasure."""


def _is_open(request: RightsRequest, now: datetime) -> bool:
    return request.status == RightsRequest.Status.OPEN


def _settles(way: objections.Way, request: RightsRequest, now: datetime) -> bool:
    return objections.whose(request, way) is not None


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
    acts_on_person: bool = False
    """True for what a person then has or gets no more, or again: found first, by who confirms who they are."""

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
        _is_open(request, now)
        and request.kind == RightsRequest.Kind.ERASURE
        and rights.person_of(request) is not None
    ),
    act=lambda request, *, by, now, understood, meant=False: erase(request, by=by, now=now, meant=meant),
    form=forms.ErasureForm,
    is_final=True,
    acts_on_person=True,
)
EXTEND = Button(
    name="extend",
    label="Prendi due mesi in più, con il motivo",
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
    act=partial(rights.answer, status=RightsRequest.Status.REFUSED),
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
IDENTIFY = Button(
    name="identify",
    label="Cerca la persona",
    explanation="Il numero serve solo a trovare chi ha chiesto: non lo conserviamo. Resta scritto che hai cercato.",
    done="Trovata: ora la richiesta è sua.",
    permission="privacy.add_rightsrequest",
    applies=lambda request, now: _is_open(request, now) and rights.person_of(request) is None,
    act=rights.identify,
    form=forms.NumberForm,
)
WORDS = {
    "invitations": (
        "Togli gli inviti",
        "Da subito non riceve più inviti, qualunque argomento abbiano; gli avvisi sì. Se li vuole di nuovo, "
        "sceglie in chat un argomento di inviti.",
        "Inviti tolti. Questa è la ricevuta per la persona.",
    ),
    "remove": (
        "Togli dal servizio",
        "Da subito non riceve più nulla, e il suo numero viene cancellato. Resta la prova, senza numero. Per tornare "
        "deve scrivere lei «Iscrizione».",
        "Tolta dal servizio. Questa è la ricevuta per la persona.",
    ),
    "limit": (
        "Ferma i messaggi",
        "Da subito non le arriva nessun messaggio, e i suoi dati restano come sono, finché non togli la limitazione "
        "da questa pagina.",
        "Messaggi fermati. Questa è la ricevuta per la persona.",
    ),
}
"""Way to settle an objection or a limit → its label, its explanation, and what is said once it is done."""
WAYS = [
    Button(
        name=name,
        label=label,
        explanation=explanation,
        done=done,
        applies=partial(_settles, objections.WAYS[name]),
        act=partial(objections.settle, way=objections.WAYS[name]),
        acts_on_person=True,
    )
    for name, (label, explanation, done) in WORDS.items()
]
LIFT = Button(
    name="lift",
    label="Togli la limitazione",
    explanation="I messaggi riprendono da subito. La persona va avvisata prima (art. 18, par. 3).",
    done="Limitazione tolta: la persona riceve di nuovo i messaggi.",
    applies=lambda request, now: objections.limited(request) is not None,
    act=objections.lift,
    acts_on_person=True,
)
SENT = Button(
    name="sent",
    label="Segna come mandata",
    explanation="La persona ha la risposta.",
    done="Segnata come mandata.",
    applies=lambda request, now: rights.waits_for_receipt(request),
    act=rights.mark_sent,
)
HANDED_OVER = Button(
    name="handed-over",
    label="La copia è consegnata",
    explanation="Solo quando la persona ha la copia. La richiesta si chiude con la ricevuta.",
    done="Richiesta chiusa. Questa è la ricevuta per la persona.",
    permission="privacy.export_person",
    applies=lambda request, now: _is_open(request, now) and _is_copy(request),
    act=dossier.hand_over,
)
STEPS = (IDENTIFY, ERASE, *WAYS, HANDED_OVER, CLOSE, REFUSE)
"""The buttons that settle a request, what it asks for first: the first that applies is the next step."""
BUTTONS = (*STEPS, EXTEND, WITHDRAW, LIFT, SENT)


def _is_copy(request: RightsRequest) -> bool:
    return request.kind in dossier.HANDED_OVER and rights.person_of(request) is not None


def acts_of(user: User, request: RightsRequest, now: datetime) -> Acts:
    """The one next step: to do what is asked for, or to print the receipt; another beside it, the rest folded."""
    if request.outcome:
        return _after(user, request, now)
    steps = [_act(request, button) for button in STEPS if button.is_for(user, request, now)]
    rest = [_act(request, button) for button in (EXTEND, WITHDRAW) if button.is_for(user, request, now)]
    if (person := rights.person_of(request)) and user.has_perm("privacy.export_person"):
        page, is_copy = (
            reverse("admin:privacy_rightsrequest_person_data", args=[person.pk]),
            _is_copy(request),
        )
        label = "Scarica la copia" if is_copy else "Scarica prima una copia dei dati"
        copies = steps if is_copy else rest
        copies.insert(0, Act(label=label, address=page, posts=is_copy))
    dark, pale, *others = [*steps, None, None]
    return Acts(dark=dark, pale=pale, menu=tuple(filter(None, [*rest, *others])))


def _act(request: RightsRequest, button: Button) -> Act:
    form = DECIDE if button is ERASE else ""
    return Act(label=button.label, address=_page(request, button.name), form=form, posts=button is SENT)


def _after(user: User, request: RightsRequest, now: datetime) -> Acts:
    """Offer the receipt of a closed request: the next step, until somebody says that the person has it."""
    receipt = Act(label="Stampa la ricevuta", address=_page(request, "receipt"), icon="stampa")
    by_pec = " per la PEC" if request.channel == RightsRequest.Channel.PEC else ""
    menu = [Act(label=f"Scarica il PDF{by_pec}", address=_page(request, "pdf"))]
    menu += [_act(request, button) for button in (LIFT, SENT) if button.is_for(user, request, now)]
    if not rights.waits_for_receipt(request):
        return Acts(pale=receipt, menu=tuple(menu))
    return Acts(dark=receipt, menu=tuple(menu))


def _page(request: RightsRequest, name: str) -> str:
    return reverse(f"admin:privacy_rightsrequest_{name}", args=[request.pk])
