# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why a message did not arrive, or why everything stopped, in words for the staff.

What Meta's codes mean is in `cascina_whatsapp.cloud_api.error_codes`; here is what we say by ourselves.
"""

from cascina_whatsapp.cloud_api import error_codes
from cascina_whatsapp.cloud_api.errors import CloudApiError, OutcomeUnknown, TryLater

CANCELLED = "Il messaggio è stato annullato"
LEFT_MEANWHILE = "Si è cancellato o ha lasciato l'argomento prima dell'invio"
CAME_BACK = "WhatsApp non ha consegnato un messaggio: lo mandiamo di nuovo"
FILE_LOST = "Il file allegato non si trova più: annulla il messaggio e scrivilo di nuovo"
WORDS_LOST = "I testi dell'avviso non si trovano più: annulla il messaggio e preparalo di nuovo"
NEVER_KNOWN = "WhatsApp non ha mai detto se è arrivato: non lo mandiamo di nuovo"
NO_WORD = "WhatsApp non ha accettato il messaggio"
NO_ANSWER = "WhatsApp non ha risposto: non si sa se il messaggio è partito"
NOT_UNDERSTOOD = "WhatsApp ha risposto con un errore sconosciuto: non si sa se il messaggio è partito"
NOT_SENT = "WhatsApp non ha risposto: il messaggio non è partito"
UNREACHABLE = (
    "Numero irraggiungibile: gli ultimi messaggi non sono arrivati. Riprende quando la persona scrive"
)
NO_RESPONSE = "WhatsApp non si raggiunge da troppo tempo"
FAILING_IN_A_ROW = "Venti invii di seguito non sono riusciti per lo stesso motivo"
FAILING_OFTEN = "Troppi invii non riescono: più di uno su dieci fra gli ultimi"

ASK = "Avvisa chi amministra il sistema; riprendi quando la causa è risolta."


def sentence(code: int | None) -> str:
    """The sentence for Meta's error `code`; a code that nobody explained yet shows its number."""
    if code in error_codes.BY_CODE:
        return error_codes.BY_CODE[code].reason
    return f"{NO_WORD} (codice {code})" if code is not None else NO_WORD


def of_failure(error: type[CloudApiError], code: int | None) -> str:
    """The sentence for one message: that WhatsApp refused it is said only where WhatsApp has answered so."""
    if code not in error_codes.BY_CODE:
        if issubclass(error, OutcomeUnknown):
            return NO_ANSWER if code is None else f"{NOT_UNDERSTOOD} (codice {code})"
        if issubclass(error, TryLater) and code is None:
            return NOT_SENT
    return sentence(code)


def halt(code: int | None) -> str:
    """Why everything stopped at this error, and what to do about it."""
    row = error_codes.BY_CODE.get(code) if code is not None else None
    return f"{sentence(code)}. {(row and row.advice_when_stopped) or ASK}"


def no_response(code: int | None) -> str:
    """Why everything stopped after waiting in vain, and what to do about it."""
    why = NO_RESPONSE if code is None else sentence(code)
    return f"{why}. {ASK}"


def late(due: str, *, was_tried: bool) -> str:
    """A broadcast that did not begin in time waits for a person; `due` is the moment in words."""
    why = (
        "WhatsApp non ha preso l'allegato" if was_tried else "il sistema era fermo, o gli orari sono cambiati"
    )
    return f"Non è partito {due}: {why}. Controlla che valga ancora, poi riprendilo o annullalo."


def breaker(what: str, code: int | None) -> str:
    """Why a broadcast stopped that failed again and again: the last failure is shown as an example."""
    return f"{what}. L'ultimo: «{sentence(code)}». {ASK}"
