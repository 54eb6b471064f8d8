"""The forecast of who gets a broadcast on which day, given hours, holidays, rate, daily limit, and the others.

Arithmetic only: the numbers come from the caller.
"""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from cascina_whatsapp.presentation.formatting.dates import ROME, day_of

from .office_hours import HORIZON, OfficeCalendar, Span

DAY = timedelta(hours=24)
MERGED = timedelta(minutes=5)
"""People written to within so short a time stop counting together."""


@dataclass(frozen=True)
class Forecast:
    """People by the day on which they get it; `begins` and `ends` in UTC, None where nobody can tell."""

    days: dict[date, int]
    begins: datetime | None
    ends: datetime | None


def foresee(
    *,
    start: datetime,
    calendar: OfficeCalendar | None,
    rate: int,
    limit: int | None,
    people: int,
    free: int = 0,
    before: int = 0,
    beside: int = 0,
    leaving: Sequence[tuple[datetime, int]] = (),
) -> Forecast:
    """The forecast from `start` on; without a calendar it leaves at any hour.

    `rate`: messages a second, 0: as many as you like. `limit`: people a day, None: no limit; `free`: those of our
    `people` who cost no room, in their window or counted already. `before`, `beside`: other broadcasts' people who go
    first, and turn and turn about with ours. `leaving`: when those who count count no more, and how many, in order.
    """
    room = _Room(limit, deque(leaving), sum(gone for _, gone in leaving))
    course = _Course(room, rate, start, people, free, before, beside)
    for opening in _openings(calendar, start):
        course.work(opening)
        if not course.people:
            return Forecast(dict(course.days), course.begins, course.at)
    return Forecast(dict(course.days), course.begins, None)


@dataclass
class _Room:
    """The number of people who may still be written to, as time goes by."""

    limit: int | None
    leaving: deque[tuple[datetime, int]] = field(default_factory=deque)
    taken: int = 0

    def at(self, moment: datetime) -> int | None:
        while self.leaving and self.leaving[0][0] <= moment:
            self.taken -= self.leaving.popleft()[1]
        return None if self.limit is None else max(0, self.limit - self.taken)

    def take(self, people: int, moment: datetime) -> None:
        if self.limit is None or not people:
            return
        self.taken += people
        gone = moment + DAY
        if self.leaving and gone - self.leaving[-1][0] < MERGED:
            gone, already = max(gone, self.leaving[-1][0]), self.leaving.pop()[1]
            people += already
        self.leaving.append((gone, people))


class _Course:
    """The course of the sending, as it goes on."""

    def __init__(
        self, room: _Room, rate: int, start: datetime, people: int, free: int, before: int, beside: int
    ) -> None:
        self.room, self.rate, self.at = room, rate, start
        self.people, self.free, self.before, self.beside = people, free, before, beside
        self.begins: datetime | None = None
        self.days: Counter[date] = Counter()

    def work(self, opening: Span) -> None:
        """Send, in the reckoning, what can leave while the window is open."""
        self.at = max(self.at, opening.opens)
        while self.people and self.at < opening.closes:
            left = self.room.at(self.at)
            now = min(self._waiting(), self._fit(opening.closes - self.at))
            if left is not None:
                now = min(now, left + self.free)
            if now:
                self._send(now)
            elif left or not self.room.leaving:
                return  # no time for one more, or a limit of nobody
            else:
                self.at = self.room.leaving[0][0]

    def _waiting(self) -> int:
        return self.before + self.people + self.beside

    def _fit(self, time: timedelta) -> int:
        return int(time.total_seconds() * self.rate) if self.rate else self._waiting()

    def _send(self, people: int) -> None:
        free = min(self.free, people)
        self.free -= free
        self.room.take(people - free, self.at)
        ours = self._ours(people)
        if ours:
            self.begins = self.begins or self.at
            self.days[day_of(self.at)] += ours
        self.at += timedelta(seconds=people / self.rate if self.rate else 0)

    def _ours(self, people: int) -> int:
        """Take so many people off those who wait, and return how many of them are ours.

        The others' share is taken from what is waiting of theirs.
        """
        first = min(self.before, people)
        self.before -= first
        rest = people - first
        ours = min(self.people, -(-rest * self.people // (self.people + self.beside)))
        self.people -= ours
        self.beside -= rest - ours
        return ours


def _openings(calendar: OfficeCalendar | None, start: datetime) -> Iterator[Span]:
    """Yield the openings from `start` on, day by day where it is always open."""
    at, last = start, start + HORIZON
    while at < last:
        opening = calendar.opening(at) if calendar else Span(at, _midnight(at))
        if opening is None:
            return
        yield opening
        at = opening.closes


def _midnight(after: datetime) -> datetime:
    """Return the next midnight on Cascina's clocks."""
    tomorrow = day_of(after) + timedelta(days=1)
    return datetime.combine(tomorrow, datetime.min.time(), ROME).astimezone(after.tzinfo)
