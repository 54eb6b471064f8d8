"""Numbers that misbehave: the last four digits of a phone number decide what goes wrong with it."""

from dataclasses import dataclass
from enum import Enum, auto


class Answer(Enum):
    """The way in which the API answers a message."""

    NORMAL = auto()
    SLOW = auto()
    """The answer after SLOW_SECONDS."""
    LOST = auto()
    """The message is accepted, then the connection drops before the answer is complete."""
    CRASH = auto()
    """HTTP 500 with a page of text instead of JSON; the message is not accepted."""


SLOW_SECONDS = 5


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One row of the table; `description` is what the page shows."""

    ending: str
    description: str
    refuse: int = 0
    """Error code given instead of accepting."""
    only_free_form: bool = False
    times: int | None = None
    """The messages to that number that it happens to; None means always."""
    fails_later: int = 0
    """Error code of the `failed` status that follows an accepted message."""
    answer: Answer = Answer.NORMAL
    is_held: bool = False
    """A template to that number is accepted and kept back, until somebody decides about it."""
    is_off: bool = False
    """The telephone is switched off: a message leaves and does not arrive."""
    is_untold: bool = False
    """A message arrives, and the service is told of none of its statuses."""


FAULTS = (
    Fault(ending="9001", refuse=131026, description="Non è su WhatsApp: il messaggio è rifiutato (131026)."),
    Fault(
        ending="9002",
        refuse=131047,
        only_free_form=True,
        description="Accetta solo testi fissi approvati, anche entro le 24 ore (131047).",
    ),
    Fault(ending="9003", refuse=131056, times=2, description="Occupato due volte (131056), poi riceve."),
    Fault(
        ending="9004",
        answer=Answer.CRASH,
        times=1,
        description="La prima volta un errore 500 senza JSON: il messaggio non è accettato.",
    ),
    Fault(
        ending="9005",
        answer=Answer.LOST,
        description="Il messaggio parte, ma la risposta si perde: la connessione cade a metà.",
    ),
    Fault(ending="9006", answer=Answer.SLOW, description="WhatsApp risponde dopo 5 secondi."),
    Fault(
        ending="9007",
        fails_later=131050,
        description="Ha rifiutato i messaggi dentro WhatsApp: accettato, poi fallito (131050).",
    ),
    Fault(ending="9008", fails_later=131026, description="Accettato, poi non consegnabile (131026)."),
    Fault(
        ending="9009",
        refuse=139999,
        times=1,
        description="La prima volta un errore con un codice che nessuno conosce (139999).",
    ),
    Fault(
        ending="9010",
        is_held=True,
        description="Un testo fisso è trattenuto, finché nelle impostazioni si decide: parte, o va perso (132015).",
    ),
    Fault(
        ending="9011",
        is_off=True,
        description="Telefono spento: il messaggio parte e non arriva; scaduto il suo termine nessuno lo dice.",
    ),
    Fault(
        ending="9012",
        is_untold=True,
        description="Riceve, ma nessuno lo dice mai: per il servizio il messaggio resta affidato a WhatsApp.",
    ),
)
STOPPED_MARKETING = 131050
BY_ENDING = {fault.ending: fault for fault in FAULTS}
NO_FAULT = Fault(ending="", description="")


def facing(phone: str, *, is_template: bool, strikes: int) -> Fault:
    """Choose what goes wrong with this message to the phone, after `strikes` faults that it already had."""
    fault = BY_ENDING.get(phone[-4:], NO_FAULT)
    if fault.only_free_form and is_template:
        return NO_FAULT
    if fault.times is not None and strikes >= fault.times:
        return NO_FAULT
    return fault
