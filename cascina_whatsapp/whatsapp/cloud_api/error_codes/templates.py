"""The template. Its parameters are the same for everybody, hence the broadcast stops."""

from cascina_whatsapp.whatsapp.cloud_api.errors import (
    SenderBlocked,
    TemplateBlocked,
    TemplatePaused,
    UnderMaintenance,
)

from .row import ErrorCode

_MARKETING = "WhatsApp tratta la cornice come pubblicità, e da qui non la lascia inviare"
_UTILITY = "Chi amministra il sistema deve far approvare la cornice come «di servizio» presso WhatsApp; poi riprendi."
_TEMPLATE = "Chi amministra il sistema deve controllare le cornici con «whatsapp_templates»; poi riprendi."
_REWRITE = (
    "Annulla questo messaggio e scrivilo di nuovo; se succede ancora, avvisa chi amministra il sistema."
)
_FORM = "Il modulo collegato alla cornice è bloccato da WhatsApp"

ROWS = [
    # wrong API for the category
    ErrorCode(131055, SenderBlocked, _MARKETING, advice_when_stopped=_UTILITY),
    # marketing disabled
    ErrorCode(131063, SenderBlocked, _MARKETING, advice_when_stopped=_UTILITY),
    # number of parameters
    ErrorCode(
        132000,
        TemplateBlocked,
        "I parametri non corrispondono alla cornice approvata",
        advice_when_stopped=_TEMPLATE,
    ),
    # missing in this language, or not approved
    ErrorCode(
        132001,
        TemplateBlocked,
        "La cornice non esiste o non è ancora approvata",
        advice_when_stopped="Aspetta che WhatsApp approvi la cornice (si vede in «Testi da far approvare a "
        "WhatsApp»); poi riprendi.",
    ),
    # text too long with its parameters
    ErrorCode(
        132005,
        TemplateBlocked,
        "Il testo è troppo lungo per la cornice",
        advice_when_stopped="Annulla questo messaggio e scrivilo di nuovo, più breve.",
    ),
    # content policy
    ErrorCode(
        132007, TemplateBlocked, "WhatsApp rifiuta il contenuto della cornice", advice_when_stopped=_REWRITE
    ),
    # parameter format
    ErrorCode(
        132012,
        TemplateBlocked,
        "I parametri non hanno il formato della cornice",
        advice_when_stopped=_TEMPLATE,
    ),
    # paused
    ErrorCode(
        132015,
        TemplatePaused,
        "WhatsApp ha sospeso la cornice per la sua qualità",
        advice_when_stopped="Aspetta che WhatsApp la riattivi (si vede in «Testi da far approvare a WhatsApp»), "
        "di solito qualche ora; poi riprendi.",
        passes=True,
    ),
    # disabled for good
    ErrorCode(
        132016,
        TemplateBlocked,
        "WhatsApp ha disattivato la cornice: ne serve una nuova",
        advice_when_stopped="Chi amministra il sistema deve far approvare una cornice nuova; poi riprendi.",
    ),
    # newline, tab or spaces in a parameter
    ErrorCode(
        132018,
        TemplateBlocked,
        "Il testo contiene a capo o spazi che la cornice non ammette",
        advice_when_stopped=_REWRITE,
    ),
    # Flow blocked
    ErrorCode(132068, TemplateBlocked, _FORM, advice_when_stopped=_TEMPLATE),
    # Flow throttled
    ErrorCode(132069, TemplateBlocked, _FORM, advice_when_stopped=_TEMPLATE),
    # marketing only
    ErrorCode(134100, SenderBlocked, _MARKETING, advice_when_stopped=_UTILITY),
    # template being synchronised, ten minutes
    ErrorCode(134101, UnderMaintenance, "WhatsApp sta preparando la cornice: riproviamo fra qualche minuto"),
    # not through this API
    ErrorCode(
        134102,
        SenderBlocked,
        "WhatsApp non lascia usare la cornice da questo canale",
        advice_when_stopped=_UTILITY,
    ),
    # free-form messages are switched off
    ErrorCode(
        139200,
        SenderBlocked,
        "WhatsApp non lascia inviare senza una cornice approvata",
        advice_when_stopped=_TEMPLATE,
    ),
]
