"""What stories of broadcasts begin with: the database, a moment, and somebody to write to."""

import pytest
import responses
import time_machine

from tests.builders import NOW, approve_templates, hire, subscribe
from tests.people import ANNA, PAOLO


@pytest.fixture(autouse=True)
def database(db):
    """Each story has it; the rules, which need none, say so themselves."""


@pytest.fixture
def monday_morning():
    """It is Monday 8 June 2026, 10:00 in Cascina."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ready():
    """Everything that a broadcast needs to leave: WhatsApp has approved the templates, and Anna is subscribed."""
    approve_templates()
    subscribe(ANNA)


@pytest.fixture
def paolo(ready):
    """Who approves, where everything is ready."""
    return hire(PAOLO)


@pytest.fixture
def meta():
    """Meta at the other end of the socket: it answers what a story says."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as meta:
        yield meta
