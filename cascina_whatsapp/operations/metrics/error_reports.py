# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Errors reported to a Sentry, for whoever sets SENTRY_DSN: what failed and where, and not a word of anybody's.

We make each event ourselves, of what may leave the machine: the sentence of our log with its whole numbers, the
classes of the exceptions, the places in the code. What an exception says, what variables held and what a request
carried may be a citizen's words; the library's own integrations would send them, so none is switched on.
"""

import logging
import traceback
from pathlib import PurePath
from typing import Any

from cascina_whatsapp.security.logs import scrub

CLOSE_WITHIN = 2.0
"""Seconds that a process which ends waits for the last reports to leave."""


class ErrorReports(logging.Handler):
    """The log handler that reports records, from a thread of the library's. `dsn`: Sentry's project address."""

    def __init__(self, dsn: str) -> None:
        """Begin reporting. Raises ImportError where requirements-observability.txt is not installed."""
        from sentry_sdk import Client  # only where somebody wants it

        super().__init__()
        self.client = Client(dsn, default_integrations=False, max_breadcrumbs=0)

    def emit(self, record: logging.LogRecord) -> None:
        """Report a record. Never raises; what the library itself has to say is not reported."""
        if not record.name.startswith(("sentry_sdk", "urllib3")):
            self.client.capture_event(event_of(record))  # type: ignore[arg-type]  # Sentry's own dictionary

    def close(self) -> None:
        self.client.close(timeout=CLOSE_WITHIN)
        super().close()


def event_of(record: logging.LogRecord) -> dict[str, Any]:
    """Build the error report of a log record."""
    event: dict[str, Any] = {
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": without_words(record),
    }
    if record.exc_info and record.exc_info[1]:
        event["exception"] = {"values": [_told(error) for error in reversed(_chain(record.exc_info[1]))]}
    return event


def without_words(record: logging.LogRecord) -> str:
    """The sentence as the code has it, with whole numbers filled in, and a bullet for whatever else came along."""
    arguments = record.args if isinstance(record.args, tuple) else ()
    kept = tuple(argument if isinstance(argument, int) else "•" for argument in arguments)
    try:
        return scrub(str(record.msg) % kept if kept else str(record.msg))
    except (TypeError, ValueError):  # "%.1f" takes no bullet
        return scrub(str(record.msg))


def _chain(error: BaseException | None) -> list[BaseException]:
    """An exception and those that it came from, the last one first."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def _told(error: BaseException) -> dict[str, Any]:
    frames = [
        {"filename": PurePath(frame.filename).name, "function": frame.name, "lineno": frame.lineno}
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    kind = type(error)
    return {"type": kind.__name__, "module": kind.__module__, "stacktrace": {"frames": frames}}
