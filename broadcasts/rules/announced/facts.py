"""The bounds of every fact of a file: how much of its words is looked at, as plain text, and when a day begins.

Whoever wrote the file may write as much as they like. Nothing here is of a framework: the child process needs it.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

from broadcasts.rules.words.plain_text import TAG, UNREADABLE

ROME = ZoneInfo("Europe/Rome")
FEED, CALENDAR, PAGE = "feed", "calendar", "page"
KIND, ITEMS, LINKS = "kind", "items", "links"
"""The facts: which of the three it is, "" for none; what is announced; and, of a page, where that is announced."""

MOST_ITEMS = 500
"""The items of one file."""
MOST = {"id": 2000, "series": 2000, "title": 1000, "text": 20_000, "link": 2000, "place": 500}
"""Characters of each fact."""
BLOCKS = frozenset(
    """
    address article blockquote div dl dt dd figcaption figure footer h1 h2 h3 h4 h5 h6 header hr ol p pre section
    table ul
    """.split()  # noqa: SIM905  (easier to read)
)
"""Elements that begin and end a paragraph."""
LINES = {"br": "\n", "li": "\n- ", "tr": "\n", "td": " ", "th": " "}
"""Elements that begin a line, or a cell of it."""
SILENT = frozenset(["script", "style", "template", "title"])
"""Elements whose words nobody reads on a page."""
ROUNDS = 3
"""The times that text may have been escaped: some sites do it twice."""


def cut(name: str, value: object) -> str:
    """Make a text of bounded length, MOST[name], of the value of a fact; "" for None."""
    return "" if value is None else str(value)[: MOST[name]]


def beginning_of(when: date) -> datetime:
    """The moment itself, or when the day begins in Cascina."""
    return when if isinstance(when, datetime) else datetime.combine(when, time.min, tzinfo=ROME)


class _Words(HTMLParser):
    """The parser that collects what is read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: Iterable[object]) -> None:
        if tag in SILENT:
            self._silent += 1
        self.parts.append("\n\n" if tag in BLOCKS else LINES.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
        self.parts.append("\n\n" if tag in BLOCKS else "")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(re.sub(r"\s+", " ", data))


def plain(text: str, *, is_markup: bool) -> str:
    """Turn a text of a file into plain words: no tag, no reference, no character that can't be shown.

    `is_markup`: whether the file says that it is; where it does not and it is all the same, it is taken for it.
    """
    found = _read(text) if is_markup else text
    for _ in range(ROUNDS):
        if not TAG.search(found):
            break
        found = _read(found)
    return tidy(TAG.sub(" ", found))


def tidy(text: str) -> str:
    """Tidy a text: single spaces, at most one empty line, none at the ends."""
    readable = UNREADABLE.sub("", text)
    lines = [" ".join(line.split()) for line in re.split(r"\r\n?|\n", readable)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _read(markup: str) -> str:
    words = _Words()
    words.feed(markup)
    words.close()
    return "".join(words.parts)
