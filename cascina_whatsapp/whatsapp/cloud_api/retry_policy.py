"""The retry policy: what an error means for a message. One rule for broadcasts and replies, responses and receipts.

What truly differs between a message of a broadcast and a reply to a citizen is in BROADCAST and REPLY.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum, auto
from typing import TypeVar

from .durations import SERVICE_WINDOW
from .errors import (
    CallsSpent,
    CloudApiError,
    Dropped,
    MetaStumbled,
    OutcomeUnknown,
    RecipientBusy,
    RecipientOptedOut,
    RecipientUnreachable,
    ResponseUnreadable,
    SenderBlocked,
    SlowDown,
    TemplateBlocked,
    TemplateNeeded,
    TemplatePaused,
    TryLater,
    UnderMaintenance,
    Unexplained,
)

T = TypeVar("T")

MOST_ATTEMPTS = 6
"""Attempts for one person, where the trouble is theirs or nobody's."""
PATIENT_ATTEMPTS = 20
"""The attempts where the trouble is the connection or our number: a quarter of an hour, then a person decides."""
LONGEST_WAIT = 600.0
"""Seconds between two attempts at most, where Meta prescribes no more."""
LONGEST_ASKED = 86_400.0
"""Seconds that Meta may ask us to wait at most: quotas are of an hour or a day."""
PAUSE_SECONDS = 2.0
"""The seconds that everybody waits when Meta says that the number is too fast (130429)."""
LONG_PAUSE_SECONDS = 60.0
"""The same, when the calls of an hour are spent."""


class NextStep(Enum):
    """The next step of a message after an error."""

    RETRY = auto()
    """The step back to the queue of what certainly did not leave."""
    AWAIT_RECEIPT = auto()
    """The step of what may have left: only a receipt, or silence that proves something, may decide."""
    ACCEPT = auto()
    """Meta took it, although its response could not be read."""
    FAIL = auto()
    """The step of what will not arrive."""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The decision on an error: the message's next step, and what else follows."""

    step: NextStep
    wait: float = 0.0
    """Seconds before the next attempt."""
    pause: float = 0.0
    """Seconds during which nobody sends; afterwards everybody sends more slowly."""
    needs_template: bool = False
    stops_campaign: bool = False
    stops_all: bool = False
    """True where no broadcast can go on, this one or another."""
    suppresses: bool = False
    """The person has opted out at WhatsApp: they must leave our list too."""


@dataclass(frozen=True)
class BackOff:
    """Seconds before the next attempt: `first` after the first one, then `growth` times as many, up to `longest`."""

    first: float
    growth: float
    longest: float

    def seconds(self, attempts: int) -> float:
        """The wait after so many attempts."""
        return min(self.first * self.growth ** (attempts - 1), self.longest)


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """The patience of the policy with one kind of message. Of an error's classes the nearest that is named counts."""

    back_off: Mapping[type[CloudApiError], BackOff]
    """Errors without one are not tried again by themselves: a person resumes."""
    jitter: float = 0.0
    """The part by which a wait is made longer at random; never shorter, since Meta prescribes some."""
    most_attempts: Mapping[type[CloudApiError], int] = field(default_factory=dict)
    """Attempts after which an error is taken for final; without one there is no such bound."""
    longest_life: timedelta | None = None
    """The time after it was written in which a message may still be tried."""


PAIR = BackOff(4, 4, 4096)
"""The back-off for one person, to whom too much was sent: 4^X seconds (Meta, pair rate limits)."""

BROADCAST = Bounds(
    back_off={
        TryLater: BackOff(2, 2, 60),
        CallsSpent: BackOff(60, 2, LONGEST_WAIT),
        UnderMaintenance: BackOff(60, 2, LONGEST_WAIT),
        RecipientBusy: PAIR,
    },
    jitter=0.2,  # those that failed together must not come back together
    most_attempts={
        RecipientBusy: MOST_ATTEMPTS,
        TryLater: PATIENT_ATTEMPTS,
        # An error of Meta's is no doubt any more after so many: a later "delivered" would still correct it.
        MetaStumbled: 3,
        Unexplained: 2,
    },
)
"""A message of a broadcast: thousands of others fail together with it, and a person can stop and resume them all."""

REPLY = Bounds(
    # Somebody is waiting for it, so that it starts with seconds; and no person resumes replies, so that they wait for
    # a blocked account, too.
    back_off={
        TryLater: BackOff(2, 2, LONGEST_WAIT),
        SenderBlocked: BackOff(2, 2, LONGEST_WAIT),
        RecipientBusy: PAIR,
    },
    # Free-form, hence impossible afterwards. No bound of attempts: an uncertain reply is not sent again anyway.
    longest_life=SERVICE_WINDOW,
)
"""An automatic answer to one citizen."""

FAILED = Decision(step=NextStep.FAIL)


def decide(
    error: type[CloudApiError],
    *,
    attempts: int,
    bounds: Bounds,
    age: timedelta = timedelta(0),
    was_template: bool = True,
    retry_after: float | None = None,
) -> Decision:
    """Decide what an error of this class means, after so many attempts (the failed one included).

    `age`: since the message was written. `was_template`: nothing else could be tried. `retry_after`: seconds that
    Meta asks us to wait.
    """
    if issubclass(error, SenderBlocked | TryLater):
        return _later(error, attempts, bounds, age, retry_after)
    if issubclass(error, ResponseUnreadable):
        return Decision(step=NextStep.ACCEPT)
    if issubclass(error, OutcomeUnknown):
        return FAILED if _is_spent(error, attempts, bounds) else Decision(step=NextStep.AWAIT_RECEIPT)
    if issubclass(error, RecipientOptedOut):
        return Decision(step=NextStep.FAIL, suppresses=True)
    if issubclass(error, TemplateNeeded) and not was_template:
        return Decision(step=NextStep.RETRY, needs_template=True)
    return FAILED


def class_on_receipt(error: type[CloudApiError], *, attempts: int) -> type[CloudApiError]:
    """The class that counts when a *receipt* says "failed": then there is no doubt that it didn't arrive.

    What would be an unknown outcome in a response may be tried once more, then never again. A paused template, in
    a receipt, tells what became of one that was held (Meta, template pacing): a person may send it again.
    """
    if issubclass(error, TemplatePaused):
        return Dropped
    if not issubclass(error, OutcomeUnknown):
        return error
    return TryLater if attempts < 2 else RecipientUnreachable


def _later(
    error: type[CloudApiError], attempts: int, bounds: Bounds, age: timedelta, retry_after: float | None
) -> Decision:
    """Decide on a message that certainly did not leave, and may once the cause is gone."""
    is_spent = _is_spent(error, attempts, bounds)
    if bounds.longest_life is not None and age >= bounds.longest_life:
        return FAILED
    if is_spent and issubclass(error, RecipientBusy):
        return FAILED
    if is_spent or issubclass(error, SenderBlocked):
        # Nobody loses a message because Meta was not reached for long: it waits for a person to resume the broadcast.
        is_template = issubclass(error, TemplateBlocked)
        wait = 0.0 if is_spent else _wait(error, attempts, bounds, retry_after)
        return Decision(step=NextStep.RETRY, wait=wait, stops_campaign=is_template, stops_all=not is_template)
    wait = _wait(error, attempts, bounds, retry_after)
    return Decision(step=NextStep.RETRY, wait=wait, pause=_pause(error, _asked(retry_after)))


def _is_spent(error: type[CloudApiError], attempts: int, bounds: Bounds) -> bool:
    most = _nearest(bounds.most_attempts, error)
    return most is not None and attempts >= most


def _wait(error: type[CloudApiError], attempts: int, bounds: Bounds, retry_after: float | None) -> float:
    back_off = _nearest(bounds.back_off, error)
    if back_off is None:
        return 0.0
    spread = random.uniform(1, 1 + bounds.jitter)  # noqa: S311
    return (_asked(retry_after) or back_off.seconds(attempts)) * spread


def _asked(retry_after: float | None) -> float:
    return min(retry_after or 0.0, LONGEST_ASKED)


def _pause(error: type[CloudApiError], asked: float) -> float:
    if not issubclass(error, SlowDown):
        return 0.0
    return max(LONG_PAUSE_SECONDS if issubclass(error, CallsSpent) else PAUSE_SECONDS, asked)


def _nearest(table: Mapping[type[CloudApiError], T], error: type[CloudApiError]) -> T | None:
    """Return what the table says of the error's own class, or of the nearest class above it."""
    return next((table[above] for above in error.__mro__ if above in table), None)
