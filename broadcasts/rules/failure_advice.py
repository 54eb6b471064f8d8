"""The advice to staff about people whom a broadcast did not reach, reason by reason, in Italian."""

from cascina_whatsapp.whatsapp.cloud_api import error_codes
from cascina_whatsapp.whatsapp.cloud_api.error_codes.row import NOTHING_TO_DO, TELL_ADMINISTRATOR

from . import failure_reasons

PERHAPS_ARRIVED = (
    "Forse è arrivato: per questo non si manda di nuovo. Se la notizia è importante, "
    "scrivi un messaggio nuovo."
)
ONCE_LIFTED = (
    "Succede quando chi riceve i primi messaggi li segnala o li blocca. Rileggi il testo; quando WhatsApp riattiva "
    "la cornice (si vede in «Testi da far approvare a WhatsApp») si può mandare di nuovo."
)
HAD_ENOUGH = (
    "È il limite che il Comune si è dato. Urgenti e allerte arrivano comunque; chi scrive «Notizie» lo legge."
)
BY_REASON = {
    row.reason: words
    for row in error_codes.ROWS
    if (words := row.advice_when_stopped or row.advice_per_person)
} | {
    failure_reasons.CANCELLED: f"{NOTHING_TO_DO} Nessun altro lo riceverà.",
    failure_reasons.ANSWERED: NOTHING_TO_DO,
    failure_reasons.LEFT_MEANWHILE: f"{NOTHING_TO_DO} È una scelta della persona.",
    failure_reasons.UNREACHABLE: f"{NOTHING_TO_DO} Il servizio riprende da solo quando la persona scrive.",
    failure_reasons.NEVER_KNOWN: PERHAPS_ARRIVED,
    failure_reasons.NO_ANSWER: PERHAPS_ARRIVED,
    failure_reasons.NEVER_RELEASED: PERHAPS_ARRIVED,
    failure_reasons.DROPPED: ONCE_LIFTED,
}


def about(reason: str) -> str:
    """Say what can be done where messages failed for `reason`, a sentence of `failure_reasons` or of a code."""
    if failure_reasons.is_weekly_limit(reason):
        return HAD_ENOUGH
    return BY_REASON.get(reason, TELL_ADMINISTRATOR)
