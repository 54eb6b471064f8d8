"""The bounds of every fact of a file: how much of its words is looked at, and when a day begins.

Whoever wrote the file may write as much as they like. Nothing here is of a framework: the child process needs it.
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

ROME = ZoneInfo("Europe/Rome")
FEED, CALENDAR, PAGE = "feed", "calendar", "page"
KIND, ITEMS, LINKS = "kind", "items", "links"
"""The facts: which of the three it is, "" for none; what is announced; and, of a page, where that is announced."""

MOST_ITEMS = 500
"""The items of one file."""
MOST = {"id": 2000, "series": 2000, "title": 1000, "text": 20_000, "link": 2000, "place": 500}
"""Characters of each fact."""


def cut(name: str, value: object) -> str:
    """Make a text of bounded length, MOST[name], of the value of a fact; "" for None."""
    return "" if value is None else str(value)[: MOST[name]]


def beginning_of(when: date) -> datetime:
    """The moment itself, or when the day begins in Cascina."""
    return when if isinstance(when, datetime) else datetime.combine(when, time.min, tzinfo=ROME)
