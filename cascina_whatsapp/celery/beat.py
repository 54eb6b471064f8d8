"""Beat with a schedule that nobody changes while it runs, and that is forgotten when it ends."""

import time
from typing import Any

from celery.beat import ScheduleEntry, Scheduler

MOST_WAITING = 60
"""Ticks that wait for a worker, a few of each: while there are so many, beat adds none that soon comes again."""
SOON = 60.0
"""Seconds: a tick that comes more rarely is always sent."""


class FixedSchedule(Scheduler):
    """Celery's own scheduler, in memory."""

    _looked_at = 0.0

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due; return the seconds until the next.

        Where the clock went back every entry begins anew: by its last run it would wait for as long as the jump.
        """
        before, self._looked_at = self._looked_at, time.time()
        if self._looked_at < before:
            for entry in self.schedule.values():
                entry.last_run_at = entry.default_now()
            self._heap = None
        return super().tick(*args, **kwargs)

    def schedules_equal(self, old_schedules: Any, new_schedules: Any) -> bool:
        """Return True: the first tick reads the schedule all the same. Celery compares every entry at each tick."""
        return True

    def adjust(self, n: float, drift: float = 0.0) -> float:
        """Seconds until the next tick, as they are.

        Celery comes ten milliseconds early and asks over and over whether it is time. Without that and without the
        comparison beat takes a quarter less of the processor.
        """
        return n

    def apply_entry(self, entry: ScheduleEntry, producer: Any = None) -> None:
        """Send a tick, unless the workers have enough before them.

        On a busy machine those that wait would become ever more, all too old when their turn comes. So they need not
        expire soon: late is slower, never nothing.
        """
        if getattr(entry.schedule, "seconds", SOON) >= SOON or self._waiting() < MOST_WAITING:
            super().apply_entry(entry, producer)

    def _waiting(self) -> int:
        channel: Any = self.producer.channel  # of Redis or of a folder: Kombu counts both alike
        return int(channel._size(self.app.conf.task_default_queue))
