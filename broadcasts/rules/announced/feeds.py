"""News feeds: RSS of every age and Atom, as feedparser understands them, broken ones too. Runs in a child process."""

from calendar import timegm
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import feedparser

from .facts import MOST_ITEMS, cut
from .plain import plain

PLAIN = "text/plain"
Facts = dict[str, Any]


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
