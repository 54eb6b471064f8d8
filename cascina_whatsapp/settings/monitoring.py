"""The settings of what the service tells its keepers: by e-mail, in its log, in its figures (docs/operations.md)."""

from importlib.util import find_spec
from typing import Any

from .configuration import addresses, values
from .installation import env

globals().update(env.email("EMAIL_URL"))
EMAIL_TIMEOUT = 10  # seconds: a clerk's page and a worker wait for the mail server no longer
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("EMAIL_FROM", "whatsapp@localhost", rule=values.email)
ALERT_EMAILS = env.words("ALERT_EMAILS", rule=values.email)
"""Operators: a verification that finds something, a nightly job that fails."""
PRIVACY_EMAILS = env.words("PRIVACY_EMAILS", rule=values.email)
"""The addresses of whoever answers requests about data: new ones, and reminders."""
OVERSIGHT_EMAILS = env.words("OVERSIGHT_EMAILS", rule=values.email)
"""The addresses outside the RPD group that hear of numbers taken by its members; none: Revisore and operators."""
PROTOCOL_EMAILS = env.words("PROTOCOL_EMAILS", rule=values.email)
"""The Comune's register of documents: gets each day's seal."""
TRAIL_SYSLOG = env.text("TRAIL_SYSLOG", rule=addresses.syslog)
"""The address that trail records are sent on to: udp://host:514, tcp://host:601, unix:///dev/log; "": none."""


METRICS_TOKEN = env.secret("METRICS_TOKEN", rule=values.key(16))
"""Opens /metrics to a Prometheus on another machine; empty: only to one on this."""
SENTRY_DSN = env.secret("SENTRY_DSN", rule=addresses.sentry)
"""The address where errors are reported, without words; empty: nowhere. Needs requirements-observability.txt."""
REPORTS_ERRORS = bool(SENTRY_DSN and find_spec("sentry_sdk"))
env.insist(
    REPORTS_ERRORS or not SENTRY_DSN,
    "SENTRY_DSN",
    "manca la libreria che serve",
    "Installa requirements-observability.txt",
)

# ── Logging: one line an event, ids only; the filter removes what is logged all the same ────────────────────
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "scrub": {"()": "cascina_whatsapp.security.logs.ScrubPersonalData"},
        "strangers": {"()": "cascina_whatsapp.security.logs.OneLineForStrangers"},
        "refusals": {"()": "cascina_whatsapp.security.logs.OneLineForRefusals"},
        "minutes": {"()": "cascina_whatsapp.security.logs.OneLineAMinute"},
    },
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            # The real one: in place of the other Celery puts one that logs what is printed, so that it is scrubbed,
            # too; in beat before the log is set up, which would then write into itself.
            "stream": "ext://sys.__stderr__",
            "formatter": "line",
            "filters": ["scrub"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},  # one line, not one from Django's own handler too
        "django.security.DisallowedHost": {"filters": ["strangers"]},
        "django.request": {"filters": ["refusals"]},
        # A tick every second: only trouble is worth a line.
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING", "filters": ["minutes"]},
        "celery.worker.consumer.consumer": {"filters": ["minutes"]},
        "celery.worker.request": {"level": "WARNING"},
    },
}
if REPORTS_ERRORS:  # first, since the other handler's filter writes a record's arguments into its message
    LOGGING["handlers"]["reports"] = {
        "()": "cascina_whatsapp.operations.metrics.error_reports.handler",
        "dsn": SENTRY_DSN,
    }
    LOGGING["root"]["handlers"] = ["reports", "stderr"]
