"""May something leave now, and why: hours and moments."""

from datetime import date, timedelta

import pytest

from broadcasts.models import Campaign, Closure
from broadcasts.models.office import current_calendar
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.sending import scheduling
from tests.broadcasts.moments import HOUR
from tests.builders import NOW, always_open, campaign, never_open, subscribe, under_way
from tests.people import ANNA

EVENING = NOW + 12 * HOUR


@pytest.fixture
def anna():
    return subscribe(ANNA)


def approved(**overrides) -> Campaign:
    return campaign(**{"status": C.APPROVED, "scheduled_for": NOW} | overrides)


def started(api, now) -> list[str]:
    scheduling.start_due(api=api, now=now)
    return list(Campaign.objects.sending().order_by("pk").values_list("title", flat=True))


@pytest.mark.parametrize(
    ("overrides", "now", "starts"),
    [
        ({}, NOW, True),
        ({"scheduled_for": NOW + HOUR}, NOW, False),
        ({"scheduled_for": NOW + HOUR}, NOW + HOUR, True),
        ({}, EVENING, False),
        ({"is_urgent": True, "scheduled_for": EVENING}, EVENING, True),
        ({"is_urgent": True, "scheduled_for": EVENING + HOUR}, EVENING, False),
        ({"status": C.PAUSED}, NOW, False),
        ({"status": C.IN_REVIEW}, NOW, False),
    ],
)
def test_when_a_broadcast_starts(overrides: dict, now, starts: bool, api, anna):
    approved(title="Uno", **overrides)

    assert started(api, now) == (["Uno"] if starts else [])


def test_all_that_is_due_starts_and_one_that_can_not_holds_up_no_other(api, graph, anna):
    approved(title="Uno", kind="image", attachment=b"x", scheduled_for=NOW - HOUR)
    approved(title="Due", scheduled_for=NOW - HOUR)
    approved(title="Tre")
    graph.refuses_uploads(131042)
    assert started(api, NOW) == ["Due", "Tre"]


@pytest.mark.parametrize(
    ("open_hours", "is_urgent", "may_leave"),
    [(always_open, False, True), (never_open, False, False), (never_open, True, True)],
)
def test_the_rows_say_when_the_office_is_open(open_hours, is_urgent: bool, may_leave: bool):
    open_hours()
    assert scheduling.in_hours(campaign(is_urgent=is_urgent), current_calendar(), NOW) == may_leave


def test_a_closure_closes():
    Closure.objects.create(first=date(2026, 6, 8), last=date(2026, 6, 9), reason="Trasloco")
    calendar = current_calendar()

    assert not calendar.is_open(NOW)
    assert calendar.is_open(NOW + timedelta(days=2))


def test_while_an_urgent_one_is_on_its_way_the_others_wait(anna):
    under_way(title="Uno")
    urgent = under_way(title="Due", is_urgent=True)

    assert scheduling.sendable(current_calendar(), [], NOW) == [urgent]
    Campaign.objects.filter(pk=urgent.pk).update(status=C.SENT)
    assert [row.title for row in scheduling.sendable(current_calendar(), [], NOW)] == ["Uno"]
    assert scheduling.sendable(current_calendar(), [], EVENING) == []
