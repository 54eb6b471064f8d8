# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The priority of a post, read before it is stored: in a storm, a person who wants to leave goes first.

The rule is that of docs/decisions/0014-whoever-leaves-goes-first.md. It decides nothing else, and nothing is kept but
the priority: what was said is read again when the post is processed. Beside the webhook, which knows neither
citizens nor their words: `urls.py` hands it `priority_of`.
"""

import re
import time
from collections import Counter
from collections.abc import Callable

from cascina_whatsapp.cloud_api import events
from subscribers.keywords import Intent, understand
from subscribers.rules.button_ids import LEAVE

from .webhook.models import Priority

CITIZEN_FIELDS = ("messages", "user_preferences")
"""Webhook fields that carry what citizens say."""
CITIZEN_KEY = re.compile(rf'"(?:{"|".join(CITIZEN_FIELDS)})"\s*:'.encode())
"""In a body that tells of nothing but receipts, the many, these are no keys."""
PARSE_ERRORS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What odd bodies may provoke: they are stored all the same, and become dead letters if routing can't read them."""
MINUTE = 60.0
MOST_MESSAGES = 20
"""Messages a minute of one person, beyond which the others go first: no citizen writes so fast."""
MOST_FIRST = 3
"""Times a minute that one person goes first: once is enough."""


class Priorities:
    """Remembers, in this process and for a minute, how often each person has come. Nobody's name, in no file."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.seen: Counter[tuple[bool, int]] = Counter()
        self.since = clock()

    def of(self, body: bytes) -> Priority:
        """The priority of a signed body, whatever is in it. Never raises."""
        if not CITIZEN_KEY.search(body):
            return Priority.USUAL
        try:
            said = [event for event in events.parse(body) if isinstance(event, CITIZEN_EVENTS)]
            return min(map(self._of_event, said), default=Priority.USUAL)
        except PARSE_ERRORS:
            return Priority.USUAL

    def _of_event(self, event: events.InboundMessage | events.PreferenceChange) -> Priority:
        if isinstance(event, events.PreferenceChange):
            return Priority.FIRST if event.value == "stop" else Priority.USUAL
        leaves = leaving(event)
        came = self._count(leaves, event)
        if leaves and came <= MOST_FIRST:
            return Priority.FIRST
        return Priority.LAST if came > MOST_MESSAGES else Priority.USUAL

    def _count(self, leaves: bool, message: events.InboundMessage) -> int:
        """How often this person has come within the minute, saying such a thing."""
        if self.clock() - self.since > MINUTE:
            self.seen, self.since = Counter(), self.clock()
        who = leaves, hash(message.sender.phone or message.sender.bsuid)
        self.seen[who] += 1
        return self.seen[who]


CITIZEN_EVENTS = (events.InboundMessage, events.PreferenceChange)


def leaving(message: events.InboundMessage) -> bool:
    """Whether the message asks to leave, as far as one look tells."""
    if message.forwarded or message.group_id:
        return False
    if message.choice == LEAVE:
        return True
    return understand(message.text or message.caption).intent is Intent.LEAVE


priority_of = Priorities().of
"""The priority of a body that arrives at this process."""
