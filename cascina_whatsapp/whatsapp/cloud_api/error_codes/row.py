"""A row of the table of Meta's error codes, and the sentences that several families share."""

from dataclasses import dataclass

from cascina_whatsapp.whatsapp.cloud_api.errors import CloudApiError, MetaStumbled, TryLater

RESENDABLE = "Di solito passa: dopo qualche ora si può mandare di nuovo a chi non l'ha ricevuto."
NOTHING_TO_DO = "Non c'è niente da fare."
TELL_ADMINISTRATOR = "Avvisa chi amministra il sistema, con il nome di questo messaggio e il motivo."
ON_THEIR_PHONE = "Dipende dal telefono della persona, e da qui non si può cambiare."


@dataclass(frozen=True)
class ErrorCode:
    """One error code of Meta's (its page "Error codes"): what we do about it, and what the staff read about it."""

    code: int
    error: type[CloudApiError]
    """The class says what to do next. An ambiguous code is resolved towards never sending twice."""
    reason: str
    """The reason, in Italian, without a full stop; at most 200 characters."""
    advice_when_stopped: str = ""
    """The advice on who must act before a stopped broadcast may go on; every SenderBlocked has it, no other class."""
    advice_per_person: str = ""
    """The advice about the people who did not get the message; every RecipientUnreachable has it."""
    passes: bool = False
    """True where the same message may well arrive another day, although its class says that now it will not."""

    @property
    def may_be_resent(self) -> bool:
        """Tell whether a person may have the same message sent again after this failure."""
        return self.passes or issubclass(self.error, TryLater)

    @property
    def may_be_resent_once_taken(self) -> bool:
        """Tell whether a person may have a message resent that Meta had taken; untaken, it may have arrived."""
        return issubclass(self.error, MetaStumbled)
