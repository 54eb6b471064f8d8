"""The pages for a citizen where there is no page, none any more, or something broke; staff have their own."""

from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

NOT_PUBLIC = ("/admin/", "/invito/", "/webhooks/", "/metrics")
"""The beginnings of the addresses of who works here, and of programs."""
NO_STORE = {"Cache-Control": "no-store"}


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, in the look of the place where it happened."""
    if request.path.startswith(NOT_PUBLIC):
        return defaults.page_not_found(request, exception)
    return _answer("not_found", 404)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 for what no page of ours asks, bare where the host is not ours; 413 for a form with too many words."""
    if isinstance(exception, DisallowedHost):  # a scanner, all day
        return HttpResponse(status=400)
    is_too_large = isinstance(exception, RequestDataTooBig)
    written = render_to_string("400.html", {"is_too_large": is_too_large})  # who asks may not be known yet
    return HttpResponse(written, status=413 if is_too_large else 400, headers=NO_STORE)


def failed(request: HttpRequest) -> HttpResponse:
    """500. Asks the database nothing."""
    if request.path.startswith(NOT_PUBLIC):
        return defaults.server_error(request)
    return _answer("failed", 500)


def gone(page: str) -> HttpResponse:
    """Answer 410: the page was here, and was withdrawn; `page` is the address that says why."""
    return _answer("gone", 410, page=page)


def _answer(name: str, status: int, **context: str) -> HttpResponse:
    written = render_to_string(f"public/{name}.html", context)
    return HttpResponse(written, status=status, headers=NO_STORE)
