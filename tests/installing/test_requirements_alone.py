"""The libraries of `requirements.txt` are all that the service needs in production: `make installed`.

They lie in an environment of their own, in build/. Its interpreter runs every process with its unit's words, on
PostgreSQL and Redis; no process of the service sees what only tests have.
"""

import os
import re
from collections.abc import Iterator

import pytest

from broadcasts.sending.account.samples import sample
from tests.environments import of_a_server
from tests.journeys.citizens import Phones
from tests.journeys.desk import HIRE
from tests.journeys.stack import fresh_database

from .as_units import Installed
from .programs import BASE, said
from .test_machine import TOPIC
from .test_units import SERVICES

pytestmark = pytest.mark.installed
TROUBLE = re.compile(r"^.*(?:\bERROR\b|\bCRITICAL\b|Traceback).*$", re.MULTILINE)


class InStory(Installed):
    """A service to whose people something happens."""

    def tell(self, part: str, **where: str) -> None:
        """Has a part of the story happen."""
        where |= {"SITE": self.site, "SIMULATOR": self.simulator}
        story = [*self.program("tests.installing.story"), part]
        ended, told = said(*story, cwd=BASE, env=os.environ | where)
        assert ended == 0, told[-3000:]


@pytest.fixture
def installed(tmp_path) -> Iterator[InStory]:
    if not os.environ.get("TEST_DATABASE_URL"):
        pytest.skip("needs PostgreSQL and Redis: TEST_DATABASE_URL, TEST_REDIS_URL")
    python = of_a_server()
    name = f"{os.environ.get('TEST_DATABASE_NAME', 'cascina')}_installed"
    database = fresh_database(os.environ["TEST_DATABASE_URL"], name)
    with InStory(tmp_path, python, DATABASE_URL=database, REDIS_URL=os.environ["TEST_REDIS_URL"]) as running:
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
