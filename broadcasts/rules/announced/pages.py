"""Web pages that say where their news or their calendar is: `<link rel="alternate">` (HTML, 4.6.7.1).

Runs in a child process.
"""

import codecs
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from .facts import cut

TYPES = ("application/rss+xml", "application/atom+xml", "text/calendar")
MOST_ANNOUNCED = 12
"""The links of one page."""
CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)
Facts = dict[str, Any]


class _Links(HTMLParser):
    """Collects what is announced, and the address that relative ones start from."""

    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.base, self.found = address, list[Facts]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in reversed(attrs)}
        if tag == "base" and told.get("href"):
            self.base = _joined(self.base, told["href"])
        elif tag == "link" and len(self.found) < MOST_ANNOUNCED and _is_one(told):
            link = _joined(self.base, told["href"])
            if link and link not in [one["link"] for one in self.found]:
                self.found.append({"link": link, "title": cut("title", told.get("title"))})


def announced_by(content: bytes, address: str, content_type: str) -> list[Facts]:
    """Feeds and calendars that the page at `address` announces, each as its `link` and what the page calls it."""
    links = _Links(address)
    links.feed(content.decode(_charset(content_type), "replace"))
    return links.found


def _is_one(told: dict[str, str]) -> bool:
    kind = told.get("type", "").partition(";")[0].strip().lower()
    return "alternate" in told.get("rel", "").lower().split() and kind in TYPES and bool(told.get("href"))


def _joined(base: str, link: str) -> str:
    try:
        return cut("link", urljoin(base, link.strip()))
    except ValueError:
        return ""


def _charset(content_type: str) -> str:
    """The encoding that the site names, where Python knows it; else UTF-8."""
    found = CHARSET.search(content_type)
    try:
        return codecs.lookup(found[1]).name if found else "utf-8"
    except LookupError:
        return "utf-8"
