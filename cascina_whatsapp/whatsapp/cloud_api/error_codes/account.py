"""The access token, the account, the payment: nobody can be written to until somebody acts."""

from cascina_whatsapp.whatsapp.cloud_api.errors import SenderBlocked

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

ROWS = [
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
        "WhatsApp ha limitato l'account: controlla il tipo delle cornici",
        advice_when_stopped="Il limite finisce da solo. "
        "Chi amministra il sistema deve correggere le cornici; poi riprendi.",
    ),
    # payment terms
    ErrorCode(
        134011,
        SenderBlocked,
        "Mancano le condizioni d'uso dei pagamenti presso WhatsApp",
        advice_when_stopped=_PAY,
    ),
]
