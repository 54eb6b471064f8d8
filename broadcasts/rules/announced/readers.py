"""The child process's reader for the file of a source, which a stranger wrote: it tells what is announced in it.

It is called by its name in a process that has neither Django nor settings (see `security.untrusted_files`).
The first line of what comes in is ours (`packed`): where the file was found, and when.
"""

import json
from datetime import datetime
from typing import Any

from . import calendars, feeds
from .facts import CALENDAR, FEED, ITEMS, KIND, LINKS, PAGE


def packed(content: bytes, *, address: str, content_type: str, now: datetime) -> bytes:
    """Pack the input of `announced`: a line of ours, then the file as it was found."""
    head = {"address": address, "content_type": content_type, "now": now.isoformat()}
    return json.dumps(head).encode() + b"\n" + content


def announced(content: bytes) -> tuple[dict[str, Any], bytes]:
    """Read what is announced in the file, the first first."""
    head, _, file = content.partition(b"\n")
    told = json.loads(head)
    if calendars.is_one(file):
        return {KIND: CALENDAR, ITEMS: calendars.events(file, datetime.fromisoformat(told["now"]))}, b""
    found = feeds.entries(file, told["address"], told["content_type"])
    if found is not None:
        return {KIND: FEED, ITEMS: found}, b""
    links = feeds.announced_by(file, told["address"], told["content_type"])
    return {KIND: PAGE if links else "", ITEMS: [], LINKS: links}, b""
