"""Moved to another hour an approved broadcast stays approved; who is concerned is told."""

from datetime import date, timedelta

import pytest

from broadcasts import launching
from broadcasts.costs.amounts import price_list
from broadcasts.costs.month import promised_until
from broadcasts.launching import WrongState
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from tests.builders import NOW, approve_templates, campaign, hire, subscribe
from tests.people import ANNA, GIULIA, PAOLO

from .steps import steps

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def somebody_to_write_to():
    approve_templates()
    subscribe(ANNA)


def scheduled() -> Campaign:
    row = campaign(author=hire(GIULIA), status=CampaignStatus.IN_REVIEW)
    launching.launch(campaign=row, by=hire(PAOLO), now=NOW, at=NOW + DAY)
    return row


def test_its_approval_stays_and_the_month_that_pays_follows():
    row = scheduled()
    before = row.approved_hash
    launching.move_to(campaign=row, by=hire(GIULIA), now=NOW, at=NOW + 30 * DAY)
    assert (row.status, row.approved_hash, row.approved_by) == ("approved", before, hire(PAOLO))
    assert row.scheduled_for == NOW + 30 * DAY
    assert steps(row)[-1] == ("moved", "giulia")
    last = date(2026, 6, 30)
    assert promised_until(last, NOW, price_list()) == []
    assert len(promised_until(last + 30 * DAY, NOW, price_list())) == 1
    assert StaffNotice.objects.filter(person=hire(PAOLO), subject__contains="spostato").exists()
    assert not StaffNotice.objects.filter(person=hire(GIULIA), subject__contains="spostato").exists()


def test_never_sooner_than_one_may_think_again(settings):
    settings.LAUNCH_GRACE_SECONDS = 60
    row = scheduled()
    launching.move_to(campaign=row, by=hire(PAOLO), now=NOW, at=NOW)
    assert row.scheduled_for == NOW + timedelta(seconds=60)


def test_what_has_begun_stays_where_it_is():
    row = scheduled()
    Campaign.objects.filter(pk=row.pk).update(status=CampaignStatus.SENDING, started_at=NOW)
    with pytest.raises(WrongState, match="già partito"):
        launching.move_to(campaign=row, by=hire(PAOLO), now=NOW, at=NOW + DAY)
