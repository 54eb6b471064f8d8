"""Codes that say nothing about a message of ours."""

from cascina_whatsapp.whatsapp.cloud_api.errors import OutcomeUnknown

from .row import ErrorCode

_OF_A_CITIZEN = "Problema con un messaggio ricevuto, non con uno nostro"

ROWS = [
    # media of a citizen
    ErrorCode(131052, OutcomeUnknown, _OF_A_CITIZEN),
    # message of a citizen
    ErrorCode(131060, OutcomeUnknown, _OF_A_CITIZEN),
    # user names
    ErrorCode(147005, OutcomeUnknown, "Problema con il nome utente del Comune, non con il messaggio"),
]
