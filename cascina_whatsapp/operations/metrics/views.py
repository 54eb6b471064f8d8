"""/metrics: for a watcher on this machine, or one that knows the token. It is nobody else's business how we do."""

from ipaddress import ip_address
from secrets import compare_digest

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST

from .collecting import exposition

FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP")
"""The headers that a proxy adds: whoever comes through one is not on this machine, though the proxy may be."""


def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus's text format; 403 for strangers."""
    if not (knows_token(request) or is_local(request)):
        return HttpResponseForbidden()
    return HttpResponse(exposition(timezone.now()), content_type=CONTENT_TYPE_LATEST)


def knows_token(request: HttpRequest) -> bool:
    """Tell whether METRICS_TOKEN is set and came along, as `Authorization: Bearer …`."""
    expected = settings.METRICS_TOKEN
    told = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(expected) and compare_digest(told.encode(), expected.encode())


def is_local(request: HttpRequest) -> bool:
    """Tell whether the request comes from this very machine, and through no proxy."""
    try:
        near = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return near and not any(header in request.headers for header in FORWARDED)
