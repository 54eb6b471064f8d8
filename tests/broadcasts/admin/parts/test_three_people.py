"""Three people on one message during an electoral period: what somebody in two groups reads, and may not do twice."""

import re

import pytest
import time_machine
from django.contrib.auth.models import Group

from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.elections import gate, who_may
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from tests.broadcasts.admin.parts.test_declared import page, read, ready
from tests.broadcasts.elections.declarations import authorised, declared
from tests.builders import NOW, campaign, hire
from tests.people import PAOLO, Clerk
from tests.staff import SILVIA, SIMONA, at_desk

__all__ = ["ready"]
pytestmark = pytest.mark.django_db
C = CampaignStatus
DARK = re.compile(r'<(?:a|button|input)\s[^>]*class="(?:[^"]* )?main[ "]')


def both(clerk: Clerk) -> Clerk:
    """She is also among those who approve."""
    hire(clerk).groups.add(Group.objects.get(name=PAOLO.group))
    return clerk


def launched(who: Clerk, of: Campaign, **answers) -> bool:
    with time_machine.travel(NOW, tick=False):
        at_desk(who).post(page(of, "launch"), {"seen": fingerprint_of(of), "when": "now", **answers})
    of.refresh_from_db()
    return of.status == C.APPROVED


def test_who_authorised_does_not_approve():
    row = campaign(status=C.IN_REVIEW)
    authorised(row)
    assert gate.AUTHORISER in read(both(SILVIA), page(row, "launch"))
    assert not launched(SILVIA, row)
    assert launched(PAOLO, row)


def test_who_approved_does_not_authorise():
    row = campaign(status=C.SUSPENDED, approved_by=hire(both(SILVIA)))
    declared(row)
    text = read(SILVIA, page(row, "authorise"))
    assert who_may.APPROVER in text
    assert ">Autorizza</button>" not in text


def test_who_wrote_part_of_it_does_not_authorise():
    row = campaign(author=hire(SILVIA))
    declared(row)
    assert who_may.OWN in read(SILVIA, page(row, "authorise"))
    assert "Elezioni: aspetta te" not in read(SILVIA, "/admin/")


def test_in_an_emergency_one_person_does_both():
    row = campaign(status=C.IN_REVIEW, is_urgent=True, urgent_reason="Piena dell'Arno")
    authorised(row, category="emergency")
    assert launched(both(SILVIA), row, understood="on")


def test_a_page_has_one_dark_button_also_for_who_does_both():
    row = campaign(status=C.IN_REVIEW)
    declared(row)
    both(SIMONA)
    for path in (page(row), page(row, "authorise"), page(row, "launch"), "/admin/"):
        assert len(DARK.findall(read(SIMONA, path))) <= 1, path
