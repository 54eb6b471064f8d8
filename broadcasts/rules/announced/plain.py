"""Text out of the source of a web page: paragraphs and lists stay, everything else of it goes."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser

from broadcasts.rules.plain_text import TAG, UNREADABLE

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
