"""A form in which one field is longer than anybody has reason to write: refused before anything reads it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.response import HttpResponseBase

MOST_WRITTEN = 50_000
"""Characters of one field: twenty pages. What a field takes below that, its form says beside it."""


class LongFields:
    """Middleware behind the one that reads the form for its token: 413 for a field over MOST_WRITTEN.

    Programs send no form (`csrf_exempt`), and have bounds of their own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *arguments: Any) -> None:
        """Raise RequestDataTooBig, which is answered in words."""
        is_form = request.method == "POST" and not getattr(view, "csrf_exempt", False)
        if is_form and any(
            len(value) > MOST_WRITTEN for _, values in request.POST.lists() for value in values
        ):
            raise RequestDataTooBig("a field is too long")
