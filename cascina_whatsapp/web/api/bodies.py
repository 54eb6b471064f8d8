"""The body of a request: JSON of a bounded size, without what two readers could understand in two ways."""

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest

from cascina_whatsapp.security.http.large_bodies import announced

from .problems import Refused, problem

MOST_BYTES = 64 * 1024
"""A draft's words are 4,300 characters at the most, each six bytes if it is escaped."""
NOT_JSON = "Il corpo non è un oggetto JSON valido, in UTF-8."
ODD_TYPE = "Manda JSON: «Content-Type: application/json», non compresso."


def object_of(request: HttpRequest) -> dict[str, Any]:
    """The object that was sent. Raises Refused."""
    has_other_charset = (request.content_params or {}).get("charset", "utf-8").lower() != "utf-8"
    is_compressed = request.headers.get("Content-Encoding", "identity").lower() != "identity"
    if request.content_type != "application/json" or has_other_charset or is_compressed:
        raise Refused(problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, ODD_TYPE))
    if announced(request) > MOST_BYTES:
        told = f"Al massimo {MOST_BYTES // 1024} KB."
        raise Refused(problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, told))
    try:
        found = json.loads(
            request.body.decode(), object_pairs_hook=_without_doubles, parse_constant=_no_number
        )
        json.dumps(found, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Refused(problem(HTTPStatus.BAD_REQUEST, NOT_JSON))
    return found


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _no_number(word: str) -> None:
    raise ValueError("NaN and infinities are no JSON")
