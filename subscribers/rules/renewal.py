# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rule of renewal: whether who said yes long ago is asked again, reminded of the question, or let go.

"Until it is withdrawn" is no term for a consent (Garante, 18 July 2023, n. 321). Nobody's subscription ends before
both messages have reached them, nor long after the day that these named. The database asks the same in
`subscribers.models.renewal`; a test holds the two together.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto


class Due(Enum):
    """The next step of the renewal for one subscriber."""

    NOTHING = auto()
    """The step of who said yes recently."""
    ASK = auto()
    """The question."""
    REMIND = auto()
    """The reminder of it."""
    WAIT = auto()
    """The step of waiting for an answer, or for what may still be on its way."""
    END = auto()
    """The end of the subscription."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question whether to go on that has reached a subscriber, and that they have not answered."""

    asked_at: datetime
    """The moment when it arrived."""
    reminded_at: datetime | None = None
    """The moment when its reminder arrived; None while it has not."""
    until: datetime
    """The end of the term that the two messages name, counted from when they arrived."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The moments that the terms of the town hall mean now."""

    old: datetime
    """A yes of then or before is old."""
    remind: datetime
    """A question that arrived then or before is followed by the reminder."""
    end: datetime
    """A term that was over before that is over indeed: an answer given in time would have come by now."""
    lapsed: datetime
    """A question whose term was over before that counts no more: the service was off meanwhile, or on hold."""


def due(yes_at: datetime, question: Question | None, limits: Limits) -> Due:
    """Decide what comes next for who last said yes at that moment, if nobody says anything meanwhile."""
    if yes_at > limits.old:
        return Due.NOTHING
    if question is None or question.until < limits.lapsed:
        return Due.ASK
    if question.reminded_at is None:
        return Due.REMIND if question.asked_at <= limits.remind else Due.WAIT
    return Due.END if question.until < limits.end else Due.WAIT
