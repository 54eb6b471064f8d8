# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a watcher is told: the process is up; the service is ready, or what keeps it from being so."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp import routing
from cascina_whatsapp.operations.health import migrated
from cascina_whatsapp.whatsapp.webhook.models import WebhookPost
from tests.builders import NOW, delivery_to, subscribe
from tests.operations.metrics.exposed import refuse
from tests.people import ANNA

GOOD = {
    "ready": True,
    "database": True,
    "migrations": True,
    "keys": True,
    "redis": True,
    "beat": True,
    "worker": True,
    "backlog": True,
    "broadcasts": True,
    "disk": True,
}
NOBODY_THERE = "redis://127.0.0.1:1/0"


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
    expected = GOOD if ready else GOOD | {"ready": False, "beat": None, "worker": False}
    assert answer.json() == expected


@pytest.mark.django_db
def test_without_redis_nobody_knows_of_beat_and_worker(client, settings):
    settings.REDIS_URL = NOBODY_THERE
    answer = client.get("/readyz")

    assert answer.json() == GOOD | {"ready": False, "redis": False, "beat": None, "worker": None}


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "ready"), [(4, True), (6, False)])
def test_not_ready_while_a_post_waits_for_long(minutes: int, ready: bool, client):
    routing.run(NOW)
    post = WebhookPost.objects.create(body=b"{}")
    WebhookPost.objects.filter(pk=post.pk).update(received_at=NOW - timedelta(minutes=minutes))
    with time_machine.travel(NOW, tick=False):
        answer = client.get("/readyz")

    assert answer.json() == GOOD | {"ready": ready, "backlog": ready}


@pytest.mark.django_db
def test_not_ready_while_a_message_waits_that_nobody_would_send(client):
    routing.run(NOW)
    delivery_to(subscribe(ANNA))
    Campaign.objects.update(status=CampaignStatus.SENT, finished_at=NOW)
    with time_machine.travel(NOW, tick=False):
        answer = client.get("/readyz")

    assert answer.json() == GOOD | {"ready": False, "broadcasts": False}


@pytest.mark.django_db
def test_not_ready_where_nothing_can_be_written(client, settings, tmp_path):
    """A folder that is not there: a disk that was not mounted."""
    routing.run(NOW)
    settings.VAR_DIR = tmp_path / "not mounted"
    with time_machine.travel(NOW, tick=False):
        answer = client.get("/readyz")

    assert answer.json() == GOOD | {"ready": False, "disk": False}


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


@pytest.mark.django_db
def test_not_ready_without_a_database(client):
    with connection.execute_wrapper(refuse):
        answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "database": False, "disk": True}
