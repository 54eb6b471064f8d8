"""An announcement → what a clerk finds as a draft: title, text and link, as plain words that fit."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from broadcasts.rules.occasions import PLACE_MOST, Occasion
from cascina_whatsapp.presentation.formatting.dates import in_rome

from .items import Item

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
