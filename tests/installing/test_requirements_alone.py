"""The libraries of `requirements.txt` are all that the service needs in production: `make installed`.

They lie in an environment of their own, in build/. Its interpreter runs every process with its unit's words, on
PostgreSQL and Redis; no process of the service sees what only tests have.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadcasts.whatsapp_account.samples import sample
from tests.check import PRODUCTION
from tests.environments import of_a_server
from tests.journeys.citizens import Phones
from tests.journeys.desk import HIRE
from tests.journeys.stack import Stack, fresh_database
from tests.ports import a_free_port
from tests.processes import environment

from .programs import BASE, SYSTEM_PATH, said
from .test_machine import TOPIC
from .test_units import PLACE, SERVICES, command

pytestmark = pytest.mark.installed
OF_PRODUCTION = {
    "DJANGO_DEBUG": "false",
    "CONSENT_HASH_KEY": PRODUCTION["CONSENT_HASH_KEY"],
    "SECOND_FACTOR_REQUIRED": "false",
    "LAUNCH_GRACE_SECONDS": "0",
}
"""Beside what the demo gives, EMBEDDED_MODE among it, without which no service lies in a folder of a test; the second
factor and the wait before a broadcast have stories of their own."""
TROUBLE = re.compile(r"^.*(?:\bERROR\b|\bCRITICAL\b|Traceback).*$", re.MULTILINE)


class Installed(Stack):
    """The service of a town hall: its four processes apart, by the interpreter `python`, and nothing of a trial."""

    def __init__(self, folder: Path, python: str, **servers: str):
        super().__init__(folder)
        self.python, webhook = python, a_free_port()
        self.ports = {"8000": str(self.port), "8002": str(webhook)}
        self.receiver = f"http://127.0.0.1:{webhook}"
        demo = environment(self.site, self.simulator, folder, receiver=self.receiver)
        # Nothing of this process's own is among it.
        self.environment = {"PATH": SYSTEM_PATH} | demo | OF_PRODUCTION | servers

    def program(self, module: str) -> list[str]:
        return [self.python, "-m", module]

    def start_site(self) -> None:
        self.manage("collectstatic", "--no-input", "--verbosity=0")
        self._start_units("web", "webhook")
        self.until(
            lambda: self._answers(f"{self.site}/healthz") and self._answers(f"{self.receiver}/healthz")
        )

    def start_worker(self) -> None:
        self._start_units("worker", "beat")

    def tell(self, part: str, **where: str) -> None:
        """Has a part of the story happen."""
        where |= {"SITE": self.site, "SIMULATOR": self.simulator}
        story = [*self.program("tests.installing.story"), part]
        ended, told = said(*story, cwd=BASE, env=os.environ | where)
        assert ended == 0, told[-3000:]

    def _start_units(self, *services: str) -> None:
        for service in services:
            words = (self.ports.get(word, word) for word in command(service))
            programs = (word.replace(f"{PLACE}/.venv/bin", str(Path(self.python).parent)) for word in words)
            self._spawn(service, *(word.replace(PLACE, str(BASE)) for word in programs))


@pytest.fixture
def installed(tmp_path) -> Iterator[Installed]:
    if not os.environ.get("TEST_DATABASE_URL"):
        pytest.skip("needs PostgreSQL and Redis: TEST_DATABASE_URL, TEST_REDIS_URL")
    python = of_a_server()
    name = f"{os.environ.get('TEST_DATABASE_NAME', 'cascina')}_installed"
    database = fresh_database(os.environ["TEST_DATABASE_URL"], name)
    with Installed(
        tmp_path, python, DATABASE_URL=database, REDIS_URL=os.environ["TEST_REDIS_URL"]
    ) as running:
        yield running


def test_with_them_alone_a_person_joins_gets_a_message_and_leaves(installed, tmp_path):
    content, name, _ = sample("image")
    (tmp_path / name).write_bytes(content)
    installed.manage("shell", "--verbosity=0", "--command", HIRE)
    topic = installed.manage("shell", "--verbosity=0", "--command", TOPIC).strip()
    installed.tell("broadcast", TOPIC=topic, ATTACHMENT=str(tmp_path / name))
    installed.tell("leaving")

    ended = {service: installed.stop(service) for service in reversed(SERVICES)}
    sent = [line for line in Phones(installed).accepted() if ":reply:" not in line["reference"]]
    assert (ended, len(sent)) == (dict.fromkeys(SERVICES, 0), 1)
    assert [line for service in SERVICES for line in TROUBLE.findall(installed.log(service))] == []
