# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whose turn is it? A look at the door, so that in a storm whoever wants to leave goes first (docs/decisions/0014).

It decides nothing else, and nothing is kept but the turn: what was said is read again by whoever deals with it.
"""

import re
import time
from collections import Counter
from collections.abc import Callable

from cascina_whatsapp.cloud_api import events
from subscribers.keywords import Intent, understand
from subscribers.rules.button_ids import LEAVE

from .models import Turn

SAID_BY_PEOPLE = re.compile(rb'"(?:messages|user_preferences)"\s*:')
"""In a body that tells of nothing but receipts, the many, these are no keys."""
STRANGE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What odd bodies may provoke: they are stored all the same, and the switchboard sets aside what it can't read."""
MINUTE = 60.0
CROWDING = 20
"""Messages a minute of one person, beyond which the others go first: no citizen writes so fast."""
GOODBYES = 3
"""Times a minute that one person goes first: once is enough."""


class Turns:
    """Remembers, in this process and for a minute, how often each person has come. Nobody's name, in no file."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.seen: Counter[tuple[bool, int]] = Counter()
        self.since = clock()

    def of(self, body: bytes) -> Turn:
        """The turn of a signed body, whatever is in it. Never raises."""
        if not SAID_BY_PEOPLE.search(body):
            return Turn.USUAL
        try:
            said = [event for event in events.parse(body) if isinstance(event, BY_PEOPLE)]
            return min(map(self._of_event, said), default=Turn.USUAL)
        except STRANGE:
            return Turn.USUAL

    def _of_event(self, event: events.InboundMessage | events.PreferenceChange) -> Turn:
        if isinstance(event, events.PreferenceChange):
            return Turn.FIRST if event.value == "stop" else Turn.USUAL
        leaves = leaving(event)
        came = self._count(leaves, event)
        if leaves and came <= GOODBYES:
            return Turn.FIRST
        return Turn.LAST if came > CROWDING else Turn.USUAL

    def _count(self, leaves: bool, message: events.InboundMessage) -> int:
        """How often this person has come within the minute, saying such a thing."""
        if self.clock() - self.since > MINUTE:
            self.seen, self.since = Counter(), self.clock()
        who = leaves, hash(message.sender.phone or message.sender.bsuid)
        self.seen[who] += 1
        return self.seen[who]


BY_PEOPLE = (events.InboundMessage, events.PreferenceChange)


def leaving(message: events.InboundMessage) -> bool:
    """Whether the message asks to leave, as far as one look tells."""
    if message.forwarded or message.group_id:
        return False
    if message.choice == LEAVE:
        return True
    return understand(message.text or message.caption).intent is Intent.LEAVE


turn_of = Turns().of
"""The turn of a body at this door."""
