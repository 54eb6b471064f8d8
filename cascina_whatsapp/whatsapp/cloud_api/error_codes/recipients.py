"""The recipient: this person does not get this message, the others do."""

from cascina_whatsapp.whatsapp.cloud_api.errors import RecipientOptedOut, RecipientUnreachable, TemplateNeeded

from .row import NOTHING_TO_DO, ON_THEIR_PHONE, TELL_ADMINISTRATOR, ErrorCode

ROWS = [
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
        advice_per_person="È stato tolto dagli iscritti da solo. Torna solo se scrive di nuovo «Iscrizione».",
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
]
