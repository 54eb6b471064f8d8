"""News feeds, as feedparser understands them, broken ones too; and pages that say where their feed or calendar is.

Pages do so by `<link rel="alternate">` (HTML, 4.6.7.1). Runs in a child process.
"""

import codecs
import re
from calendar import timegm
from datetime import UTC, datetime
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import feedparser

from .facts import MOST_ITEMS, cut, plain

PLAIN = "text/plain"
Facts = dict[str, Any]
TYPES = ("application/rss+xml", "application/atom+xml", "text/calendar")
MOST_ANNOUNCED = 12
"""The links of one page."""
CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)


def entries(content: bytes, address: str, content_type: str) -> list[Facts] | None:
    """List what a feed announces, as facts of `items.Item`; None where this is no feed.

    `address`: where it was found; relative links are of that place.
    """
    # Never the bytes themselves: what is not a file's content would be taken for an address or a file's name. Nor the
    # address: ids would be taken for relative links, and be others once the file is found elsewhere.
    parsed = feedparser.parse(
        BytesIO(content), response_headers={"content-type": content_type}, sanitize_html=True
    )
    if not parsed.get("version"):
        return None
    return [_facts(entry, address) for entry in parsed.entries[:MOST_ITEMS]]


def _facts(entry: Any, address: str) -> Facts:
    # Where one is missing feedparser would give the other, with a warning.
    at = entry.get("published_parsed" if "published" in entry else "updated_parsed")
    return {
        "id": cut("id", entry.get("id")),
        "link": cut("link", _link(entry.get("link"), address)),
        "title": cut("title", _words(entry.get("title_detail"))),
        "text": cut("text", _words(entry.get("summary_detail")) or _content(entry)),
        "at": _moment(at),
    }


def _link(found: Any, address: str) -> str:
    try:
        return urljoin(address, str(found)) if found else ""
    except ValueError:
        return ""


def _words(detail: Any) -> str:
    if not detail:
        return ""
    return plain(str(detail.get("value") or ""), is_markup=detail.get("type") != PLAIN)


def _content(entry: Any) -> str:
    """The words of an entry without a summary, whose feed brings the whole page; "" where there are none."""
    return next((words for part in entry.get("content", ()) if (words := _words(part))), "")


def _moment(parsed: Any) -> str | None:
    """feedparser's nine numbers, in UTC. What names no day of our calendar is left out."""
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC).isoformat() if parsed else None
    except (ValueError, OverflowError, OSError):
        return None


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
