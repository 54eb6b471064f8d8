"""The facts of this machine: settings, database, keys, work that waits, disk, copies. Reads only."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.core import checks as system_checks
from django.core.mail import get_connection
from django.db import connection, transaction
from django.utils import timezone

from broadcasts.content.service import service_messages
from broadcasts.models import Delivery
from broadcasts.rules import alert_templates, standard_templates
from broadcasts.rules.states import DeliveryStatus
from cascina_whatsapp.operations import health
from cascina_whatsapp.security.trail.models import TrailCheck
from cascina_whatsapp.settings import database_logging
from cascina_whatsapp.settings.configuration import problems
from cascina_whatsapp.whatsapp.webhook.models import DeadLetter, WebhookPost
from subscribers.models import RegisterCheck, Seal
from subscribers.register import sealing

STATEMENT_SECONDS = 5
"""A question to the database takes no longer, or counts as not answered."""
MAIL_SECONDS = 5
COUNTED_AT_MOST = 10_000
"""The rows that wait and are counted: more is too many, however many."""
ELSEWHERE = {"cascina.E102", "cascina.I103", "cascina.W110"}
"""System checks that have a line of their own here."""


@dataclass(frozen=True)
class Database:
    """The kind of the database; `version` is the first number, 0 where nobody needs to know."""

    vendor: str
    version: int
    is_read_only: bool = False


@dataclass(frozen=True)
class Backlog:
    """The work that waits; each number is COUNTED_AT_MOST where there is more."""

    posts: int
    dead_letters: int
    uncertain: int
    since: dict[str, datetime | None] = field(default_factory=dict)
    """The moment since which something waits, by the names of `health.waits`."""


@dataclass(frozen=True)
class Register:
    """The last seal, and the last verification of the register and of the trail; None: there was none."""

    sealed_at: datetime | None
    unsent: str
    """A sentence, where seals aren't sent away by e-mail."""
    checked_at: datetime | None
    is_clean: bool


@dataclass(frozen=True)
class NeededTemplates:
    """The templates that the service sends: name at Meta → what for."""

    standard: dict[str, str]
    service: dict[str, str]
    alerts: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)


@contextmanager
def bounded() -> Iterator[None]:
    """Give up what is asked inside after STATEMENT_SECONDS, where the database can do so."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = %s", [STATEMENT_SECONDS * 1000])
        yield


def wrong_settings() -> tuple[list[str], list[str]]:
    """Collect sentences that name settings, never values: with the first nothing may start, the others may wait.

    Those with which nothing would start; or else what our own checks say, and what Django's call an error; of a trial
    only errors.
    """
    if refused := problems.refused(settings.SETTING_PROBLEMS, developing=settings.DEBUG):
        return [problem.sentence for problem in refused], []
    found = system_checks.run_checks(include_deployment_checks=not settings.DEBUG)
    told = [one for one in found if one.id not in ELSEWHERE and not one.is_silenced()]
    return (
        [str(one.msg) for one in told if one.level >= system_checks.ERROR],
        [
            str(one.msg)
            for one in told
            if one.level == system_checks.WARNING
            and str(one.id).startswith("cascina.")
            and not settings.DEBUG
        ],
    )


def database() -> Database:
    """Ask which database answers. Raises DatabaseError."""
    with bounded(), connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute("SELECT 1")
            return Database(connection.vendor, 0)
        cursor.execute("SELECT current_setting('transaction_read_only')")  # of a standby, too
        version = connection.pg_version // 10_000  # type: ignore[attr-defined]  # psycopg's
        return Database(connection.vendor, version, is_read_only=cursor.fetchone() == ("on",))


def log_of_the_database() -> list[str]:
    """The names of the server's settings by which numbers and texts would stand in its log."""
    if connection.vendor != "postgresql":
        return []
    return database_logging.loud(database_logging.settings_of_the_server())


def backlog() -> Backlog:
    """Count what waits to be read, looked at or known."""
    uncertain = Delivery.objects.filter(status=DeliveryStatus.UNCERTAIN)
    return Backlog(
        posts=WebhookPost.objects.all()[:COUNTED_AT_MOST].count(),
        dead_letters=DeadLetter.objects.all()[:COUNTED_AT_MOST].count(),
        uncertain=uncertain[:COUNTED_AT_MOST].count(),
        since=health.waits(timezone.now()),
    )


def register() -> Register:
    """Read how the last night's work left register and trail."""
    seal = Seal.objects.order_by("pk").last()
    checked = [RegisterCheck.objects.order_by("pk").last(), TrailCheck.objects.order_by("pk").last()]
    made = [check for check in checked if check is not None]
    return Register(
        sealed_at=seal.sealed_at if seal else None,
        unsent=sealing.notice(timezone.now()),
        checked_at=min((check.finished_at for check in made), default=None),
        is_clean=all(check.is_clean for check in made),
    )


def wanted_templates() -> NeededTemplates:
    """Collect the templates that Meta has to have approved."""
    texts = service_messages.texts_in_use(timezone.now()).values()
    return NeededTemplates(
        standard={name: key for key, name in standard_templates.NEEDED.items()},
        pages={
            name: key
            for key, name in standard_templates.NAMES.items()
            if key not in standard_templates.NEEDED
        },
        service={service_messages.template_name(text): service_messages.label(text) for text in texts},
        alerts={name: key for key, name in alert_templates.names(settings.ALERT_TIME_TO_LIVE).items()},
    )


def mail() -> bool:
    """Ask whether the mail server lets us in. Raises OSError, SMTPException."""
    with get_connection(timeout=MAIL_SECONDS):
        return True
