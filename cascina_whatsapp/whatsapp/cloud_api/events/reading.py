"""The readers of JSON that may hold anything anywhere: each returns the type that was asked for."""

import json
import math
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

_WORD = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_DIGITS = re.compile(r"[0-9]{1,16}")
_SUSPECT = re.compile(rb"\\u(?:0000|d[89a-f])|[^\x01-\x7f]", re.IGNORECASE)
"""Bytes without any of these hold no text that a database refuses: nearly all receipts, which come in thousands."""

MILLISECONDS_FROM = 10**12
"""Seconds reach this in the year 33658: from here on a timestamp counts milliseconds."""


class NotAWebhook(ValueError):
    """The error that a body is not a JSON object: Meta did not write it."""


class MalformedEvent(ValueError):
    """The error that a part of a webhook lacks what it must have; the message says what, not what it holds."""


def decoded(body: bytes | str) -> dict[str, Any]:
    """Decode the root object, its strings and numbers fit for a database. Raises NotAWebhook."""
    written = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    try:
        root = json.loads(written, parse_constant=lambda _name: None, parse_float=_finite)
        root = _storable(root) if _SUSPECT.search(written) else root
    except (ValueError, RecursionError):
        root = None
    if not isinstance(root, dict):
        raise NotAWebhook("the body is not a JSON object")
    return root


def _finite(written: str) -> float | None:
    """Read a number; None for an infinity, which PostgreSQL does not take in JSON."""
    number = float(written)
    return number if math.isfinite(number) else None


def _storable(value: object) -> object:
    """Make a text storable: PostgreSQL takes neither NUL nor half a surrogate pair."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(item) for key, item in value.items()}
    return value


def text(value: object) -> str:
    """Return the string, or ""."""
    return value if isinstance(value, str) else ""


def word(value: object) -> str:
    """A short name of Meta's, or nothing: what is longer or has spaces is not a name and may be private."""
    return value if isinstance(value, str) and _WORD.fullmatch(value) else ""


def mapping(value: object) -> dict[str, Any]:
    """Return a value that is an object, or an empty one."""
    return value if isinstance(value, dict) else {}


def mappings(value: object) -> Iterator[dict[str, Any]]:
    """Pass on the objects of a value that is a list; nothing otherwise."""
    return (item for item in value if isinstance(item, dict)) if isinstance(value, list) else iter(())


def whole_number(value: object) -> int | None:
    """Return a whole number, whether Meta wrote it as one or as a string; None of anything else."""
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def moment(value: object) -> datetime:
    """The time in UTC of a Unix timestamp, in seconds or milliseconds, number or string; raises Odd."""
    stamp = whole_number(value)
    if not stamp or stamp < 0:
        raise MalformedEvent("no timestamp")
    try:
        return datetime.fromtimestamp(stamp / 1000 if stamp >= MILLISECONDS_FROM else stamp, tz=UTC)
    except (OverflowError, ValueError, OSError) as problem:
        raise MalformedEvent("timestamp out of range") from problem


def kept(source: dict[str, Any], shape: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Keep only the members that the shape names; where it names nothing further, only a plain value."""
    found = {name: source[name] for name in shape if name in source}
    return {
        name: kept(mapping(value), shape[name]) if shape[name] else value
        for name, value in found.items()
        if shape[name] or not isinstance(value, dict | list)
    }


def plain(*names: str) -> dict[str, dict[str, Any]]:
    """Return the shape of an object that holds plain values under these names."""
    return {name: {} for name in names}
