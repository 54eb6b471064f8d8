"""Errors reported to a Sentry, for whoever sets SENTRY_DSN: what failed and where, and not a word of anybody's.

The library makes a report of each ERROR in the log, and hands it to `stripped` before it leaves: what an exception
says, what variables held and what a request carried may be a citizen's words. It sends no addresses or names of users
unless it is told to (`send_default_pii`, whose absence means False).
"""

import logging
from pathlib import PurePath
from typing import Any

from cascina_whatsapp.security.logs import scrub

KEPT = ("event_id", "timestamp", "platform", "level", "logger")
"""Fields of a report that the library writes by itself."""


def handler(dsn: str) -> logging.Handler:
    """Begin reporting to Sentry's address `dsn`, from a thread of the library's. Raises ImportError without it."""
    import sentry_sdk  # only where somebody wants it
    from sentry_sdk.integrations.atexit import AtexitIntegration
    from sentry_sdk.integrations.logging import EventHandler

    sentry_sdk.init(
        dsn,
        default_integrations=False,
        integrations=[AtexitIntegration(callback=lambda pending, timeout: None)],
        before_send=stripped,  # type: ignore[arg-type]  # Sentry's own dictionaries
        include_local_variables=False,
        include_source_context=False,
        max_breadcrumbs=0,
        max_request_body_size="never",
    )
    return EventHandler(level=logging.ERROR)


def stripped(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any]:
    """Return a report of what may leave: our sentence, the classes of the exceptions, the places in the code."""
    told = {field: event[field] for field in KEPT if field in event}
    told["message"] = without_words(hint["log_record"]) if "log_record" in hint else ""
    told["exception"] = {
        "values": [_without_words(one) for one in event.get("exception", {}).get("values", [])]
    }
    return told


def without_words(record: logging.LogRecord) -> str:
    """The sentence as the code has it, with whole numbers filled in, and a bullet for whatever else came along."""
    arguments = record.args if isinstance(record.args, tuple) else ()
    kept = tuple(argument if isinstance(argument, int) else "•" for argument in arguments)
    try:
        return scrub(str(record.msg) % kept if kept else str(record.msg))
    except (TypeError, ValueError):  # "%.1f" takes no bullet
        return scrub(str(record.msg))


def _without_words(error: dict[str, Any]) -> dict[str, Any]:
    frames = [
        {
            "filename": PurePath(str(frame.get("filename"))).name,
            "function": frame.get("function"),
            "lineno": frame.get("lineno"),
        }
        for frame in (error.get("stacktrace") or {}).get("frames", [])
    ]
    return {"type": error.get("type"), "module": error.get("module"), "stacktrace": {"frames": frames}}
