"""The collection of all figures at one moment. Where the database is away that is the only one."""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.db import DatabaseError, InterfaceError
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from . import listening, measured, sending, upkeep

log = logging.getLogger(__name__)
READERS: tuple[Callable[[datetime], Iterable[Metric]], ...] = (
    sending.read,
    listening.read,
    upkeep.read,
    measured.read,
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
    registry = CollectorRegistry(auto_describe=False)
    registry.register(AllFigures(now))
    return generate_latest(registry)
