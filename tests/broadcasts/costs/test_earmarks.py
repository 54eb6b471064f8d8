"""An approval takes its estimate off the month's budget; what is spent, over or taken back is given back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from broadcasts import launching
from broadcasts.costs import billed_counts, earmarks
from broadcasts.costs.budget import month_to_date
from broadcasts.launching import approval
from broadcasts.models import Budget, Campaign, Delivery, Earmark
from broadcasts.rules.states import CampaignStatus as S
from tests.builders import NOW, approve_templates, campaign, hire, subscribe, under_way
from tests.patience import UNTIL
from tests.people import ANNA, BRUNO, CARLA, GIULIA, PAOLO
from tests.staff import SARA, at_desk

HOUR = timedelta(hours=1)
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


def left() -> Decimal:
    return month_to_date(NOW).reserved


def test_an_approval_reserves_its_estimate_and_keeps_what_it_was(readers):
    made = approved()
    row = Earmark.objects.get(campaign=made)
    assert (row.people, row.amount, row.left, row.month) == (
        3,
        Decimal("0.09"),
        Decimal("0.09"),
        date(2026, 6, 1),
    )


def test_what_one_may_spend_is_what_is_neither_spent_nor_reserved(readers):
    budget("1")
    approved()
    month = month_to_date(NOW)
    assert (month.spent, month.reserved, month.left) == (0, Decimal("0.09"), Decimal("0.91"))
    assert month.set_apart_in_words == "Programmati: 0,09 $. Restano 0,91 $."


@pytest.mark.parametrize(
    "undo",
    [
        lambda made: launching.take_back(campaign=made, by=hire(PAOLO), now=NOW),
        lambda made: launching.cancel(campaign=made, by=hire(PAOLO), now=NOW),
        lambda made: approval.revise(campaign=made, by=hire(GIULIA), now=NOW),
    ],
    ids=["taken back", "cancelled", "revised"],
)
def test_what_does_not_leave_any_more_gives_everything_back(readers, undo):
    undo(approved())
    assert left() == 0


def test_approved_anew_it_is_reserved_anew(readers):
    made = approved()
    launching.take_back(campaign=made, by=hire(PAOLO), now=NOW)
    launching.launch(campaign=made, by=hire(PAOLO), now=NOW)
    assert left() == Decimal("0.09")


def test_what_arrives_is_spent_and_no_longer_reserved(readers):
    sent = under_way()
    billed_counts.refresh(NOW, over_since=NOW)
    assert left() == Decimal("0.09")
    Delivery.objects.filter(pk=sent.deliveries.first().pk).update(
        status="delivered", delivered_at=NOW, outside_window=True
    )
    billed_counts.refresh(NOW, over_since=NOW)
    month = month_to_date(NOW)
    assert (month.spent, month.reserved) == (Decimal("0.03"), Decimal("0.06"))


def test_what_failed_is_given_back(readers):
    under_way()
    Delivery.objects.update(status="failed")
    billed_counts.refresh(NOW, over_since=NOW)
    assert left() == 0


def test_stopped_halfway_it_keeps_what_is_in_flight_for_an_hour(readers):
    sent = under_way()
    earmarks.follow(NOW)
    Delivery.objects.filter(pk=sent.deliveries.first().pk).update(status="accepted")
    launching.cancel(campaign=sent, by=hire(PAOLO), now=NOW)
    assert left() == Decimal("0.03")
    earmarks.follow(NOW + HOUR - timedelta(seconds=1))
    assert left() == Decimal("0.03")
    earmarks.follow(NOW + HOUR + timedelta(seconds=1))
    assert left() == 0


def test_what_was_approved_before_an_update_is_reserved_by_the_next_count(readers):
    campaign(status=S.APPROVED, scheduled_for=NOW + HOUR)
    assert left() == 0
    billed_counts.refresh(NOW, over_since=NOW)
    assert left() == Decimal("0.09")


def test_what_was_to_leave_last_month_is_paid_out_of_this_one(readers):
    made = approved()
    Campaign.objects.filter(pk=made.pk).update(status=S.PAUSED)
    assert month_to_date(NOW + timedelta(days=30)).reserved == Decimal("0.09")
    assert month_to_date(NOW - timedelta(days=30)).reserved == 0


def test_the_page_of_budgets_says_what_is_reserved_and_what_is_left(readers):
    now = timezone.now()
    budget("1", since=now.date().replace(day=1))
    made = campaign(status=S.IN_REVIEW)
    launching.launch(campaign=made, by=hire(PAOLO), now=now)
    text = at_desk(SARA).get("/admin/tetti-di-spesa/").text
    assert "Programmati: 0,09 $. Restano 0,91 $." in text
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
    assert Earmark.objects.get().left == Decimal("0.09")
