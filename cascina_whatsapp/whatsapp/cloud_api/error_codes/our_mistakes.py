"""The request was wrong: sending it again would fail again."""

from cascina_whatsapp.whatsapp.cloud_api.errors import OurMistake

from .row import ErrorCode

_PARAMETER = "Un valore del messaggio non è valido: avvisa chi gestisce il sistema"
_ATTACHMENT = "WhatsApp non accetta l'allegato: caricane un altro"
_ANOTHER_FILE = "Controlla l'allegato: per chi non l'ha ricevuto serve un messaggio nuovo con un altro file."

ROWS = [
    # invalid parameter
    ErrorCode(100, OurMistake, "Richiesta sbagliata: avvisa chi gestisce il sistema"),
    # parameter missing
    ErrorCode(131008, OurMistake, "Richiesta incompleta: avvisa chi gestisce il sistema"),
    # parameter value not valid
    ErrorCode(131009, OurMistake, _PARAMETER),
    # media by link, of old
    ErrorCode(131014, OurMistake, _ATTACHMENT, advice_per_person=_ANOTHER_FILE),
    # a test number, and a recipient that is not on its list
    ErrorCode(131030, OurMistake, "Numero non ammesso nella modalità di prova"),
    # unsupported type
    ErrorCode(
        131051, OurMistake, "WhatsApp non conosce questo tipo di messaggio: avvisa chi gestisce il sistema"
    ),
    # media refused; we always send by id
    ErrorCode(131053, OurMistake, _ATTACHMENT, advice_per_person=_ANOTHER_FILE),
    # parameter value
    ErrorCode(132008, OurMistake, _PARAMETER),
    # parameter, unspecified
    ErrorCode(135000, OurMistake, _PARAMETER),
]
