"""The posts stored of a signed body: one for each thing that it says of citizens, with its priority.

In a storm, a person who wants to leave goes first (docs/decisions/0014-whoever-leaves-goes-first.md), also out of the
middle of a large body, which holds nobody up (0025-a-large-post-is-many.md). Nothing else is decided here: what was
said is read again when the post is processed. Beside the webhook, which knows neither citizens nor their words:
`urls.py` hands it `slices_of`.
"""

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence

from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from cascina_whatsapp.whatsapp.cloud_api import events
from cascina_whatsapp.whatsapp.webhook.models import Priority, Slice
from subscribers.keywords import LanguageWords, leaves_plainly
from subscribers.rules.buttons import LEAVE
from subscribers.texts.languages import languages_at

CITIZEN_FIELDS = ("messages", "user_preferences")
"""Webhook fields that carry what citizens say."""
CITIZEN_KEY = re.compile(rf'"(?:{"|".join(CITIZEN_FIELDS)})"\s*:'.encode())
"""The keys of what citizens say; a body that tells of nothing but receipts, as many do, has none."""
CITIZEN_EVENTS = (events.InboundMessage, events.PreferenceChange)
HOLDING = (*CITIZEN_EVENTS, events.IdentityChange)
"""Events that may change a consent: dealing with one holds the register, so each is a post of its own."""
PARSE_ERRORS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""The errors that odd bodies may provoke: they are stored all the same, and may become dead letters."""
MINUTE = 60.0
MOST_MESSAGES = 20
"""Messages a minute of one person, beyond which the others go first: no citizen writes so fast."""
MOST_FIRST = 3
"""Times a minute that one person goes first: once is enough."""


class Priorities:
    """Remembers, in this process and for a minute, how often each person has come. Nobody's name, in no file."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        languages: Callable[[], Sequence[LanguageWords]] = tuple,
    ) -> None:
        self.clock, self.languages = clock, languages
        self.seen: Counter[tuple[bool, int]] = Counter()
        self.since = clock()

    def slices(self, body: bytes) -> list[Slice]:
        """The posts that a signed body makes, whatever is in it: itself, if it says one thing. Never raises."""
        if not CITIZEN_KEY.search(body):
            return [(body, Priority.USUAL)]
        try:
            return self._cut(body)
        except PARSE_ERRORS:
            return [(body, Priority.USUAL)]

    def _cut(self, body: bytes) -> list[Slice]:
        told = events.parse(body)
        alone = [(event, self._of_event(event)) for event in told if isinstance(event, HOLDING)]
        if len(told) < 2:
            return [(body, min((priority for _, priority in alone), default=Priority.USUAL))]
        rest = [event for event in told if not isinstance(event, HOLDING)]
        slices = [(_body_of(event), priority) for event, priority in alone]
        return [*slices, (_body_of(*rest), Priority.USUAL)] if rest else slices

    def _of_event(self, event: events.Event) -> Priority:
        if not isinstance(event, CITIZEN_EVENTS):
            return Priority.USUAL
        if isinstance(event, events.PreferenceChange):
            return Priority.FIRST if event.value == "stop" else Priority.USUAL
        leaves = leaving(event, self.languages)
        came = self._count(leaves, event)
        if leaves and came <= MOST_FIRST:
            return Priority.FIRST
        return Priority.LAST if came > MOST_MESSAGES else Priority.USUAL

    def _count(self, leaves: bool, message: events.InboundMessage) -> int:
        """Count how often this person has come within the minute, saying such a thing."""
        if self.clock() - self.since > MINUTE:
            self.seen, self.since = Counter(), self.clock()
        who = leaves, hash(message.sender.phone or message.sender.bsuid)
        self.seen[who] += 1
        return self.seen[who]


def _body_of(*told: events.Event) -> bytes:
    """Build a webhook body that holds these events and no more."""
    envelopes = [event.envelope for event in told]
    entries = [entry for envelope in envelopes for entry in envelope.get("entry", [])]
    return json.dumps(envelopes[0] | {"entry": entries}).encode()


def leaving(message: events.InboundMessage, languages: Callable[[], Sequence[LanguageWords]]) -> bool:
    """Tell whether a message asks to leave, by one cheap look: the post waits to be stored meanwhile."""
    if message.forwarded or message.group_id:
        return False
    if message.choice == LEAVE:
        return True
    return leaves_plainly(message.text or message.caption, languages())


def languages_now() -> Sequence[LanguageWords]:
    """Return the words announced in other languages; none while the database is away: storing the post matters."""
    try:
        return languages_at(timezone.now()).words
    except (DatabaseError, InterfaceError):
        return ()


slices_of = Priorities(languages=languages_now).slices
"""The posts that are stored of a body which arrives at this process."""
