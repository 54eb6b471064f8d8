"""The buttons under automatic answers: what stands on them in Italian, and the id that a tap sends back.

What stands on them in another language is part of that language; there the Italian title names the button.
"""

from dataclasses import dataclass

# The ids that buttons and rows of lists send back when a citizen taps them.
JOIN = "join"
LEAVE = "leave"
CONFIRM = "confirm"
DECLINE = "decline"
"""The two answers to whether somebody wants to join, or to go on under another number."""
STAY, STAY_TITLE = "stay", "Continua"
"""The button of the yearly reminder: they want to go on."""
STAY_IN = "stay-in"
"""The button of the question whether they want to leave: they don't."""
TOPICS = "topics"
CONTACTS = "contacts"
TOPIC = "topic:"
"""The beginning of a topic's id, before its number."""
ADD, DROP = ":add", ":drop"
"""The ends of a topic's id: what a tap does. Without one, in lists of 0.2.0, it reverses what holds."""
ALL_TOPICS = "topic:all"
TOPICS_BACK = "topics-back"
"""The beginning of the button that undoes a choice, or keeps nothing but what was named.

After it, what is received then: ":all", ":1.4" (topics 1, 4).
"""

ZONES = "zones"
"""The row that opens the list of zones; with a number behind it, those from there on: "zones:8"."""
ZONE, ALL_ZONES = "zone:", "zone:all"
ZONES_BACK = "zones-back"
"""The same for zones as for topics."""


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
NO = ReplyButton(STAY_IN, "No")
CONTACT_URP = ReplyButton(CONTACTS, "Contattare l'Urp")
SUBSCRIBE_ME = ReplyButton(CONFIRM, "Sì, iscrivimi")
ONLY_THIS = ReplyButton(ZONES, "Solo questo")
"""Sent with the id that takes away what was named, or keeps nothing else."""
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
    NO,
    CONTACT_URP,
    SUBSCRIBE_ME,
    GO_ON,
    NO_THANKS,
    ONLY_THIS,
)
"""The buttons, in the order in which staff translate them."""
