"""Moved to another hour an approved broadcast stays approved; who is concerned is told."""

from datetime import date, timedelta

import pytest

from broadcasts import launching
from broadcasts.launching import WrongState
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from broadcasts.slices.costs.amounts import price_list
from broadcasts.slices.costs.month import promised_until
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from tests.broadcasts.moments import DAY
from tests.builders import NOW, campaign, hire
from tests.people import GIULIA, PAOLO

from .steps import steps

pytestmark = pytest.mark.usefixtures("ready")


def scheduled() -> Campaign:
    row = campaign(author=hire(GIULIA), status=CampaignStatus.IN_REVIEW)
    launching.launch(campaign=row, by=hire(PAOLO), now=NOW, at=NOW + DAY)
    return row


def test_moved_it_stays_approved_and_never_leaves_sooner_than_one_may_think_again(settings):
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

    settings.LAUNCH_GRACE_SECONDS = 60
    launching.move_to(campaign=row, by=hire(PAOLO), now=NOW, at=NOW)
    assert row.scheduled_for == NOW + timedelta(seconds=60)

    Campaign.objects.filter(pk=row.pk).update(status=CampaignStatus.SENDING, started_at=NOW)
    with pytest.raises(WrongState, match="già partito"):
        launching.move_to(campaign=row, by=hire(PAOLO), now=NOW, at=NOW + DAY)
