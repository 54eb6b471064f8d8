"""Telegram's HTML: which marks it takes, how much of it is read, and how a browser shows it."""

from html import escape
from html.parser import HTMLParser

MARKS = {"b", "strong", "i", "em", "u", "s", "code", "pre"}
"""Elements without attributes that the Bot API takes; of others it takes links alone, which we don't write."""


class Unreadable(ValueError):
    """A mark that Telegram does not take, or one that is not closed."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.read, self.shown = "", ""
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in MARKS or attrs:
            raise Unreadable(tag)
        self.open.append(tag)
        self.shown += f"<{tag}>"

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise Unreadable(tag)
        self.shown += f"</{tag}>"

    def handle_data(self, data: str) -> None:
        self.read += data
        self.shown += escape(data).replace("\n", "<br>")


def _parsed(text: str) -> _Reader:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    if reader.open:
        raise Unreadable(reader.open[-1])
    return reader


def read_length(text: str) -> int:
    """Characters of what is read, in UTF-16. Raises Unreadable."""
    return len(_parsed(text).read.encode("utf-16-le", "surrogatepass")) // 2


def as_html(text: str) -> str:
    """Write a marked text as HTML: the same marks and nothing else. Raises Unreadable."""
    return _parsed(text).shown
