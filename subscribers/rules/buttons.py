"""The buttons under automatic answers: what stands on them in Italian, and the id that a tap sends back.

What stands on them in another language is part of that language; there the Italian title names the button.
"""

from dataclasses import dataclass

from .button_ids import CONFIRM, CONTACTS, DECLINE, JOIN, LEAVE, STAY_IN, TOPICS, TOPICS_BACK


@dataclass(frozen=True)
class ReplyButton:
    """A button: its id, and its title in Italian, which no other button has; 20 characters at most."""

    id: str
    title: str


CHOOSE_TOPICS = ReplyButton(TOPICS, "Scegli argomenti")
CHOOSE_AGAIN = ReplyButton(TOPICS, "Scegli ancora")
UNDO = ReplyButton(TOPICS_BACK, "Annulla")
END_SUBSCRIPTION = ReplyButton(LEAVE, "Annulla iscrizione")
SUBSCRIBE = ReplyButton(JOIN, "Iscrizione")
UNSUBSCRIBE = ReplyButton(LEAVE, "Cancellazione")
YES_LEAVE = ReplyButton(LEAVE, "Sì, cancellami")
STAY = ReplyButton(STAY_IN, "No")
CONTACT_URP = ReplyButton(CONTACTS, "Contattare l'Urp")
SUBSCRIBE_ME = ReplyButton(CONFIRM, "Sì, iscrivimi")
GO_ON = ReplyButton(CONFIRM, "Sì, continua")
NO_THANKS = ReplyButton(DECLINE, "No, grazie")

BUTTONS = (
    CHOOSE_TOPICS,
    CHOOSE_AGAIN,
    UNDO,
    END_SUBSCRIPTION,
    SUBSCRIBE,
    UNSUBSCRIBE,
    YES_LEAVE,
    STAY,
    CONTACT_URP,
    SUBSCRIBE_ME,
    GO_ON,
    NO_THANKS,
)
"""The buttons, in the order in which staff translate them."""
