"""Requests that are too large: bodies by their address, and forms with fields that nobody can fill by hand."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

log = logging.getLogger(__name__)
UPLOADS = "multipart/form-data"
MOST_UPLOADED = 52 * 1024 * 1024
"""Bytes of a form with a file: an attachment is looked at up to 50 MB, then its own page refuses it in words."""
MOST_WRITTEN = 50_000
"""Characters of one field: twenty pages. What a field takes below that, its form says beside it."""


class LargeBodies:
    """Middleware, before any that reads bodies; `whole_bodies` has taken them: the sender reads the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if announced(request) <= most_of(request.path, request.headers.get("Content-Type", "")):
            return self.get_response(request)
        log.warning("body refused: %d bytes", announced(request))
        return HttpResponse(status=413, headers={"Content-Length": "0"})


def most_of(path: str, content_type: str) -> int:
    """Return how many bytes a body may have: DATA_UPLOAD_MAX_MEMORY_SIZE, or MOST_UPLOADED of a clerk's file."""
    is_upload = content_type.lower().startswith(UPLOADS) and path.startswith("/admin/")
    return MOST_UPLOADED if is_upload else settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def announced(request: HttpRequest) -> int:
    """Read how many bytes the request says that it has; 0 when it says nothing, and then nothing is read."""
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if length.isdecimal() else 0


class LongFields(MiddlewareMixin):
    """Middleware behind the one that reads the form for its token: 413 for a field over MOST_WRITTEN.

    Programs send no form (`csrf_exempt`), and have bounds of their own.
    """

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *arguments: Any) -> None:
        """Raise RequestDataTooBig, which is answered in words."""
        is_form = request.method == "POST" and not getattr(view, "csrf_exempt", False)
        if is_form and any(
            len(value) > MOST_WRITTEN for _, values in request.POST.lists() for value in values
        ):
            raise RequestDataTooBig("a field is too long")
