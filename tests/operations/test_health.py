"""What a watcher is told: the process is up; the service is ready, or what keeps it from being so."""

import os
import socketserver
import subprocess
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
import redis
import time_machine
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp import routing
from cascina_whatsapp.operations import pulses
from cascina_whatsapp.operations.health import waiting_migrations
from cascina_whatsapp.whatsapp.webhook.models import WebhookPost
from tests.builders import NOW, campaign, delivery_to, subscribe
from tests.installing.programs import needed
from tests.operations.metrics.exposed import refuse
from tests.patience import until
from tests.people import ANNA
from tests.ports import a_free_port

GOOD = {
    "ready": True,
    "database": True,
    "migrations": True,
    "keys": True,
    "redis": True,
    "beat": True,
    "worker": True,
    "backlog": True,
    "approved": True,
    "broadcasts": True,
    "sending": True,
    "disk": True,
}
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
SUNDAY = NOW + timedelta(days=5)
HARMLESS = (b"CLIENT", b"PING", b"0")
NOBODY_THERE = "redis://127.0.0.1:1/0"


def test_the_process_is_up_whatever_the_database_does(client):
    """No mark for the database: asking it would be an error here."""
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("last_tick", "ready"),
    [
        (timedelta(0), True),
        (timedelta(seconds=29), True),
        (timedelta(seconds=31), False),
        (-timedelta(hours=1), False),  # the clock went back since, and nobody has looked
        (None, False),
    ],
)
def test_ready_while_the_worker_looks_for_work(last_tick, ready: bool, client):
    if last_tick is not None:
        routing.run(NOW - last_tick)
    assert told(client) == (GOOD if ready else GOOD | {"ready": False, "beat": None, "worker": False})


QUEUES = {"queue_replies": True, "queue_celery": True, "queue_long": True}
FULL = b"-OOM command not allowed when used memory > 'maxmemory'.\r\n"
LOADING = b"-LOADING Redis is loading the dataset in memory\r\n"
REPLICA = b"-READONLY You can't write against a read only replica.\r\n"


@pytest.fixture
def a_redis(settings) -> Iterator[redis.Redis]:
    """A Redis of this test's own, empty."""
    program, port = needed("redis-server", "redis-server"), a_free_port()
    quiet = ["--port", str(port), "--save", "", "--bind", "127.0.0.1", "--logfile", os.devnull]
    settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"
    with subprocess.Popen([program, *quiet]) as server:
        with redis.Redis(port=port) as client:
            until(lambda: answers(client))
            yield client
        server.terminate()


def answers(client: redis.Redis) -> bool:
    try:
        return client.ping()
    except redis.ConnectionError:
        return False


def told(client, *, now=NOW) -> dict:
    """What a watcher reads at that moment; 503 where the service is not ready."""
    with time_machine.travel(now, tick=False):
        answer = client.get("/readyz")
    assert answer.status_code == (200 if answer.json()["ready"] else 503)
    return answer.json()


@pytest.fixture
def one_that_refuses(settings):
    """A Redis that takes a connection and a ping, and answers every command of ours with `words`."""

    def start(words: bytes) -> None:
        class Refusing(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                while line := self.rfile.readline():
                    for _ in range(2 * int(line[1:])):
                        word = self.rfile.readline().strip()
                    self.wfile.write(b"+OK\r\n" if word in HARMLESS else words)

        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Refusing)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        started.append(server)
        settings.REDIS_URL = f"redis://127.0.0.1:{server.server_address[1]}/0"

    started: list[socketserver.BaseServer] = []
    yield start
    for server in started:
        server.shutdown()
        server.server_close()


@pytest.mark.django_db
@pytest.mark.parametrize("stopped", [None, *pulses.QUEUES])
def test_each_queue_is_watched_by_itself(stopped: str | None, client, a_redis):
    """A pulse of before the clock went back tells nothing."""
    routing.run(NOW)
    for pulse in (NOW - pulses.LATE[stopped] - SECOND, NOW + timedelta(hours=1)) if stopped else (NOW,):
        for queue in pulses.QUEUES:
            pulses.note(queue, pulse if queue == stopped else NOW)
        served = {f"queue_{queue}": queue != stopped for queue in pulses.QUEUES}
        assert told(client) == GOOD | served | {"ready": not stopped, "worker": not stopped}


BLAMED = GOOD | {"ready": False, "redis": False, "beat": None, "worker": None}


@pytest.mark.django_db
def test_a_redis_that_is_away_or_takes_nothing_is_the_one_that_is_blamed(client, one_that_refuses, settings):
    routing.run(NOW)
    for words in (FULL, LOADING, REPLICA):
        one_that_refuses(words)
        assert told(client) == BLAMED, words
    settings.REDIS_URL = NOBODY_THERE
    assert told(client) == BLAMED


@pytest.mark.django_db
def test_so_is_a_full_one_in_earnest(client, a_redis):
    routing.run(NOW)
    a_redis.config_set("maxmemory", 1)
    assert told(client) == BLAMED


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "ready"), [(4, True), (6, False)])
def test_not_ready_while_a_post_waits_for_long(minutes: int, ready: bool, client):
    routing.run(NOW)
    post = WebhookPost.objects.create(body=b"{}")
    WebhookPost.objects.filter(pk=post.pk).update(received_at=NOW - timedelta(minutes=minutes))
    assert told(client) == GOOD | {"ready": ready, "backlog": ready}


@pytest.mark.django_db
def test_not_ready_while_a_message_waits_that_nobody_would_send_or_a_migration_to_be_applied(client):
    routing.run(NOW)
    delivery_to(subscribe(ANNA))
    Campaign.objects.update(status=CampaignStatus.SENT, finished_at=NOW)
    assert told(client) == GOOD | {"ready": False, "broadcasts": False}
    Campaign.objects.all().delete()
    assert not waiting_migrations()
    newest = MigrationLoader(connection).graph.leaf_nodes("broadcasts")[0]
    MigrationRecorder(connection).record_unapplied(*newest)
    assert told(client) == GOOD | {"ready": False, "migrations": False}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["VAR_DIR", "MEDIA_ROOT"])
def test_a_folder_is_not_made_yet_or_can_t_be(name, client, settings, tmp_path):
    routing.run(NOW)
    (tmp_path / "a file").touch(mode=0o600)
    for below, ready in (("made later", True), ("a file/within", False)):
        setattr(settings, name, tmp_path / below)
        assert told(client) == GOOD | {"ready": ready, "disk": ready}, below


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("is_urgent", "moment", "ready"),
    [
        (True, NOW - MINUTE, True),
        (True, NOW - 3 * MINUTE, False),
        (False, NOW - 3 * MINUTE, False),
        (False, SUNDAY, True),  # the office is closed: it has a reason to wait
        (True, SUNDAY, False),
    ],
)
def test_not_ready_while_an_approved_message_waits_that_might_leave(is_urgent, moment, ready, client):
    now = max(NOW, moment + 3 * MINUTE) if moment == SUNDAY else NOW
    routing.run(now)
    campaign(status=CampaignStatus.APPROVED, scheduled_for=moment, is_urgent=is_urgent)
    assert told(client, now=now) == GOOD | {"ready": ready, "approved": ready}


@pytest.mark.django_db
def test_not_ready_without_a_database_or_with_one_that_takes_nothing(client):
    """A standby, a disk that is full: whatever can't write there is not to blame."""
    routing.run(NOW)
    without = {"ready": False, "database": False, "disk": True}
    with connection.execute_wrapper(refuse):
        assert told(client) == without
    is_server = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY" if is_server else "PRAGMA query_only = ON")
        try:
            assert told(client) == without
        finally:
            cursor.execute("SELECT 1" if is_server else "PRAGMA query_only = OFF")
