"""The registration of the town hall's number at Meta."""

from cascina_whatsapp.whatsapp.cloud_api.errors import SenderBlocked

from .row import ErrorCode

_NOT_REGISTERED = "Il numero del Comune non è registrato presso WhatsApp"
_REGISTER = "Chi amministra il sistema deve registrare di nuovo il numero presso WhatsApp; poi riprendi."
_REGISTRATION = "La registrazione del numero del Comune presso WhatsApp non è riuscita"
_WAIT_FOR_PIN = (
    "Chi amministra il sistema deve aspettare e poi registrare il numero con il PIN giusto; poi riprendi."
)

ROWS = [
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
]
