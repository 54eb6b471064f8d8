"""The codes that keep every message back until somebody acts: account, token, payment, registration, template."""

from cascina_whatsapp.whatsapp.cloud_api.errors import (
    SenderBlocked,
    TemplateBlocked,
    TemplatePaused,
    UnderMaintenance,
)

from .row import ErrorCode

_KEY = "WhatsApp non accetta più la chiave di accesso: va rinnovata"
_RENEW = "Chi amministra il sistema deve rinnovare la chiave di accesso; poi riprendi."
_PERMISSION = "Alla chiave di accesso manca un permesso: controlla l'app presso WhatsApp"
_ALLOW = (
    "Chi amministra il sistema deve dare all'app tutti i permessi di WhatsApp presso WhatsApp; poi riprendi."
)
_APPEAL = "Chi amministra l'account deve chiedere una revisione in Gestione WhatsApp; riprendi solo dopo."
_PAYMENT = "Problema di pagamento presso WhatsApp: controlla il metodo di pagamento"
_PAY = "Chi amministra l'account deve sistemare il pagamento in Gestione WhatsApp; poi riprendi."
_NOT_REGISTERED = "Il numero del Comune non è registrato presso WhatsApp"
_REGISTER = "Chi amministra il sistema deve registrare di nuovo il numero presso WhatsApp; poi riprendi."
_REGISTRATION = "La registrazione del numero del Comune presso WhatsApp non è riuscita"
_WAIT_FOR_PIN = (
    "Chi amministra il sistema deve aspettare e poi registrare il numero con il PIN giusto; poi riprendi."
)
_MARKETING = "WhatsApp tratta il testo fisso come pubblicità, e da qui non lo lascia inviare"
_UTILITY = "Chi amministra il sistema deve far approvare il testo fisso come «di servizio» da WhatsApp; poi riprendi."
_TEMPLATE = "Chi amministra il sistema deve controllare i testi fissi con «whatsapp_templates»; poi riprendi."
_REWRITE = (
    "Annulla questo messaggio e scrivilo di nuovo; se succede ancora, avvisa chi amministra il sistema."
)
_FORM = "Il modulo collegato al testo fisso è bloccato da WhatsApp"

ROWS = [
    # ── The access token, the account, the payment: nobody can be written to until somebody acts.
    # token not accepted
    ErrorCode(0, SenderBlocked, _KEY, advice_when_stopped=_RENEW),
    # the app lacks the capability
    ErrorCode(3, SenderBlocked, _PERMISSION, advice_when_stopped=_ALLOW),
    # permission
    ErrorCode(10, SenderBlocked, _PERMISSION, advice_when_stopped=_ALLOW),
    # the business number was deleted
    ErrorCode(
        33,
        SenderBlocked,
        "Il numero del Comune non esiste più presso WhatsApp",
        advice_when_stopped="Chi amministra il sistema deve configurare il numero giusto del Comune; poi riprendi.",
    ),
    # token expired or revoked
    ErrorCode(190, SenderBlocked, _KEY, advice_when_stopped=_RENEW),
    # account restricted for policy
    ErrorCode(
        368,
        SenderBlocked,
        "WhatsApp ha limitato l'account per violazione delle regole",
        advice_when_stopped=_APPEAL,
    ),
    # access denied
    ErrorCode(131005, SenderBlocked, _PERMISSION, advice_when_stopped=_ALLOW),
    # account locked
    ErrorCode(131031, SenderBlocked, "L'account WhatsApp del Comune è bloccato", advice_when_stopped=_APPEAL),
    # display name not approved
    ErrorCode(
        131037,
        SenderBlocked,
        "Il nome del Comune non è ancora approvato da WhatsApp",
        advice_when_stopped="Chi amministra l'account deve far approvare il nome presso WhatsApp; poi riprendi.",
    ),
    # payment
    ErrorCode(131042, SenderBlocked, _PAYMENT, advice_when_stopped=_PAY),
    # payment for calls
    ErrorCode(131044, SenderBlocked, _PAYMENT, advice_when_stopped=_PAY),
    # restricted for spam: going on would make it worse
    ErrorCode(
        131048,
        SenderBlocked,
        "WhatsApp ha limitato il numero per troppe segnalazioni: aspetta e controlla la qualità",
        advice_when_stopped="Non riprendere subito: il limite peggiora. Aspetta almeno un giorno, "
        "controlla la qualità del numero presso WhatsApp, poi riprendi.",
    ),
    # template categories misused
    ErrorCode(
        131064,
        SenderBlocked,
        "WhatsApp ha limitato l'account: controlla il tipo dei testi fissi",
        advice_when_stopped="Il limite finisce da solo. "
        "Chi amministra il sistema deve correggere i testi fissi; poi riprendi.",
    ),
    # payment terms
    ErrorCode(
        134011,
        SenderBlocked,
        "Mancano le condizioni d'uso dei pagamenti presso WhatsApp",
        advice_when_stopped=_PAY,
    ),
    # ── The registration of the town hall's number at Meta.
    # certificate of the number; what Meta calls the others is in their reasons
    ErrorCode(131045, SenderBlocked, _NOT_REGISTERED, advice_when_stopped=_REGISTER),
    ErrorCode(133000, SenderBlocked, _REGISTRATION, advice_when_stopped=_REGISTER),
    ErrorCode(133004, SenderBlocked, _REGISTRATION, advice_when_stopped=_REGISTER),
    ErrorCode(
        133005,
        SenderBlocked,
        "Il PIN del numero del Comune presso WhatsApp è sbagliato",
        advice_when_stopped="Chi amministra il sistema deve registrare il numero con il PIN giusto; poi riprendi.",
    ),
    ErrorCode(
        133006,
        SenderBlocked,
        "WhatsApp vuole verificare di nuovo il numero del Comune",
        advice_when_stopped=_REGISTER,
    ),
    ErrorCode(
        133008,
        SenderBlocked,
        "Troppi tentativi con il PIN del numero del Comune",
        advice_when_stopped=_WAIT_FOR_PIN,
    ),
    ErrorCode(
        133009,
        SenderBlocked,
        "Troppi tentativi con il PIN del numero del Comune, troppo in fretta",
        advice_when_stopped=_WAIT_FOR_PIN,
    ),
    ErrorCode(133010, SenderBlocked, _NOT_REGISTERED, advice_when_stopped=_REGISTER),
    ErrorCode(133015, SenderBlocked, _REGISTRATION, advice_when_stopped=_REGISTER),
    ErrorCode(
        133016,
        SenderBlocked,
        "Il numero del Comune è stato registrato troppe volte in pochi giorni",
        advice_when_stopped="Aspetta tre giorni; poi chi amministra il sistema registra il numero presso WhatsApp. "
        "Riprendi dopo.",
    ),
    # ── The template. Its parameters are the same for everybody, hence the broadcast stops.
    # wrong API for the category
    ErrorCode(131055, SenderBlocked, _MARKETING, advice_when_stopped=_UTILITY),
    # marketing disabled
    ErrorCode(131063, SenderBlocked, _MARKETING, advice_when_stopped=_UTILITY),
    # number of parameters
    ErrorCode(
        132000,
        TemplateBlocked,
        "I parametri non corrispondono al testo fisso approvato",
        advice_when_stopped=_TEMPLATE,
    ),
    # missing in this language, or not approved
    ErrorCode(
        132001,
        TemplateBlocked,
        "Il testo fisso non esiste o non è ancora approvato",
        advice_when_stopped="Aspetta che WhatsApp approvi il testo fisso (si vede in «Testi da far approvare a "
        "WhatsApp»); poi riprendi.",
    ),
    # text too long with its parameters
    ErrorCode(
        132005,
        TemplateBlocked,
        "Il testo è troppo lungo per il testo fisso",
        advice_when_stopped="Annulla questo messaggio e scrivilo di nuovo, più breve.",
    ),
    # content policy
    ErrorCode(
        132007, TemplateBlocked, "WhatsApp rifiuta il contenuto del testo fisso", advice_when_stopped=_REWRITE
    ),
    # parameter format
    ErrorCode(
        132012,
        TemplateBlocked,
        "I parametri non hanno il formato del testo fisso",
        advice_when_stopped=_TEMPLATE,
    ),
    # paused
    ErrorCode(
        132015,
        TemplatePaused,
        "WhatsApp ha sospeso il testo fisso per la sua qualità",
        advice_when_stopped="Aspetta che WhatsApp la riattivi (si vede in «Testi da far approvare a WhatsApp»), "
        "di solito qualche ora; poi riprendi.",
        passes=True,
    ),
    # disabled for good
    ErrorCode(
        132016,
        TemplateBlocked,
        "WhatsApp ha disattivato il testo fisso: ne serve uno nuovo",
        advice_when_stopped="Chi amministra il sistema deve far approvare un testo fisso nuovo; poi riprendi.",
    ),
    # newline, tab or spaces in a parameter
    ErrorCode(
        132018,
        TemplateBlocked,
        "Il testo contiene a capo o spazi che il testo fisso non ammette",
        advice_when_stopped=_REWRITE,
    ),
    # Flow blocked
    ErrorCode(132068, TemplateBlocked, _FORM, advice_when_stopped=_TEMPLATE),
    # Flow throttled
    ErrorCode(132069, TemplateBlocked, _FORM, advice_when_stopped=_TEMPLATE),
    # marketing only
    ErrorCode(134100, SenderBlocked, _MARKETING, advice_when_stopped=_UTILITY),
    # template being synchronised, ten minutes
    ErrorCode(
        134101, UnderMaintenance, "WhatsApp sta preparando il testo fisso: riproviamo fra qualche minuto"
    ),
    # not through this API
    ErrorCode(
        134102,
        SenderBlocked,
        "WhatsApp non lascia usare il testo fisso da questo canale",
        advice_when_stopped=_UTILITY,
    ),
    # free-form messages are switched off
    ErrorCode(
        139200,
        SenderBlocked,
        "WhatsApp non lascia inviare senza un testo fisso approvato",
        advice_when_stopped=_TEMPLATE,
    ),
]
