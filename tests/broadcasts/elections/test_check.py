"""Before elections somebody has to be there who may activate the period: the doctor says so while it is a draft."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cascina_whatsapp.operations.doctor.sources import SOURCES
from tests.broadcasts.elections.periods import active, written
from tests.builders import hire
from tests.people import PAOLO
from tests.staff import SILVIA

pytestmark = pytest.mark.django_db


def test_who_may_authorise_is_counted_once_a_period_is_ahead_or_holds_and_who_may_approve_always():
    """A draft counts, since nobody in the group could activate it."""
    now, day = timezone.now(), timedelta(days=1)
    hire(SILVIA)
    asked = SOURCES["authorisers"].ask
    assert asked() is None
    written(starts_at=now + 30 * day, ends_at=now + 75 * day, run_off="no")
    assert asked() == (1, False)
    active(starts_at=now - day, ends_at=now + 20 * day, run_off="no")
    assert (asked(), SOURCES["approvers"].ask()) == ((1, True), 0)
    hire(PAOLO)
    assert SOURCES["approvers"].ask() == 1
