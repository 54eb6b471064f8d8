"""One thing that a source announces: by what it is known again, and whether it is still news.

The facts come out of a child process that read a stranger's file: nothing of them is trusted, their types included.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from broadcasts.rules.plain_text import UNREADABLE

from .facts import MOST, MOST_ITEMS, ROME, beginning_of

NEWS_FOR = timedelta(days=14)
"""The days after its own for which an announcement is news."""
OFTEN = ("daily", "weekly", "monthly", "yearly")


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that was announced. `at` and the moments in `starts` and `ends` have a time zone; whole days are
    days, and the end of those is the day after the last.
    """

    id: str = ""
    """The source's own name of it."""
    series: str = ""
    """The id of the series of which this is one date, moved or called off."""
    title: str = ""
    text: str = ""
    link: str = ""
    at: datetime | None = None
    """The moment when it was published, where the source says so."""
    place: str = ""
    starts: date | None = None
    ends: date | None = None
    repeats: str = ""
    """One of OFTEN; "" of what happens once, or less simply."""
    is_cancelled: bool = False

    @property
    def digest(self) -> str:
        """The digest by which an item is known again, in 64 hexadecimal characters: of its id; without one of its
        link, or else of its title and moment. What it says may change.
        """
        known = f"id {self.id}" if self.id else f"link {self.link}" if self.link else ""
        told = known or f"title {self.title} {self.at or self.starts}"
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def series_digest(self) -> str:
        """The digest of the series that an item is a date of; "" of anything else."""
        return Item(id=self.series).digest if self.series else ""

    def is_news(self, now: datetime) -> bool:
        """Tell whether a person has to look at an item: it says something, is not called off, over or old."""
        if self.is_cancelled or not (self.title or self.text):
            return False
        if self.ends is not None:
            return beginning_of(self.ends) > now
        return self.at is None or self.at > now - NEWS_FOR

    def is_called_off(self, now: datetime) -> bool:
        """Tell whether an item will not take place, as its file says; of what is over nobody needs to know."""
        return self.is_cancelled and (self.ends is None or beginning_of(self.ends) > now)


def items_of(facts: Iterable[Any]) -> list[Item]:
    """List each announcement once, as the first of its name has it, in the order of the file."""
    found = [_item(one) for one in list(facts)[:MOST_ITEMS] if isinstance(one, Mapping)]
    first: dict[str, Item] = {}
    for item in found:
        first.setdefault(item.digest, item)
    return list(first.values())


def oldest_first(items: Iterable[Item]) -> list[Item]:
    """Sort items as they were published; those without a moment as the file has them from its end, since a feed
    begins with its newest.
    """
    earliest = datetime.min.replace(tzinfo=UTC)
    return sorted(list(items)[::-1], key=lambda item: item.at or earliest)


def _item(facts: Mapping[str, Any]) -> Item:
    often = facts.get("repeats")
    starts, ends = _when(facts.get("starts")), _when(facts.get("ends"))
    is_whole = None not in (starts, ends) and isinstance(starts, datetime) == isinstance(ends, datetime)
    return Item(
        **{name: _text(name, facts.get(name)) for name in MOST},
        at=_with_zone(facts.get("at")),
        starts=starts if is_whole else None,
        ends=ends if is_whole else None,
        repeats=often if often in OFTEN else "",
        is_cancelled=facts.get("is_cancelled") is True,
    )


def _text(name: str, value: object) -> str:
    return UNREADABLE.sub("", value)[: MOST[name]] if isinstance(value, str) else ""


def _with_zone(value: object) -> datetime | None:
    found = _when(value)
    return found if isinstance(found, datetime) else None


def _when(value: object) -> date | None:
    """A day, or a moment with a time zone that Cascina's clocks can show. ISO is what the child writes."""
    if not isinstance(value, str):
        return None
    try:
        if "T" not in value:
            return date.fromisoformat(value)
        moment = datetime.fromisoformat(value)
        return moment.astimezone(ROME).astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
