# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a watcher is told: the process is up; the service is ready, or what keeps it from being so."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from cascina_whatsapp import routing
from cascina_whatsapp.health import migrated
from tests.builders import NOW

GOOD = {"ready": True, "database": True, "migrations": True, "keys": True, "worker": True}


def test_the_process_is_up_whatever_the_database_does(client):
    """No mark for the database: asking it would be an error here."""
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("last_tick", "ready"),
    [(timedelta(0), True), (timedelta(seconds=29), True), (timedelta(seconds=31), False), (None, False)],
)
def test_ready_while_the_worker_looks_for_work(last_tick, ready: bool, client):
    if last_tick is not None:
        routing.run(NOW - last_tick)
    with time_machine.travel(NOW, tick=False):
        answer = client.get("/readyz")

    assert answer.status_code == (200 if ready else 503)
    assert answer.json() == GOOD | {"ready": ready, "worker": ready}


@pytest.mark.django_db
def test_not_ready_with_a_migration_to_apply(client):
    routing.run(NOW)
    assert migrated()
    newest = MigrationLoader(connection).graph.leaf_nodes("broadcasts")[0]
    MigrationRecorder(connection).record_unapplied(*newest)
    with time_machine.travel(NOW, tick=False):
        answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == GOOD | {"ready": False, "migrations": False}


def test_not_ready_without_a_database(committed_db, client):
    """The table of migrations can't be read: for the service that is no database."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE webhook_heartbeat RENAME TO elsewhere")
    try:
        answer = client.get("/readyz")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE elsewhere RENAME TO webhook_heartbeat")

    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "database": False}
