"""The codes that concern one message, or pass by themselves: the recipient, our mistake, Meta's trouble."""

from cascina_whatsapp.whatsapp.cloud_api.errors import (
    CallsSpent,
    MetaStumbled,
    OurMistake,
    OutcomeUnknown,
    RecipientBusy,
    RecipientOptedOut,
    RecipientUnreachable,
    SlowDown,
    TemplateNeeded,
    UnderMaintenance,
)

from .row import NOTHING_TO_DO, ON_THEIR_PHONE, RESENDABLE, TELL_ADMINISTRATOR, ErrorCode

_STUMBLED = "Errore di WhatsApp, senza spiegazione"
_UNAVAILABLE = "WhatsApp non era disponibile"
_CALLS = "Troppe richieste a WhatsApp in un'ora: aspettiamo qualche minuto e riproviamo"
_UPDATING = "WhatsApp sta aggiornando il numero: riproviamo fra poco"
_PARAMETER = "Un valore del messaggio non è valido: avvisa chi amministra il sistema"
_ATTACHMENT = "WhatsApp non accetta l'allegato: caricane un altro"
_ANOTHER_FILE = "Controlla l'allegato: per chi non l'ha ricevuto serve un messaggio nuovo con un altro file."
_OF_A_CITIZEN = "Problema con un messaggio ricevuto, non con uno nostro"

ROWS = [
    # ── The recipient: this person does not get this message, the others do.
    # we blocked this person
    ErrorCode(
        130403, RecipientUnreachable, "Abbiamo bloccato questo numero", advice_per_person=TELL_ADMINISTRATOR
    ),
    # in an experiment of Meta's that gets no marketing
    ErrorCode(
        130472,
        RecipientUnreachable,
        "WhatsApp non consegna questo tipo di messaggi a questa persona",
        advice_per_person=f"{NOTHING_TO_DO} Di solito i messaggi seguenti arrivano.",
    ),
    # this kind of business may not write to that country
    ErrorCode(
        130497,
        RecipientUnreachable,
        "WhatsApp non permette di scrivere in questo Paese",
        advice_per_person=f"{NOTHING_TO_DO} Chi ha un numero di quel Paese va informato in un altro modo.",
    ),
    # the recipient is the sender
    ErrorCode(
        131021, RecipientUnreachable, "È il numero del Comune stesso", advice_per_person=TELL_ADMINISTRATOR
    ),
    # not on WhatsApp, old client, terms not accepted
    ErrorCode(
        131026,
        RecipientUnreachable,
        "Il numero non ha WhatsApp, o ha una versione troppo vecchia",
        advice_per_person=f"{ON_THEIR_PHONE} "
        "Se succede tre volte di seguito, il servizio non le scrive più finché non scrive lei.",
    ),
    # expired
    ErrorCode(
        131043,
        RecipientUnreachable,
        "Il messaggio è scaduto prima di arrivare",
        advice_per_person="Il telefono è rimasto spento o senza rete troppo a lungo. "
        "Se la notizia vale ancora, si può mandare di nuovo.",
        passes=True,
    ),
    # the service window is closed
    ErrorCode(
        131047,
        TemplateNeeded,
        "Sono passate 24 ore dall'ultimo messaggio di questa persona",
        advice_per_person=TELL_ADMINISTRATOR,
    ),
    # too much marketing for this person
    ErrorCode(
        131049,
        RecipientUnreachable,
        "WhatsApp limita i messaggi a questa persona",
        advice_per_person="Ha ricevuto troppi messaggi da più mittenti. "
        "Aspetta almeno un giorno, poi si può mandare di nuovo.",
        passes=True,
    ),
    # stopped our messages inside WhatsApp
    ErrorCode(
        131050,
        RecipientOptedOut,
        "Ha fermato i messaggi dalle impostazioni di WhatsApp",
        advice_per_person="Il servizio lo ha tolto dagli iscritti. Torna solo se scrive di nuovo «Iscrizione».",
    ),
    # not allowed to a business-scoped user id
    ErrorCode(
        131062,
        RecipientUnreachable,
        "A chi nasconde il numero WhatsApp non lascia inviare questo messaggio",
        advice_per_person=f"{NOTHING_TO_DO} Riceve i messaggi chi mostra il proprio numero a WhatsApp.",
    ),
    # identity has changed
    ErrorCode(
        137000,
        RecipientUnreachable,
        "Questa persona ha cambiato telefono: WhatsApp chiede una verifica",
        advice_per_person=f"{ON_THEIR_PHONE} Si risolve quando la persona scrive al servizio.",
    ),
    # ── Meta is failing, under maintenance, or we are too fast: time is the cure.
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
    # ── The request was wrong: sending it again would fail again.
    # invalid parameter
    ErrorCode(100, OurMistake, "Richiesta sbagliata: avvisa chi amministra il sistema"),
    # parameter missing
    ErrorCode(131008, OurMistake, "Richiesta incompleta: avvisa chi amministra il sistema"),
    # parameter value not valid
    ErrorCode(131009, OurMistake, _PARAMETER),
    # media by link, of old
    ErrorCode(131014, OurMistake, _ATTACHMENT, advice_per_person=_ANOTHER_FILE),
    # a test number, and a recipient that is not on its list
    ErrorCode(131030, OurMistake, "Numero non ammesso nella modalità di prova"),
    # unsupported type
    ErrorCode(
        131051, OurMistake, "WhatsApp non conosce questo tipo di messaggio: avvisa chi amministra il sistema"
    ),
    # media refused; we always send by id
    ErrorCode(131053, OurMistake, _ATTACHMENT, advice_per_person=_ANOTHER_FILE),
    # parameter value
    ErrorCode(132008, OurMistake, _PARAMETER),
    # parameter, unspecified
    ErrorCode(135000, OurMistake, _PARAMETER),
    # ── Codes that say nothing about a message of ours.
    # media of a citizen
    ErrorCode(131052, OutcomeUnknown, _OF_A_CITIZEN),
    # message of a citizen
    ErrorCode(131060, OutcomeUnknown, _OF_A_CITIZEN),
    # user names
    ErrorCode(147005, OutcomeUnknown, "Problema con il nome utente del Comune, non con il messaggio"),
]
