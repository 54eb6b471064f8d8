"""The page /metrics: for a watcher on this machine, or one that knows the token; nobody else's business."""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from ipaddress import ip_address
from secrets import compare_digest

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from . import durations, figures

log = logging.getLogger(__name__)
READERS: tuple[Callable[[datetime], Iterable[Metric]], ...] = (
    figures.of_sending,
    figures.of_listening,
    figures.of_upkeep,
    durations.read,
)


class AllFigures(Collector):
    """The collector of what the service has to tell at `now` (UTC)."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def collect(self) -> Iterator[Metric]:
        """The families, and first whether the database answered."""
        try:
            families = [family for read in READERS for family in read(self.now)]
        except (DatabaseError, InterfaceError):
            log.warning("no figures: the database does not answer")
            families = []
        yield GaugeMetricFamily("cascina_database_up", "Whether the database answered", float(bool(families)))
        yield from families


def exposition(now: datetime) -> bytes:
    """Write all figures in Prometheus's text format."""
    return generate_latest(AllFigures(now))


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
