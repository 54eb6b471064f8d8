"""The problem of a request, as programs and their authors read it: RFC 9457, in Italian, all of it at once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpResponse

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


@dataclass(frozen=True)
class Wrong:
    """One thing to mend: the member or parameter, "" for the whole, and a sentence."""

    where: str
    sentence: str


def problem(
    status: HTTPStatus,
    detail: str,
    wrong: Sequence[Wrong] = (),
    headers: Mapping[str, str] = {},
) -> HttpResponse:
    """The answer to a request that can't be done; `wrong`: everything that is to be mended."""
    told = {"type": "about:blank", "title": TITLES[status], "status": status.value, "detail": detail}
    errors = [{"campo": one.where, "messaggio": one.sentence} for one in wrong]
    text = json.dumps(told | ({"errori": errors} if errors else {}), ensure_ascii=False)
    fixed = {"Content-Language": "it", "Cache-Control": "no-store"}
    return HttpResponse(text, status=status, content_type=PROBLEM, headers={**fixed, **headers})


class Refused(Exception):
    """A request that ends here; `answer` says why."""

    def __init__(self, answer: HttpResponse) -> None:
        super().__init__(str(answer.status_code))
        self.answer = answer
