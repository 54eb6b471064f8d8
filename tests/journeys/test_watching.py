"""Beat and worker, processes of their own as in production: what they keep, and who is told that one has died."""

import os
from collections.abc import Callable, Iterator

import psycopg
import pytest

from tests.processes import python, web_server

from .installation import BEAT
from .stack import Stack, fresh_database

ALONE = ("--without-gossip", "--without-mingle", "--loglevel", "INFO")
PROCESSES = 3
WORKER = ("-A", "cascina_whatsapp", "worker", "--concurrency", str(PROCESSES), *ALONE)
pytestmark = [
    pytest.mark.sweep,
    pytest.mark.skipif(not os.environ.get("TEST_REDIS_URL"), reason="needs Redis (TEST_REDIS_URL)"),
]


class Apart(Stack):
    """A service whose beat is a process of its own, as in production. No WhatsApp: nobody sends anything here."""

    def _start(self) -> None:
        self.manage("migrate", "--verbosity=0")
        self.start_site()
        self.start_celery("worker", *WORKER)
        self.start_celery("beat", *BEAT)
        self.until(lambda: self.says(ready=True))

    def start_site(self) -> None:
        self._spawn("site", *python("granian"), *web_server(self.port))
        self.until(lambda: self._answers(f"{self.site}/healthz"))

    def start_celery(self, name: str, *arguments: str) -> None:
        """By the clock on the wall: a ping has its hour, and this story no other."""
        self._spawn(name, *python("celery"), *arguments, PGAPPNAME=name)

    def says(self, **expected: bool) -> bool:
        told = self.http.get(f"{self.site}/readyz").json()
        return {name: told.get(name) for name in expected} == expected


@pytest.fixture(scope="module")
def service(tmp_path_factory) -> Iterator[Apart]:
    name = os.environ.get("TEST_DATABASE_NAME", "cascina")
    database = fresh_database(os.environ.get("TEST_DATABASE_URL", ""), f"{name}_watching")
    folder = tmp_path_factory.mktemp("watching")
    with Apart(folder, database_url=database, redis_url=os.environ["TEST_REDIS_URL"]) as running:
        yield running


def hold_tasks_up(service: Apart, *, until: Callable[[], object]) -> None:
    """Keep back every task that asks for broadcasts, so that the next one has to go to another process."""
    with psycopg.connect(service.environment["DATABASE_URL"]) as database:
        database.execute("LOCK TABLE broadcasts_campaign IN ACCESS EXCLUSIVE MODE")
        service.until(until)


def test_a_worker_keeps_its_connections_to_the_database_and_replaces_broken_ones(service):
    with psycopg.connect(service.environment["DATABASE_URL"], autocommit=True) as database:

        def connections() -> set[int]:
            found = database.execute(
                "SELECT pid FROM pg_stat_activity "
                "WHERE application_name = 'worker' AND datname = current_database()"
            )
            return {pid for (pid,) in found}

        def commits() -> int:
            return database.execute(
                "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"
            ).fetchone()[0]

        def each_is_at_work(others: set[int]) -> bool:
            return len(connections() - others) >= PROCESSES

        hold_tasks_up(service, until=lambda: each_is_at_work(set()))
        kept, before = connections(), commits()
        service.until(lambda: commits() > before + 300)  # dozens of tasks later
        assert kept <= connections()

        for pid in kept:
            database.execute("SELECT pg_terminate_backend(%s)", [pid])
        hold_tasks_up(service, until=lambda: each_is_at_work(kept))
        service.until(lambda: service.says(ready=True))


def test_a_watcher_learns_who_died(service):
    service.kill("beat")
    service.until(lambda: service.says(ready=False, redis=True, beat=False, worker=True))
    service.start_celery("beat", *BEAT)
    service.until(lambda: service.says(ready=True))
    service.kill("worker")
    service.until(lambda: service.says(ready=False, redis=True, beat=True, worker=False))


def test_a_watcher_learns_which_queue_stands_still(service):
    """The other half of the work goes on: a worker is there, and so is beat."""
    service.start_celery("worker", *WORKER, "--queues", "replies,long")
    service.until(
        lambda: service.says(beat=True, worker=False, queue_replies=True, queue_celery=False, queue_long=True)
    )
    service.start_celery("another worker", *WORKER, "--queues", "celery")
    service.until(lambda: service.says(ready=True))
