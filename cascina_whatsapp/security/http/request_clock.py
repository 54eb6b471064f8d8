"""A clock on requests: a web process that one of them occupies is ended, and the server starts another.

What never lets the interpreter go, a regular expression above all, no Python can end: not in that process.
"""

import faulthandler
import os
import time
from collections.abc import Callable, Iterable
from threading import Thread, get_ident
from typing import Any

STANDSTILL = 20
"""Seconds for which the interpreter may not be had."""
MOST = 120
"""Seconds of processor for one request; the confirmation of the longest list takes a third. Waiting costs none, so
nobody who sends slowly ends a process."""
BETWEEN = 1
"""Seconds between two looks."""
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class RequestClock:
    """A WSGI application before another. Its thread says each second that the interpreter can still be had.

    A thread of faulthandler's, which needs no interpreter, ends the process once that is not said; the log has the
    lines of code at which each thread stood, no values.
    """

    def __init__(self, application: Application) -> None:
        self.application = application
        self.under_way: dict[int, float] = {}
        Thread(target=self._watch, name="request clock", daemon=True).start()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        clock = time.pthread_getcpuclockid(get_ident())
        self.under_way[clock] = time.clock_gettime(clock)
        try:
            return self.application(environ, start_response)
        finally:
            del self.under_way[clock]

    def _watch(self) -> None:
        while all(time.clock_gettime(clock) - began < MOST for clock, began in [*self.under_way.items()]):
            faulthandler.dump_traceback_later(STANDSTILL, exit=True)
            time.sleep(BETWEEN)
        faulthandler.dump_traceback()
        os._exit(1)
