# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One message being answered, and what is needed to answer it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cascina_whatsapp.cloud_api.durations import SERVICE_WINDOW
from cascina_whatsapp.cloud_api.events import InboundMessage
from cascina_whatsapp.cloud_api.people import Person
from subscribers.consent import Channel, Evidence
from subscribers.models import Subscriber
from subscribers.rules.languages import language_of

from . import replies


@dataclass(frozen=True)
class ConversationPorts:
    """What an answer says about the other half of the service; the switchboard knows both."""

    next_opening: Callable[[datetime], datetime | None]
    """The first moment from then on (then included) when the office is open; None when nobody knows."""
    messages_sent: Callable[[Subscriber], int]
    """Broadcasts sent to this person in the last ninety days."""
    confirms_number: Callable[[Person, str, datetime], bool]
    """Whether these words, written then, are the code by which one of our staff proves a number to be theirs."""
    open_erasure: Callable[[Subscriber, datetime], str]
    """Takes the request of this person to have their data erased; the number that it got, or has already."""


@dataclass(frozen=True)
class Context:
    """One message being answered, and what is needed to answer it."""

    message: InboundMessage
    ports: ConversationPorts
    now: datetime

    def evidence(self, *, channel: Channel, words: str = "", rule: str, version: str = "") -> Evidence:
        return Evidence(
            at=self.message.at,
            message_id=self.message.id,
            channel=channel,
            words=words,
            rule=rule,
            rule_version=version,
            language=self.language,
        )

    def answer(self, key: str, **details) -> None:
        # A reply to something older is not allowed, and would come out of the blue; consent counts all the same.
        if self.message.at > self.now - SERVICE_WINDOW:
            replies.queue(key, self.message.sender, now=self.now, language=self.language, **details)

    @property
    def language(self) -> str:
        """In which to answer what was just written or tapped: nothing is remembered."""
        return language_of(self.message.text or self.message.caption)
