"""The rules of restricted communication (law of 22 February 2000, n. 28, article 9): spans of time, and their union.
Pure.

Moments with any time zone. A span holds from its first moment on, and no more at its last: [starts_at, ends_at).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RunOff(StrEnum):
    """The answer whether a second round follows. As long as nobody knows, it counts as one that does."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, order=True)
class Span:
    """Time in which nothing may leave but what is impersonal and indispensable."""

    starts_at: datetime
    ends_at: datetime

    def holds_at(self, moment: datetime) -> bool:
        """Tell whether the span holds at this very moment: at its start, and no more at its end."""
        return self.starts_at <= moment < self.ends_at

    def meets(self, first: datetime, last: datetime) -> bool:
        """Tell whether the span holds at some moment from `first` to `last`, both included."""
        return self.starts_at <= last and first < self.ends_at


def effective_end(ends_at: datetime, run_off: str, run_off_ends_at: datetime | None) -> datetime:
    """Return when the restriction ends: with the run-off, unless there is none; between two rounds it holds.

    Where the run-off is not "no", a constraint of the database sees to it that its moment is known.
    """
    return ends_at if run_off == RunOff.NO or run_off_ends_at is None else run_off_ends_at


def union(spans: Iterable[Span]) -> list[Span]:
    """Join spans into as few as possible, in order: those that overlap or touch are one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.starts_at <= found[-1].ends_at:
            found[-1] = Span(found[-1].starts_at, max(found[-1].ends_at, span.ends_at))
        else:
            found.append(span)
    return found


def holds_at(spans: Iterable[Span], moment: datetime) -> bool:
    """Tell whether any of the spans holds at this very moment."""
    return any(span.holds_at(moment) for span in spans)


def meets(spans: Iterable[Span], first: datetime, last: datetime) -> bool:
    """Tell whether any of the spans holds at some moment from `first` to `last`, both included."""
    return any(span.meets(first, last) for span in spans)


def until(spans: Sequence[Span], moment: datetime) -> datetime | None:
    """Return when the span that holds at `moment` is over, overlaps followed to their end; None for none."""
    return next((span.ends_at for span in union(spans) if span.holds_at(moment)), None)
