"""Whoever approves reads what left on the same matter within two days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from broadcasts.models import Campaign
from broadcasts.reporting.before_and_after import left_lately
from broadcasts.rules.states import CampaignStatus as C
from tests.broadcasts.moments import DAY, SECOND
from tests.builders import NOW, campaign, subscribe, topic
from tests.people import ANNA, PAOLO
from tests.staff import at_desk

HAD = {"totals": {"states": {"delivered": 1}}}
ROADS, EVENTS = "Viabilità e cantieri", "Eventi e cultura"


def left(at, *names: str, **overrides) -> Campaign:
    topics = [topic(name) for name in names or (ROADS,)]
    return campaign(status=C.SENT, started_at=at, finished_at=at, topics=topics, **HAD | overrides)


def test_what_left_yesterday_on_one_of_its_topics_is_told():
    left(NOW - DAY, ROADS, EVENTS, title="Via Roma")
    assert left_lately(campaign(), NOW) == ["Sullo stesso argomento è partito «Via Roma», ieri alle 10:00."]
    assert len(left_lately(campaign(topics=[topic(ROADS), topic(EVENTS)]), NOW)) == 1  # of two in common


@pytest.mark.parametrize(
    "other",
    [
        lambda: left(NOW - 2 * DAY - SECOND),
        lambda: left(NOW - DAY, EVENTS),
        lambda: campaign(status=C.APPROVED, scheduled_for=NOW),
        lambda: left(NOW - DAY, totals={"states": {"skipped": 1, "failed": 2}}),
    ],
    ids=["longer ago", "another topic", "not yet", "reached nobody"],
)
def test_what_is_old_or_about_something_else_or_nobody_has_is_not(other):
    other()
    assert left_lately(campaign(), NOW) == []


def test_the_page_of_the_approval_tells_it():
    subscribe(ANNA)
    left(timezone.now() - timedelta(hours=1), title="Via Roma chiusa")
    made = campaign(status=C.IN_REVIEW)
    text = at_desk(PAOLO).get(f"/admin/messaggi/{made.pk}/avvia/").text
    assert "Sullo stesso argomento è partito «Via Roma chiusa»" in text
    assert "forse ne basta uno" in text
