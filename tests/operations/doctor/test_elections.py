"""Before elections somebody has to be there who may activate the period: the doctor says so while it is a draft."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cascina_whatsapp.operations.doctor import machine_facts
from cascina_whatsapp.operations.doctor.sources import SOURCES
from tests.builders import hire
from tests.elections.periods import active, written
from tests.people import PAOLO
from tests.staff import SILVIA

pytestmark = pytest.mark.django_db


def ahead() -> dict:
    """A period that begins in a month."""
    begins = timezone.now() + timedelta(days=30)
    return {"starts_at": begins, "ends_at": begins + timedelta(days=45), "run_off": "no"}


def test_without_any_period_nobody_is_counted():
    hire(SILVIA)
    assert machine_facts.elections() == machine_facts.Elections(is_held=False, is_ahead=False, authorisers=0)


def test_who_may_approve_is_counted():
    assert SOURCES["approvers"].ask() == 0
    hire(PAOLO)
    assert SOURCES["approvers"].ask() == 1


def test_a_draft_counts_since_nobody_in_the_group_could_activate_it():
    written(**ahead())
    assert machine_facts.elections() == machine_facts.Elections(is_held=False, is_ahead=True, authorisers=0)


def test_while_one_holds_those_who_authorise_are_counted():
    now = timezone.now()
    active(starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=20), run_off="no")
    found = machine_facts.elections()
    assert found.is_held
    assert found.is_ahead
    assert found.authorisers
