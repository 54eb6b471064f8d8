"""Approved without its new lines: it needs nobody's reading, the fingerprint is of what was seen."""

import pytest

from broadcasts import launching
from broadcasts.content import custom_template
from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.launching import approval
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.rules.states import CampaignStatus
from tests.builders import NOW, campaign, hire
from tests.people import GIULIA, PAOLO

from .steps import steps

LINES, FLAT = "Via Roma è chiusa:\n- lunedì\n- martedì", "Via Roma è chiusa: lunedì; martedì"
Step = CampaignEvent.Step


pytestmark = pytest.mark.usefixtures("ready")


def asked() -> Campaign:
    row = campaign(body=LINES, author=hire(GIULIA))
    launching.ask_review(campaign=row, by=hire(GIULIA), now=NOW)
    return row


def test_who_approves_it_flat_approves_what_they_see_and_it_waits_for_nobody():
    row = asked()
    assert custom_template.awaits_meta(row)
    assert custom_template.leaves_in_one_paragraph(row)
    launching.launch(campaign=row, by=hire(PAOLO), now=NOW, in_one_paragraph=True)
    assert (row.status, row.body) == (CampaignStatus.APPROVED, FLAT)
    assert not custom_template.awaits_meta(row)
    assert row.approved_hash == fingerprint_of(row)
    assert steps(row)[-2:] == [(Step.FLATTENED, "paolo"), (Step.APPROVED, "paolo")]
    assert approval.matches_approval(row, now=NOW)


@pytest.mark.parametrize("undo", [launching.take_back, approval.revise], ids=["take back", "correct"])
def test_undoing_it_gives_the_lines_back(undo):
    row = asked()
    launching.launch(campaign=row, by=hire(PAOLO), now=NOW, in_one_paragraph=True)
    version = row.version
    undo(campaign=row, by=hire(PAOLO), now=NOW)
    assert (row.body, row.version) == (LINES, version + 1)


def test_refused_nothing_has_changed(settings):
    row = asked()
    Campaign.objects.filter(pk=row.pk).update(link="")
    row.refresh_from_db()
    with pytest.raises(launching.CannotLaunch):
        launching.launch(campaign=row, by=hire(PAOLO), now=NOW, in_one_paragraph=True)
    row.refresh_from_db()
    assert (row.body, row.status) == (LINES, CampaignStatus.IN_REVIEW)


def test_one_paragraph_stays_as_it_is():
    row = campaign(author=hire(GIULIA), status=CampaignStatus.IN_REVIEW)
    assert not custom_template.leaves_in_one_paragraph(row)
    launching.launch(campaign=row, by=hire(PAOLO), now=NOW, in_one_paragraph=True)
    assert [step for step, _ in steps(row)] == [Step.APPROVED]
