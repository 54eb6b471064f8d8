"""What a page does not offer for a broadcast, its address does not do either."""

import pytest
from django.urls import reverse

from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.models import Campaign, CampaignEvent
from tests.builders import campaign
from tests.people import GIULIA
from tests.staff import at_desk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("button", "answers"),
    [
        ("what-changes", {"body": "Cambiato da un'altra porta"}),
        ("details", {"from_day": "2026-12-01"}),
        ("submit-template", {"category": "UTILITY"}),
        ("withdraw-request", {}),
        ("revise", {}),
    ],
)
def test_a_button_that_a_draft_of_news_has_not_changes_nothing(button, answers):
    draft, giulia = campaign(), at_desk(GIULIA)
    before = Campaign.objects.values().get()
    page = reverse(f"admin:broadcasts_campaign_{button}", args=[draft.pk])
    assert giulia.post(page, {"seen": fingerprint_of(draft), **answers}).status_code == 302
    assert Campaign.objects.values().get() == before
    assert not CampaignEvent.objects.exists()
