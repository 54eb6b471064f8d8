# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The answers to whoever watches over the service: is the process up, and is it ready to work?"""

import logging
import shutil
from datetime import datetime, timedelta
from functools import cache

import redis
from celery import current_app
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from broadcasts.sending import invariants
from cascina_whatsapp.security.encryption import key_checks
from cascina_whatsapp.whatsapp.webhook import liveness
from cascina_whatsapp.whatsapp.webhook.models import WebhookPost

log = logging.getLogger(__name__)
LONGEST_BACKLOG = timedelta(minutes=5)
"""A post that waits for longer: in a storm of a hundred thousand those who leave don't, but all others soon would."""
LEAST_DISK = 500 * 1024 * 1024
"""Bytes: some attachments, and the log of a night."""
BROKER_WAITS = 1.0
"""Seconds for Redis to answer, and for those who hear a ping through it."""
BEAT = "celerybeat@"
"""The beginning of Celery's name of a beat."""


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


def of_database(now: datetime) -> dict[str, bool | None]:
    """Collect what the database tells of its state and of the processes. Raises DatabaseError."""
    found: dict[str, bool | None] = {"database": True, "migrations": migrated(), "keys": keys_fit()}
    waiting = {"backlog": nothing_waits_long(now), "broadcasts": not invariants.violations(now)}
    return found | processes(now) | waiting


def migrated() -> bool:
    """Tell whether no migration is waiting to be applied."""
    return known_migrations() <= set(MigrationRecorder(connection).applied_migrations())


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


def processes(now: datetime) -> dict[str, bool | None]:
    """Tell whether Redis, beat and worker are at work: all are, where a worker has looked for work lately.

    Otherwise each is asked. A worker that hears beat's ticks and answers none is no better than one that is gone.
    Embedded, without Redis, nobody can be asked.
    """
    if liveness.is_recent(liveness.last_tick(), now):
        return {"redis": True, "beat": True, "worker": True}
    if not settings.REDIS_URL:
        return {"redis": True, "beat": None, "worker": False}
    if not redis_answers():
        return {"redis": False, "beat": None, "worker": None}
    names = who_answers()
    beat = any(name.startswith(BEAT) for name in names)
    return {"redis": True, "beat": beat, "worker": not beat and bool(names)}


def redis_answers() -> bool:
    """Tell whether Redis answers within a second."""
    try:
        return ping_redis(BROKER_WAITS)
    except redis.RedisError:
        return False


def ping_redis(seconds: float) -> bool:
    """Tell whether Redis answers within so many `seconds`. Raises RedisError."""
    with redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=seconds, socket_connect_timeout=seconds
    ) as client:
        return bool(client.ping())


def who_answers() -> list[str]:
    """Celery's names of the workers and beats that answer within a second."""
    try:
        told = current_app.control.ping(timeout=BROKER_WAITS) or []
    except (BrokerError, OSError):
        return []
    return [name for answer in told for name in answer]


def nothing_waits_long(now: datetime) -> bool:
    """Tell whether the post that came first came less than five minutes ago, or none waits."""
    first = WebhookPost.objects.order_by("pk").values_list("received_at", flat=True).first()
    return first is None or now - first < LONGEST_BACKLOG


def has_room() -> bool:
    """Tell whether attachments and logs can still be written."""
    try:
        return shutil.disk_usage(settings.VAR_DIR).free >= LEAST_DISK
    except OSError:
        return False
