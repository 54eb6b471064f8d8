"""The addresses for programs, all below one word, their description, and the frame that they share.

The frame is an address's methods, and who may read an answer. What is not here is answered as a program reads it,
too. The description is OpenAPI 3.1, docs/api/openapi.json, with our own address.
"""

import json
from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

import cascina_whatsapp.web.public_site.addresses  # noqa: F401  (it registers "number")

from . import reading, writing
from .problems import Refused, problem

FILE: Path = settings.BASE_DIR / "docs" / "api" / "openapi.json"
View = Callable[..., HttpResponseBase]
ANYBODY = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
"""The headers that let any other site's page read what is public; no credentials come, so none are lent."""
FOR_READING = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Link",
    "Access-Control-Max-Age": "86400",
}


def openapi(request: HttpRequest) -> HttpResponse:
    """Answer with the description of the interface, the same for everybody while this version runs."""
    headers = {"Cache-Control": "public, max-age=3600"}
    return HttpResponse(_described(settings.SITE_URL), content_type="application/json", headers=headers)


@cache
def _described(site: str) -> str:
    described = json.loads(FILE.read_text(encoding="utf-8"))
    described["servers"] = [{"url": site, "description": "Questa installazione"}]
    return json.dumps(described, ensure_ascii=False)


def endpoint(*, is_public: bool = False, **views: View) -> View:
    """The view of one address, from a view for each method. Forged requests of a browser carry nothing that counts
    here: who writes shows a token, and no cookie is read.
    """
    if "GET" in views:
        views["HEAD"] = views["GET"]
    allowed = {"Allow": ", ".join(sorted({*views, "OPTIONS"}))}

    @csrf_exempt
    def answer(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        try:
            response = _answered(request, parts)
        except Refused as refusal:
            response = refusal.answer
        for name, value in (ANYBODY if is_public else {}).items():
            response.headers[name] = value
        return response

    def _answered(request: HttpRequest, parts: dict[str, Any]) -> HttpResponseBase:
        if request.method == "OPTIONS":
            more = FOR_READING if is_public else {}
            return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=allowed | more)
        view = views.get(request.method or "")
        if view is None:
            return problem(HTTPStatus.METHOD_NOT_ALLOWED, f"Qui si può: {allowed['Allow']}.", headers=allowed)
        return view(request, **parts)

    return answer


def no_such_address(request: HttpRequest) -> HttpResponse:
    """Answer 404 in JSON: below our own addresses there is no page of HTML, not even for what is not there."""
    return problem(HTTPStatus.NOT_FOUND, "A questo indirizzo non c'è nulla.")


urlpatterns = [
    path("api/v1/messaggi", endpoint(is_public=True, GET=reading.messages), name="api_messages"),
    path("api/v1/messaggi/<number:pk>", endpoint(is_public=True, GET=reading.message), name="api_message"),
    path("api/v1/bozze", endpoint(POST=writing.propose), name="api_drafts"),
    path("api/v1/bozze/<path:reference>", endpoint(GET=writing.follow), name="api_draft"),
    path("api/v1/openapi.json", endpoint(is_public=True, GET=openapi), name="api_description"),
    re_path(r"^api/", endpoint(GET=no_such_address, POST=no_such_address), name="api_nothing"),
]
