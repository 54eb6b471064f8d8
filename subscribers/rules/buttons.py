# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The buttons under automatic answers: what stands on them in each language, and the id that a tap sends back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .button_ids import CONFIRM, CONTACTS, DECLINE, JOIN, LEAVE, TOPICS, TOPICS_BACK


@dataclass(frozen=True)
class ReplyButton:
    """A button: its id, its title in Italian, its title in other languages; 20 characters at most."""

    id: str
    title: str
    translations: Mapping[str, str] = field(hash=False)

    def title_in(self, language: str) -> str:
        """What stands on it in that language; in Italian where it has no title of its own."""
        return self.translations.get(language, self.title)


CHOOSE_TOPICS = ReplyButton(TOPICS, "Scegli argomenti", {"en": "Choose topics"})
CHOOSE_AGAIN = ReplyButton(TOPICS, "Scegli ancora", {"en": "Choose again"})
UNDO = ReplyButton(TOPICS_BACK, "Annulla", {"en": "Undo"})
END_SUBSCRIPTION = ReplyButton(LEAVE, "Annulla iscrizione", {"en": "Unsubscribe"})
SUBSCRIBE = ReplyButton(JOIN, "Iscrizione", {"en": "Subscribe"})
UNSUBSCRIBE = ReplyButton(LEAVE, "Cancellazione", {"en": "Unsubscribe"})
CONTACT_URP = ReplyButton(CONTACTS, "Contattare l'Urp", {"en": "Contact the Urp"})
SUBSCRIBE_ME = ReplyButton(CONFIRM, "Sì, iscrivimi", {"en": "Yes, subscribe me"})
GO_ON = ReplyButton(CONFIRM, "Sì, continua", {"en": "Yes, go on"})
NO_THANKS = ReplyButton(DECLINE, "No, grazie", {"en": "No, thanks"})

BUTTONS = (
    CHOOSE_TOPICS,
    CHOOSE_AGAIN,
    UNDO,
    END_SUBSCRIPTION,
    SUBSCRIBE,
    UNSUBSCRIBE,
    CONTACT_URP,
    SUBSCRIBE_ME,
    GO_ON,
    NO_THANKS,
)
"""All of them: by its title a tap tells the language."""
