"""Adds up what a process measures, and writes it to the database every fifteen seconds.

What is measured is added up in memory: one request, or one task, in fifteen seconds does the writing. What can't be
written is kept for the next time, or lost with the process: a metric stops nothing.
"""

import logging
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from django.db import DatabaseError, InterfaceError, connection, transaction

from .models import Measurement

API_REFUSALS = "cascina_api_refusals"
"""Requests of other programs that were refused, by reason: unknown key, scope, limit."""

log = logging.getLogger(__name__)

WRITE_EVERY = 15.0
"""Seconds: as often as Prometheus usually asks."""
STAMP_EVERY = 60.0
"""Seconds: a moment is written when the one that is known is older; no alarm looks closer."""
SUM = "sum"
TABLE = Measurement._meta.db_table
Figure = tuple[str, str, str]
"""A metric's name, its label, the bound of the bucket."""
ADD = (
    f"INSERT INTO {TABLE} (name, label, bound, value) VALUES (%s, %s, %s, %s) "  # noqa: S608
    f"ON CONFLICT (name, label, bound) DO UPDATE SET value = {TABLE}.value + excluded.value"
)
REPLACE = (
    f"INSERT INTO {TABLE} (name, label, bound, value) SELECT new.* "  # noqa: S608
    "FROM (SELECT %s AS name, %s AS label, %s AS bound, %s AS value) AS new "
    f"WHERE NOT EXISTS (SELECT 1 FROM {TABLE} AS known WHERE known.name = new.name AND known.label = new.label "
    f"AND known.bound = new.bound AND known.value > new.value - {STAMP_EVERY}) "
    "ON CONFLICT (name, label, bound) DO UPDATE SET value = excluded.value"
)
"""Writes no row for what another process told just before; nor one that is older, since whoever had nothing to do for
long writes late what it did before."""


@dataclass(frozen=True)
class Histogram:
    """A measurement of how long something took: the buckets end at `bounds`, in seconds; `label`: its name."""

    name: str
    help: str
    label: str
    bounds: tuple[float, ...]

    @property
    def buckets(self) -> list[str]:
        """The bounds of the buckets in words, the last one without end."""
        return [*map(str, self.bounds), "+Inf"]

    def bucket_of(self, seconds: float) -> str:
        """The bucket that holds so many seconds."""
        return self.buckets[bisect_left(self.bounds, seconds)]


class Keeper:
    """The figures of one process that are not written yet. Threads may share it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock`: seconds, for how long ago the last writing is."""
        self._clock = clock
        self._lock = Lock()
        self._added: Counter[Figure] = Counter()
        self._latest: dict[Figure, float] = {}
        self._written_at = clock()

    def observe(self, histogram: Histogram, label: str, seconds: float) -> None:
        """Note that something took so many seconds."""
        with self._lock:
            self._added[histogram.name, label, histogram.bucket_of(seconds)] += 1
            self._added[histogram.name, label, SUM] += seconds  # type: ignore[assignment]  # a Counter of floats
        self._write_if_due()

    def count(self, name: str, label: str) -> None:
        """Note that something happened once more."""
        with self._lock:
            self._added[name, label, ""] += 1
        self._write_if_due()

    def stamp(self, name: str, label: str, at: float) -> None:
        """Note when something happened last: seconds since the epoch."""
        with self._lock:
            self._latest[name, label, ""] = at
        self._write_if_due()

    def write(self) -> None:
        """Write what there is; kept for the next time where the database doesn't take it."""
        with self._lock:
            added, latest = self._added, self._latest
            self._added, self._latest = Counter(), {}
            self._written_at = self._clock()
        try:
            _write(added, latest)
        except (DatabaseError, InterfaceError):
            log.warning("measurements could not be written")
            with self._lock:
                self._added.update(added)
                self._latest = latest | self._latest

    def _write_if_due(self) -> None:
        if self._clock() - self._written_at >= WRITE_EVERY:
            self.write()


@transaction.atomic
def _write(added: Counter[Figure], latest: dict[Figure, float]) -> None:
    """Write the figures in one order for all processes, so that no two wait for each other."""
    with connection.cursor() as cursor:
        for statement, figures in ((ADD, added), (REPLACE, latest)):
            if figures:
                cursor.executemany(statement, [(*figure, value) for figure, value in sorted(figures.items())])


KEEPER = Keeper()
"""This process's."""
