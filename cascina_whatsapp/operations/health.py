"""The answers to whoever watches over the service: is the process up, and is it ready to work?"""

import logging
import os
import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError
from redis import RedisError

from broadcasts.sending import invariants, scheduling, standstill
from cascina_whatsapp.security.encryption import key_checks
from cascina_whatsapp.whatsapp.webhook import liveness
from cascina_whatsapp.whatsapp.webhook.models import Heartbeat, WebhookPost

from . import pulses

log = logging.getLogger(__name__)
LONGEST = {"backlog": timedelta(minutes=5), "approved": timedelta(minutes=2)}
"""The time after which what waits has waited too long. In a storm of a hundred thousand posts those of leavers wait
less, but all others soon would; an approved broadcast begins within a second or two of its moment.
"""
LEAST_DISK = 500 * 1024 * 1024
"""Bytes: some attachments, and the log of a night."""
PING_SECONDS = 1.0
BEAT = "celerybeat@"
"""The beginning of Celery's name of a beat."""
State = dict[str, bool | None]


@dataclass(frozen=True)
class Folder:
    """A folder that the service writes to, and the disk it lies on: bytes."""

    name: str
    """The name of the setting."""
    free: int
    is_writable: bool


def healthz(request: HttpRequest) -> HttpResponse:
    """200 whenever the process answers at all."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when all is as it should be; otherwise 503, saying what isn't (false) or can't be told (null)."""
    try:
        state = of_database(timezone.now())
    except (DatabaseError, InterfaceError):
        state = {"database": False}
    state["disk"] = has_room()
    ready = all(state.values())
    return JsonResponse({"ready": ready, **state}, status=200 if ready else 503)


def of_database(now: datetime) -> State:
    """Collect what the database tells of its state and of the processes. Raises DatabaseError."""
    found: State = {
        "database": keeps_what_is_written(now),
        "migrations": not waiting_migrations(),
        "keys": keys_fit(),
    }
    waiting = {
        **{what: since is None or now - since < LONGEST[what] for what, since in waits(now).items()},
        "sending": not standstill.standing_still(now),
        "broadcasts": not invariants.violations(now),
    }
    return found | processes(now) | waiting


def keeps_what_is_written(now: datetime) -> bool:
    """Write a row that nobody else sees, and read it: a database may answer, and take none. Raises DatabaseError."""
    name = secrets.token_hex(10)
    with transaction.atomic():
        Heartbeat.objects.create(name=name, at=now)
        kept = Heartbeat.objects.filter(name=name, at=now).exists()
        transaction.set_rollback(True)
    return kept


def waiting_migrations() -> int:
    """Count the migrations that are not applied."""
    return len(known_migrations() - set(MigrationRecorder(connection).applied_migrations()))


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """The migrations of this process's program: their files are read once, which takes most of an answer's time."""
    return frozenset(MigrationLoader(None).graph.nodes)


def keys_fit() -> bool:
    """Tell whether the keys are those that the database was made with. What to do otherwise is in the log."""
    found = key_checks.problems()
    if found:
        log.error("%s %s", " ".join(found), key_checks.WHAT_TO_DO)
    return not found


def processes(now: datetime) -> State:
    """Tell whether Redis, beat and the workers of each queue are at work.

    Embedded, without Redis, one worker serves all queues, and only its last tick is known.
    """
    listens = liveness.is_recent(liveness.last_tick(), now)
    if not settings.REDIS_URL:
        return {"redis": True, "beat": listens or None, "worker": listens}
    try:
        found: State = {"redis": pulses.keeps_what_is_written()}
        silent = pulses.silent(now)
    except RedisError:
        return {"redis": False, "beat": None, "worker": None}
    if len(silent) < len(pulses.QUEUES):  # so beat sends, and not only to whom has died
        queues = {f"queue_{queue}": queue not in silent for queue in pulses.QUEUES}
        return found | {"beat": True, "worker": listens and not silent} | queues
    return found | who_answers()


def who_answers() -> State:
    """Ask beat and workers, for a second. A worker that hears beat's ticks and deals with none is as good as gone."""
    try:
        told = current_app.control.ping(timeout=PING_SECONDS) or []
    except (BrokerError, RedisError, OSError):
        told = []
    names = [name for answer in told for name in answer]
    beat = any(name.startswith(BEAT) for name in names)
    return {"beat": beat, "worker": not beat and bool(names)}


def waits(now: datetime) -> dict[str, datetime | None]:
    """Tell what may wait that no worker looks at, and since when its first one does; None: nothing waits."""
    posts = WebhookPost.objects.order_by("pk").values_list("received_at", flat=True)
    return {"backlog": posts.first(), "approved": scheduling.waiting_since(now)}


def has_room() -> bool:
    """Tell whether attachments and logs can still be written."""
    try:
        return all(folder.is_writable and folder.free >= LEAST_DISK for folder in folders())
    except OSError:
        return False


def folders() -> list[Folder]:
    """The folders that the service writes to; of one that is not made yet, what the one above it tells.

    Raises OSError where one can't be looked at.
    """
    return [_folder("VAR_DIR", settings.VAR_DIR), _folder("MEDIA_ROOT", settings.MEDIA_ROOT)]


def _folder(name: str, path: Path) -> Folder:
    there = next(one for one in (path, *path.parents) if one.exists())
    return Folder(name, shutil.disk_usage(there).free, os.access(there, os.W_OK | os.X_OK))
