# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The buttons of a request about data: who may press each, when, and the one function that acts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.contrib.auth.models import User

from cascina_whatsapp.privacy import erasure, rights
from cascina_whatsapp.privacy.models import RightsRequest

from . import forms


def _is_open(request: RightsRequest, now: datetime) -> bool:
    return request.status == RightsRequest.Status.OPEN


def _can_be_erased(request: RightsRequest, now: datetime) -> bool:
    return (
        _is_open(request, now) and request.kind in erasure.ERASING and rights.person_of(request) is not None
    )


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
    applies=_can_be_erased,
    act=erasure.erase,
    is_final=True,
)
EXTEND = Button(
    name="extend",
    label="Proroga",
    explanation="Due mesi in più, una volta sola, se la richiesta è complessa (art. 12, par. 3). "
    "La persona deve saperlo prima che finisca il primo mese.",
    done="Prorogata di due mesi. Ricordati di dirlo alla persona, con il motivo.",
    applies=rights.may_extend,
    act=rights.extend,
    form=forms.ReasonForm,
)
CLOSE = Button(
    name="close",
    label="Evadi",
    explanation="La richiesta si chiude con questo esito, e il recapito per la risposta si svuota: "
    "rispondi alla persona prima di confermare, o segnati il recapito.",
    done="Richiesta evasa.",
    act=rights.close,
    form=forms.OutcomeForm,
)
REFUSE = Button(
    name="refuse",
    label="Respingi",
    explanation="La richiesta si chiude senza fare ciò che chiede, e il recapito per la risposta si svuota: "
    "rispondi alla persona prima di confermare, o segnati il recapito.",
    done="Richiesta respinta.",
    act=partial(rights.close, refused=True),
    form=forms.RefusalForm,
    is_final=True,
)
BUTTONS = (ERASE, CLOSE, EXTEND, REFUSE)
