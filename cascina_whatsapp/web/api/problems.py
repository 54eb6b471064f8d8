"""The body of a request, JSON of a bounded size, and the problem of a request as programs and authors read it.

Problems are RFC 9457, in Italian, all at once; a body has nothing that two readers could understand in two ways.
"""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

from cascina_whatsapp.security.http.large_bodies import announced

JSON = "application/json; charset=utf-8"
PROBLEM = "application/problem+json; charset=utf-8"
TITLES = {
    HTTPStatus.BAD_REQUEST: "Richiesta non valida",
    HTTPStatus.UNAUTHORIZED: "Chiave mancante o sconosciuta",
    HTTPStatus.FORBIDDEN: "Operazione non permessa",
    HTTPStatus.NOT_FOUND: "Non trovato",
    HTTPStatus.METHOD_NOT_ALLOWED: "Metodo non previsto",
    HTTPStatus.CONFLICT: "Già proposto con altre parole",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Richiesta troppo grande",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "Formato non previsto",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Dati non validi",
    HTTPStatus.TOO_MANY_REQUESTS: "Troppe bozze",
}
MOST_BYTES = 64 * 1024
"""A draft's words are 4,300 characters at the most, each six bytes if it is escaped."""
NOT_JSON = "Il corpo non è un oggetto JSON valido, in UTF-8."
ODD_TYPE = "Manda JSON: «Content-Type: application/json», non compresso."


Wrong = tuple[str, str]
"""One thing to mend: the member or parameter, "" for the whole, and a sentence."""


def problem(
    status: HTTPStatus,
    detail: str,
    wrong: Sequence[Wrong] = (),
    headers: Mapping[str, str] = {},
) -> HttpResponse:
    """The answer to a request that can't be done; `wrong`: everything that is to be mended."""
    told = {"type": "about:blank", "title": TITLES[status], "status": status.value, "detail": detail}
    errors = [{"campo": where, "messaggio": sentence} for where, sentence in wrong]
    text = json.dumps(told | ({"errori": errors} if errors else {}), ensure_ascii=False)
    fixed = {"Content-Language": "it", "Cache-Control": "no-store"}
    return HttpResponse(text, status=status, content_type=PROBLEM, headers={**fixed, **headers})


class Refused(Exception):
    """A request that ends here; `answer` says why."""

    def __init__(self, answer: HttpResponse) -> None:
        super().__init__(str(answer.status_code))
        self.answer = answer


def object_of(request: HttpRequest) -> dict[str, Any]:
    """The object that was sent. Raises Refused."""
    has_other_charset = (request.content_params or {}).get("charset", "utf-8").lower() != "utf-8"
    is_compressed = request.headers.get("Content-Encoding", "identity").lower() != "identity"
    if request.content_type != "application/json" or has_other_charset or is_compressed:
        raise Refused(problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, ODD_TYPE))
    if announced(request) > MOST_BYTES:
        told = f"Al massimo {MOST_BYTES // 1024} kB."
        raise Refused(problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, told))
    try:
        found = json.loads(request.body.decode(), object_pairs_hook=_without_doubles)
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode()  # half a surrogate pair is no text
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
