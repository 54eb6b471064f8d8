"""Rows of a list under the days on which they were written: "Oggi, giovedì 26"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Generic, Protocol, TypeVar

from cascina_whatsapp.presentation.formatting.dates import WEEKDAYS, brief_day, day_of


class Dated(Protocol):
    """A row that knows when it was written."""

    @property
    def at(self) -> datetime: ...


Row = TypeVar("Row", bound=Dated)


@dataclass(frozen=True)
class Day(Generic[Row]):
    """One day of a list: its heading, what it came to, and its rows."""

    day: date
    title: str
    count: str
    rows: Sequence[Row]


def by_day(rows: Iterable[Row], now: datetime, counts: dict[date, str] | None = None) -> list[Day[Row]]:
    """Put rows, the newest first, under their days. `counts`: what each day came to, in words."""
    told = counts or {}
    return [
        Day(day, title(day, now), told.get(day, ""), list(own))
        for day, own in groupby(rows, key=lambda row: day_of(row.at))
    ]


def title(day: date, now: datetime) -> str:
    """Write a day as a heading: "Oggi, giovedì 26", "Ieri, mercoledì 25", "Lunedì 23", "3 novembre"."""
    words = brief_day(day, now)
    near = words in ("oggi", "ieri", "domani")
    return f"{words.capitalize()}, {WEEKDAYS[day.weekday()]} {day.day}" if near else words.capitalize()
