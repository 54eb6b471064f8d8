"""One thing that a source announces: by what it is known again, whether it is news, and its words as a draft.

The facts come out of a child process that read a stranger's file: nothing of them is trusted, their types included.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from broadcasts.rules.occasions import PLACE_MOST, Occasion
from broadcasts.rules.words.plain_text import UNREADABLE
from cascina_whatsapp.presentation.formatting.dates import in_rome

from .facts import MOST, MOST_ITEMS, ROME, beginning_of

NEWS_FOR = timedelta(days=14)
"""The days after its own for which an announcement is news."""
OFTEN = ("daily", "weekly", "monthly", "yearly")
TITLE_MOST, BODY_MOST, LINK_MOST = 200, 900, 200
"""Characters: what a draft holds of a title and a link, and a text that leaves room for a message's other words."""
MORE = "…"
SENTENCE_END = re.compile(r"[.!?…](?=\s)|\n")
REPEATING = {
    "daily": "Si ripete ogni giorno.",
    "weekly": "Si ripete ogni settimana.",
    "monthly": "Si ripete ogni mese.",
    "yearly": "Si ripete ogni anno.",
}
ADDRESS = re.compile(r"https?://[^\s<>\"'()\[\]]+", re.IGNORECASE)
SCHEMES = ("http", "https")


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


def title_of(item: Item) -> str:
    """Write the title of an item; without one, how its text begins."""
    return shortened(" ".join(item.title.split()) or item.text.partition("\n")[0], TITLE_MOST)


def body_of(item: Item) -> str:
    """Write the text of an item; of an event first when and where, in the same paragraph, which may leave at once."""
    parts, when = [item.text], occasion_of(item).when_in_words
    if when:
        where = f"Dove: {_ended(' '.join(item.place.split()))}" if item.place else ""
        parts = [f"{when[:1].upper()}{when[1:]}.", where, REPEATING.get(item.repeats, ""), item.text]
    return shortened(" ".join(filter(None, parts)), BODY_MOST)


def occasion_of(item: Item) -> Occasion:
    """Write when and where an item happens, on Cascina's clocks; the next time of a series. Empty for news."""
    if item.starts is None or item.ends is None:
        return Occasion()
    place = shortened(" ".join(item.place.split()), PLACE_MOST)
    return replace(_lasting(item.starts, item.ends), place=place)


def link_of(item: Item) -> str:
    """The address of an item's page, over https; where it has none, the first address in its text.

    "" for none that fits.
    """
    found = item.link or (match[0].rstrip(".,;:!?") if (match := ADDRESS.search(item.text)) else "")
    try:
        parts = urlsplit(found.strip())
        is_page = parts.scheme.lower() in SCHEMES and bool(parts.hostname) and not parts.username
    except ValueError:
        return ""
    link = f"https{found.strip()[len(parts.scheme) :]}"
    return link if is_page and len(link) <= LINK_MOST and not re.search(r"\s", link) else ""


def shortened(text: str, most: int) -> str:
    """Shorten a text to the end of a sentence, or else of a word, with a sign that there is more."""
    if len(text) <= most:
        return text
    room = text[: most - len(MORE)]
    ends = [match.end() for match in SENTENCE_END.finditer(room)]
    if ends and ends[-1] > most // 2:
        return f"{room[: ends[-1]].rstrip()} {MORE}"[:most]
    return f"{room.rpartition(' ')[0].rstrip() or room}{MORE}"


def _lasting(starts: date, ends: date) -> Occasion:
    """The days and hours from a file's beginning and end: the end of whole days is the day after the last."""
    if not (isinstance(starts, datetime) and isinstance(ends, datetime)):
        last = ends - timedelta(days=1)
        return Occasion(begins=starts, ends=last if last > starts else None)
    first, last = (in_rome(moment).replace(second=0, microsecond=0) for moment in (starts, ends))
    begun = Occasion(begins=first.date(), begins_at=first.time())
    if last <= first:
        return begun
    return replace(begun, ends=last.date() if last.date() > first.date() else None, ends_at=last.time())


def _ended(place: str) -> str:
    return place if place.endswith((".", "!", "?")) else f"{place}."
