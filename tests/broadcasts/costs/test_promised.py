"""What is approved and has not left yet counts by its estimate; what is spent, over or taken back does not."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from broadcasts import launching
from broadcasts.launching import approval
from broadcasts.models import Campaign, Delivery
from broadcasts.rules.states import CampaignStatus as S
from broadcasts.slices.costs import billed_counts
from broadcasts.slices.costs.models import Budget
from broadcasts.slices.costs.month import month_until
from cascina_whatsapp.presentation.formatting.dates import day_of
from tests.broadcasts.moments import HOUR
from tests.builders import NOW, approve_templates, campaign, hire, subscribe, under_way
from tests.patience import UNTIL
from tests.people import ANNA, BRUNO, CARLA, GIULIA, PAOLO
from tests.staff import SARA, at_desk

READERS = (ANNA, BRUNO, CARLA)


@pytest.fixture
def readers(db):
    """A message to all three costs nine cents."""
    for citizen in READERS:
        subscribe(citizen)
    approve_templates()


def budget(amount: str, *, blocks: bool = True, since: date = date(2026, 1, 1)) -> None:
    Budget.objects.create(
        amount=Decimal(amount),
        blocks=blocks,
        valid_from=since,
        set_by=hire(SARA),
        set_at=NOW,
        note="Determina",
    )


def approved(**overrides) -> Campaign:
    made = campaign(status=S.IN_REVIEW, **overrides)
    launching.launch(campaign=made, by=hire(PAOLO), now=NOW)
    return made


def promised(now: datetime = NOW) -> Decimal:
    return month_until(day_of(now), now).reserved


def test_what_one_may_spend_is_what_is_neither_spent_nor_promised(readers):
    budget("1")
    approved()
    month = month_until(day_of(NOW), NOW)
    assert (month.spent, month.reserved) == (0, Decimal("0.09"))
    assert month.left_shown is not None
    assert (month.programmed.in_words, month.left_shown.in_words) == ("0,09 $", "0,91 $")


@pytest.mark.parametrize(
    "undo",
    [
        lambda made: launching.take_back(campaign=made, by=hire(PAOLO), now=NOW),
        lambda made: launching.cancel(campaign=made, by=hire(PAOLO), now=NOW),
        lambda made: approval.revise(campaign=made, by=hire(GIULIA), now=NOW),
    ],
    ids=["taken back", "cancelled", "revised"],
)
def test_what_does_not_leave_any_more_counts_no_longer(readers, undo):
    undo(approved())
    assert promised() == 0


def test_approved_anew_it_counts_anew_and_what_was_to_leave_last_month_in_this_one(readers):
    made = approved()
    launching.take_back(campaign=made, by=hire(PAOLO), now=NOW)
    launching.launch(campaign=made, by=hire(PAOLO), now=NOW)
    assert promised() == Decimal("0.09")

    Campaign.objects.filter(pk=made.pk).update(status=S.PAUSED)
    assert promised(NOW + timedelta(days=30)) == Decimal("0.09")
    assert promised(NOW - timedelta(days=30)) == 0


def test_what_arrives_is_spent_and_no_longer_promised(readers):
    sent = under_way()
    billed_counts.tally(NOW, NOW)
    assert promised() == Decimal("0.09")
    Delivery.objects.filter(pk=sent.deliveries.first().pk).update(
        status="delivered", delivered_at=NOW, outside_window=True
    )
    billed_counts.tally(NOW, NOW)
    month = month_until(day_of(NOW), NOW)
    assert (month.spent, month.reserved) == (Decimal("0.03"), Decimal("0.06"))
    Delivery.objects.filter(status="queued").update(status="failed")
    assert promised() == 0


def test_stopped_halfway_it_keeps_what_is_in_flight_for_an_hour(readers):
    sent = under_way()
    Delivery.objects.filter(pk=sent.deliveries.first().pk).update(status="accepted")
    launching.cancel(campaign=sent, by=hire(PAOLO), now=NOW)
    second = timedelta(seconds=1)
    found = [promised(at) for at in (NOW, NOW + HOUR - second, NOW + HOUR + second)]
    assert found == [Decimal("0.03"), Decimal("0.03"), 0]


def test_of_what_leaves_through_other_places_nothing_counts_nor_of_what_has_lost_its_words(readers):
    campaign(status=S.APPROVED, by_whatsapp=False)
    lost = campaign(status=S.APPROVED)
    Campaign.objects.filter(pk=lost.pk).update(purpose=Campaign.Purpose.REMINDER)
    assert promised() == 0


def test_the_page_says_what_is_programmed_and_what_is_left(readers):
    now = timezone.now()
    budget("1", since=now.date().replace(day=1))
    made = campaign(status=S.IN_REVIEW)
    launching.launch(campaign=made, by=hire(PAOLO), now=now)
    text = at_desk(SARA).get("/admin/spesa/").text
    assert "programmati 0,09 $, restano 0,91 $" in text
    assert made.title not in text


def test_of_two_who_approve_at_the_same_instant_one_is_refused(committed_db):
    """Two connections, one budget for one broadcast."""
    for citizen in READERS:
        subscribe(citizen)
    approve_templates()
    budget("0.09")
    both = [campaign(status=S.IN_REVIEW, title=title) for title in ("Uno", "Due")]
    paolo, together = hire(PAOLO), Barrier(2)

    def approve(made: Campaign) -> str:
        try:
            together.wait(UNTIL)
            launching.launch(campaign=made, by=paolo, now=NOW)
        except launching.CannotLaunch as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "approved"

    with ThreadPoolExecutor(2) as desks:
        answers = sorted(desks.map(approve, both))
    assert "supera il limite di 0,09 $" in answers[0]
    assert answers[1] == "approved"
    assert list(Campaign.objects.order_by("status").values_list("status", flat=True)) == [
        "approved",
        "in_review",
    ]
