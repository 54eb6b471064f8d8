"""The reasons for which a message did not arrive, or everything stopped, in words for the staff, and what to do then.

What Meta's codes mean is in `cascina_whatsapp.whatsapp.cloud_api.error_codes`; here is what we say by ourselves.
"""

from cascina_whatsapp.whatsapp.cloud_api import error_codes
from cascina_whatsapp.whatsapp.cloud_api.error_codes.row import NOTHING_TO_DO, TELL_ADMINISTRATOR
from cascina_whatsapp.whatsapp.cloud_api.errors import CloudApiError, Dropped, OutcomeUnknown, TryLater

CANCELLED = "Il messaggio è stato annullato"
ANSWERED = "Aveva già risposto alla domanda prima dell'invio"
LEFT_MEANWHILE = "Si è cancellato o ha lasciato l'argomento prima dell'invio"
NOT_WANTED = "Ha chiesto all'ufficio di non riceverlo"
CAME_BACK = "WhatsApp non ha consegnato un messaggio: lo mandiamo di nuovo"
LEFT_BEHIND = "Risultava inviato, ma alcuni messaggi aspettavano ancora"
FILE_LOST = "Il file allegato non si trova più: annulla il messaggio e scrivilo di nuovo"
ALTERED = "Non è più il messaggio che era stato approvato: annullalo, e avvisa chi amministra il sistema"
WORDS_LOST = "I testi dell'avviso non si trovano più: annulla il messaggio e preparalo di nuovo"
NEVER_KNOWN = "WhatsApp non ha mai detto se è arrivato: non lo mandiamo di nuovo"
NEVER_RELEASED = "WhatsApp l'ha trattenuto e dopo un giorno non ha detto che cosa ne ha fatto"
DROPPED = "WhatsApp l'ha trattenuto per valutarne la qualità, e poi non l'ha mandato"
NOT_THEIRS = "Il numero non è quello di questa persona: non lo mandiamo. Avvisa chi amministra il sistema"
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


_HAD = "Aveva già ricevuto "
PERHAPS_ARRIVED = (
    "Forse è arrivato: per questo non si manda di nuovo. Se la notizia è importante, "
    "scrivi un messaggio nuovo."
)
ONCE_LIFTED = (
    "Succede quando chi riceve i primi messaggi li segnala o li blocca. Rileggi il testo; quando WhatsApp riattiva "
    "il testo fisso (si vede in «Testi da far approvare a WhatsApp») si può mandare di nuovo."
)
HAD_ENOUGH = (
    "È il limite che il Comune si è dato. Urgenti e allerte arrivano comunque; chi scrive «Notizie» lo legge."
)
BY_REASON = {
    row.reason: words
    for row in error_codes.ROWS
    if (words := row.advice_when_stopped or row.advice_per_person)
} | {
    CANCELLED: f"{NOTHING_TO_DO} Nessun altro lo riceverà.",
    ANSWERED: NOTHING_TO_DO,
    **dict.fromkeys((LEFT_MEANWHILE, NOT_WANTED), f"{NOTHING_TO_DO} È una scelta della persona."),
    UNREACHABLE: f"{NOTHING_TO_DO} Il servizio riprende da solo quando la persona scrive.",
    NEVER_KNOWN: PERHAPS_ARRIVED,
    NO_ANSWER: PERHAPS_ARRIVED,
    NEVER_RELEASED: PERHAPS_ARRIVED,
    DROPPED: ONCE_LIFTED,
}


def had_enough(messages: int) -> str:
    """The reason to skip who has had so many messages in a week, the most that the town hall allows itself."""
    count = "un messaggio" if messages == 1 else f"{messages} messaggi"
    return f"{_HAD}{count} questa settimana"


def is_weekly_limit(reason: str) -> bool:
    """Tell whether the reason is that people have had enough, however many: the limit may have been another then."""
    return reason.startswith(_HAD)


def withdrawn(reason: str) -> str:
    """The reason why a withdrawn broadcast stands still: the one that the public page tells."""
    return f"Ritirato dalle pagine pubbliche: {reason}"


def sentence(code: int | None) -> str:
    """The sentence for Meta's error `code`; a code that nobody explained yet shows its number."""
    if code in error_codes.BY_CODE:
        return error_codes.BY_CODE[code].reason
    return f"{NO_WORD} (codice {code})" if code is not None else NO_WORD


def of_failure(error: type[CloudApiError], code: int | None) -> str:
    """The sentence for one message: that WhatsApp refused it is said only where WhatsApp has answered so."""
    if issubclass(error, Dropped):
        return DROPPED
    if code not in error_codes.BY_CODE:
        if issubclass(error, OutcomeUnknown):
            return NO_ANSWER if code is None else f"{NOT_UNDERSTOOD} (codice {code})"
        if issubclass(error, TryLater) and code is None:
            return NOT_SENT
    return sentence(code)


def halt(code: int | None) -> str:
    """Say why everything stopped at this error, and what to do about it."""
    row = error_codes.BY_CODE.get(code) if code is not None else None
    return f"{sentence(code)}. {(row and row.advice_when_stopped) or ASK}"


def no_response(code: int | None) -> str:
    """Say why everything stopped after waiting in vain, and what to do about it."""
    why = NO_RESPONSE if code is None else sentence(code)
    return f"{why}. {ASK}"


def late(due: str, *, was_tried: bool) -> str:
    """A broadcast that did not begin in time waits for a person; `due` is the moment in words."""
    why = (
        "WhatsApp non ha preso l'allegato" if was_tried else "il sistema era fermo, o gli orari sono cambiati"
    )
    return f"Non è partito {due}: {why}. Controlla che valga ancora, poi riprendilo o annullalo."


def after_restore(what_happened: str, *, has_started: bool) -> str:
    """A broadcast of an older copy of the database waits for a person: nobody knows what has left since."""
    if has_started:
        return (
            f"{what_happened}. Chi non risulta raggiunto può averlo già ricevuto: decidi delle consegne dall'esito "
            "incerto, poi riprendilo o annullalo."
        )
    return (
        f"{what_happened}. Può essere già partito: chiedi a chi doveva riceverlo, poi riprendilo o annullalo."
    )


def breaker(what: str, code: int | None) -> str:
    """Say why a broadcast stopped that failed again and again: the last failure is shown as an example."""
    return f"{what}. L'ultimo: «{sentence(code)}». {ASK}"


def about(reason: str) -> str:
    """Say what can be done where messages failed for `reason`, a sentence of `failure_reasons` or of a code."""
    if is_weekly_limit(reason):
        return HAD_ENOUGH
    return BY_REASON.get(reason, TELL_ADMINISTRATOR)
