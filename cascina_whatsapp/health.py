# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""For whoever watches over the service: is the process up, and is it ready to work?"""

import logging
from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from .encryption import key_checks
from .webhook.models import Heartbeat

log = logging.getLogger(__name__)
TICK_IS_RECENT = timedelta(seconds=30)


def healthz(request: HttpRequest) -> HttpResponse:
    """200 whenever the process answers at all."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database, migrations and worker are as they should be; otherwise 503, saying which isn't."""
    try:
        state = {"database": True, "migrations": migrated(), "keys": keys_fit(), "worker": worker_is_alive()}
    except DatabaseError:
        state = {"database": False}
    ready = all(state.values())
    return JsonResponse({"ready": ready, **state}, status=200 if ready else 503)


def migrated() -> bool:
    """Whether no migration is waiting to be applied."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def keys_fit() -> bool:
    """Whether the keys are those that the database was made with. What to do otherwise is in the log."""
    found = key_checks.problems()
    for sentence in found:
        log.error("%s", sentence)
    return not found


def worker_is_alive() -> bool:
    """Whether a worker has looked for work in the last thirty seconds."""
    return Heartbeat.objects.filter(name="tick", at__gt=timezone.now() - TICK_IS_RECENT).exists()
