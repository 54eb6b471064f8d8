"""The posts and dead letters that tell of one person and are not dealt with: told, and taken out.

Bodies are encrypted and hold several people: each is read, and whoever it names is compared by pseudonym.
"""

import json
import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet

from cascina_whatsapp.whatsapp.cloud_api import events
from cascina_whatsapp.whatsapp.cloud_api.people import BSUID, person
from cascina_whatsapp.whatsapp.webhook.models import DeadLetter, WebhookPost
from subscribers import identity

NUMBER = re.compile(r"\+?[1-9]\d{6,14}")
WAMID = re.compile(r"wamid\.([\w+/=-]+)")
NAMES = re.compile(rf"{WAMID.pattern}|{BSUID.pattern}|{NUMBER.pattern}")
"""The names in a body that is no JSON: whatever may name somebody."""
AT_A_TIME = 100
"""Bodies in memory."""
Row = TypeVar("Row", WebhookPost, DeadLetter)
Waiting = WebhookPost | DeadLetter


def told(pseudonyms: set[str]) -> list[dict[str, Any]]:
    """List what waits of this person, in order: when it came, and what Meta wrote of them."""
    waiting: chain[Waiting] = chain(_each(WebhookPost.objects.all()), _each(DeadLetter.objects.all()))
    return [
        {"ricevuta": row.received_at, "contenuto": theirs}
        for row in waiting
        if (theirs := split(row.body, pseudonyms)[0])
    ]


@transaction.atomic
def forget(pseudonyms: set[str]) -> int:
    """Take this person out of what waits; return out of how many bodies. What others said stays.

    A post that is being dealt with at this moment is passed over: it is gone in a second.
    """
    posts = WebhookPost.objects.select_for_update(skip_locked=True)
    letters = DeadLetter.objects.select_for_update(skip_locked=True)
    waiting: chain[Waiting] = chain(_each(posts), _each(letters))
    return sum(_take_out(row, pseudonyms) for row in waiting)


def _each(rows: QuerySet[Row]) -> Iterator[Row]:
    """Yield rows in order, a few in memory at a time, whatever becomes of them meanwhile."""
    numbers = list(rows.model._default_manager.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(numbers), AT_A_TIME):
        yield from rows.filter(pk__in=numbers[start : start + AT_A_TIME]).order_by("pk")


def _take_out(row: Waiting, pseudonyms: set[str]) -> bool:
    theirs, rest = split(row.body, pseudonyms)
    if theirs and rest:
        row.body = rest
        row.save(update_fields=["body"])
    elif theirs:
        row.delete()
    return bool(theirs)


def split(body: bytes, pseudonyms: set[str]) -> tuple[list[Any], bytes]:
    """Split a body into what it says of this person and the rest: b"" where the rest is needed by nobody."""
    try:
        return _split(json.loads(body), body, pseudonyms)
    except (ValueError, RecursionError):
        text = bytes(body).decode(errors="replace")
        return ([text], b"") if _is_named(NAMES.finditer(text), pseudonyms) else ([], body)


def _split(document: Any, body: bytes, pseudonyms: set[str]) -> tuple[list[Any], bytes]:
    theirs: list[Any] = []
    rest = _pruned(document, pseudonyms, theirs)
    if _names(rest, pseudonyms):  # outside of any list: all of it is about them
        return [document], b""
    return theirs, _worth_keeping(rest) if theirs else body


def _worth_keeping(document: Any) -> bytes:
    body = json.dumps(document, ensure_ascii=False).encode()
    try:
        return body if events.parse(body) else b""
    except events.NotAWebhook:
        return b""


def _pruned(node: Any, pseudonyms: set[str], theirs: list[Any]) -> Any:
    """`node` without the elements of its lists that name this person, which are collected."""
    if isinstance(node, dict):
        return {key: _pruned(value, pseudonyms, theirs) for key, value in node.items()}
    if not isinstance(node, list):
        return node
    kept = []
    for element in node:
        pruned = _pruned(element, pseudonyms, theirs)
        if _names(pruned, pseudonyms):
            theirs.append(element)
        else:
            kept.append(pruned)
    return kept


def _names(node: Any, pseudonyms: set[str]) -> bool:
    """Tell whether a whole text in a body is a name of this person. A number inside a written text is none."""
    if isinstance(node, dict):
        return any(_names(value, pseudonyms) for value in node.values())
    if isinstance(node, list):
        return any(_names(value, pseudonyms) for value in node)
    return isinstance(node, str) and _is_named(filter(None, [NAMES.fullmatch(node)]), pseudonyms)


def _is_named(found: Iterable[re.Match[str]], pseudonyms: set[str]) -> bool:
    return any(not pseudonyms.isdisjoint(_pseudonyms_of(match[0])) for match in found)


def _pseudonyms_of(name: str) -> set[str]:
    """Collect the pseudonyms of a number, a BSUID, or the number inside a message's id."""
    if message := WAMID.fullmatch(name):
        return {found for number in _numbers_inside(message[1]) for found in _pseudonyms_of(number)}
    return {found for names in identity.candidates(person(name)).values() for found in names}


def _numbers_inside(encoded: str) -> list[str]:
    try:
        text = b64decode(encoded + "=" * (-len(encoded) % 4)).decode("latin-1")
    except (NotBase64, ValueError):
        return []
    return NUMBER.findall(text)
