"""A running service of 0.2.0 becomes the newest, and goes back, while citizens write, as docs/upgrading.md has it.

Everybody who writes meanwhile is heard, and answered once. Real processes of both versions, old beside new.
"""

import io
import os
import subprocess
import tarfile
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.citizens import Phones
from tests.journeys.stack import BASE, Stack, fresh_database
from tests.patience import UNTIL

from . import fill_0_2_0

pytestmark = pytest.mark.sweep
EVERY = 0.2
"""Seconds from one citizen to the next."""
BACK = f"""
from django.core.management import call_command
call_command("rotate_keys", decrypt=True)
for label in ("privacy", "broadcasts", "subscribers", "webhook"):
    call_command("migrate", label, {fill_0_2_0.VERSION}[label], verbosity=0)
"""
"""The commands of the way back, in one process: those who write wait meanwhile, and Meta for them."""
ENOUGH = 4
"""Citizens who write between two steps, at least: a step that takes no time proves nothing."""


@pytest.fixture(scope="module")
def old(tmp_path_factory) -> Path:
    """The program as it was at the commit that named itself 0.2.0.

    A copy of the repository without its history has today's program alone: its processes are exchanged for others of
    their kind, and there is nothing to go back to.
    """
    history = ["log", "--format=%H", "--reverse", '-Sversion = "0.2.0"', "--", "pyproject.toml"]
    is_whole = git("rev-parse", "--is-shallow-repository").strip() == b"false"
    commits = git(*history).decode().split() if is_whole else []
    if not commits:
        return BASE
    folder = tmp_path_factory.mktemp("version-0.2.0")
    with tarfile.open(fileobj=io.BytesIO(git("archive", commits[0]))) as sources:
        sources.extractall(folder, filter="data")
    return folder


def git(*arguments: str) -> bytes:
    done = subprocess.run(["git", *arguments], cwd=BASE, check=False, capture_output=True)
    return done.stdout


class Citizens(threading.Thread):
    """One after the other writes "Iscrizione", each once, until the story is over. Use it as a context manager."""

    def __init__(self, phones: Phones):
        super().__init__(daemon=True)
        self.phones, self.wrote, self.over = phones, [], threading.Event()

    def run(self) -> None:
        while not self.over.wait(EVERY):
            citizen = f"+39320300{len(self.wrote):04}"
            self.phones.say(citizen, "Iscrizione")
            self.wrote.append(citizen)

    def __enter__(self) -> "Citizens":
        self.start()
        return self

    def __exit__(self, *problem) -> None:
        self.over.set()
        self.join(UNTIL)

    def answered(self) -> Counter:
        """How many answers each of them got."""
        return Counter(line["to"] for line in self.phones.accepted())


class Service(Stack):
    """Another process for each version, and whoever writes all the while."""

    def step(self, citizens: Citizens, *, stop: str = "", start: str = "", code: Path | None = None) -> None:
        """One step of the upgrade; some people write before the next."""
        if stop:
            self.stop(stop)
        self.code = code or self.code
        if start:
            {"site": self.start_site, "worker": self.start_worker}[start]()
        before = len(citizens.wrote)
        self.until(lambda: len(citizens.wrote) >= before + ENOUGH)

    def _start(self) -> None:
        self.manage("migrate", "--verbosity=0")
        self.start_site()
        self.start_worker()
        self.until(lambda: self._answers(f"{self.site}/readyz"))

    def everybody_is_heard(self, citizens: Citizens) -> None:
        """Whoever has written until now has joined, and has one answer."""
        wrote = list(citizens.wrote)
        self.until(lambda: set(wrote) <= citizens.answered().keys())
        assert set(citizens.answered().values()) == {1}, "somebody was answered twice"


@pytest.fixture
def service(old: Path, tmp_path: Path) -> Iterator[Service]:
    """Version 0.2.0 at work, beside a WhatsApp that doesn't know versions."""
    name = f"{os.environ.get('TEST_DATABASE_NAME', 'cascina')}_upgrading"
    url = fresh_database(os.environ.get("TEST_DATABASE_URL", ""), name)
    running = Service(tmp_path, database_url=url, redis_url=os.environ.get("TEST_REDIS_URL", ""))
    try:
        running.start_simulator()
        running.code = old
        with running:
            yield running
    finally:
        running.__exit__()


def test_up_and_back_while_citizens_write(service: Service, old: Path):
    with Citizens(Phones(service)) as citizens:
        service.step(citizens, stop="worker")
        service.code = BASE
        service.manage("migrate", "--verbosity=0")
        service.step(citizens, start="worker")  # the web process of before goes on storing
        service.everybody_is_heard(citizens)
        service.step(citizens, stop="site", start="site")
        service.everybody_is_heard(citizens)

        if old != BASE:
            go_back(service, citizens, old)
    service.everybody_is_heard(citizens)
    count = "from subscribers.models import Subscriber; print(Subscriber.objects.filter(status='subscribed').count())"
    assert service.manage("shell", "--command", count).split()[-1] == str(len(citizens.wrote))


def go_back(service: Service, citizens: Citizens, old: Path) -> None:
    """To the program of before, and its tables."""
    service.step(citizens, stop="worker")  # some posts wait, encrypted
    service.stop("site")
    service.manage("shell", "--command", BACK)
    service.step(citizens, start="site", code=old)
    service.step(citizens, start="worker")
    service.everybody_is_heard(citizens)
