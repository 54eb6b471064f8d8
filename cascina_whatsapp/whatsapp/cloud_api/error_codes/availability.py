"""Meta is failing, under maintenance, or we are too fast: time is the cure."""

from cascina_whatsapp.whatsapp.cloud_api.errors import (
    CallsSpent,
    MetaStumbled,
    RecipientBusy,
    SlowDown,
    UnderMaintenance,
)

from .row import RESENDABLE, ErrorCode

_STUMBLED = "Errore di WhatsApp, senza spiegazione"
_UNAVAILABLE = "WhatsApp non era disponibile"
_CALLS = "Troppe richieste a WhatsApp in un'ora: aspettiamo qualche minuto e riproviamo"
_UPDATING = "WhatsApp sta aggiornando il numero: riproviamo fra poco"

ROWS = [
    # unknown error
    ErrorCode(1, MetaStumbled, _STUMBLED, advice_per_person=RESENDABLE),
    # service down for a while
    ErrorCode(2, MetaStumbled, _UNAVAILABLE, advice_per_person=RESENDABLE),
    # calls of the app
    ErrorCode(4, CallsSpent, _CALLS),
    # rate of calls
    ErrorCode(613, CallsSpent, _CALLS),
    # calls of the business account
    ErrorCode(80007, CallsSpent, _CALLS),
    # the same, on templates
    ErrorCode(80008, CallsSpent, _CALLS),
    # throughput of the number
    ErrorCode(130429, SlowDown, "Troppi messaggi al secondo: rallentiamo e riproviamo"),
    # something went wrong
    ErrorCode(131000, MetaStumbled, _STUMBLED, advice_per_person=RESENDABLE),
    # service unavailable; Meta does not say at which step
    ErrorCode(131016, MetaStumbled, _UNAVAILABLE, advice_per_person=RESENDABLE),
    # too many messages to this person
    ErrorCode(
        131056,
        RecipientBusy,
        "Troppi messaggi alla stessa persona in poco tempo",
        advice_per_person=RESENDABLE,
    ),
    # the number's throughput is being raised, up to a minute
    ErrorCode(131057, UnderMaintenance, _UPDATING),
    # number under maintenance
    ErrorCode(2494100, UnderMaintenance, _UPDATING),
]
