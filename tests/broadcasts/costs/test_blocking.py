"""A budget that blocks lets nobody past: what arrived a moment ago counts, and so do two who approve at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction

from broadcasts import launching
from broadcasts.models import Campaign, Delivery
from broadcasts.rules.states import CampaignStatus as S
from broadcasts.slices.costs.models import Budget, Expense
from tests.broadcasts.moments import MINUTE
from tests.builders import NOW, approve_templates, campaign, hire, subscribe, under_way
from tests.databases import until_it_waits_for_us
from tests.people import ANNA, BRUNO, PAOLO

from . import limits
from .limits import approve


def budget(amount: str, *, since: date = date(2026, 1, 1)) -> None:
    """A message to both readers costs six cents."""
    limits.budget(amount, since=since)
    for citizen in (ANNA, BRUNO):
        subscribe(citizen)
    approve_templates()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "finished_at", "delivery", "counts"),
    [
        (S.SENDING, None, {"status": "delivered", "delivered_at": NOW}, True),
        (S.SENT, NOW, {"status": "read", "read_at": NOW}, True),
        (S.SENT, NOW - MINUTE, {"status": "sent"}, True),
        (S.CANCELLED, NOW, {"status": "accepted"}, True),
        (S.CANCELLED, NOW, {"status": "uncertain"}, True),
        (S.CANCELLED, NOW, {"status": "skipped"}, False),  # it will never arrive
    ],
)
def test_what_nobody_has_counted_yet_counts_for_whoever_approves(status, finished_at, delivery, counts):
    """A refusal leaves nothing behind."""
    budget("0.11")
    before = under_way(title="Poco fa")
    Delivery.objects.update(outside_window=True, **delivery)
    Campaign.objects.filter(pk=before.pk).update(status=status, finished_at=finished_at)
    if not counts:
        approve(campaign(status=S.IN_REVIEW))
        return
    with pytest.raises(launching.CannotLaunch, match=r"0,12 \$: supera il limite di 0,11 \$"):
        approve(campaign(status=S.IN_REVIEW))
    assert not Expense.objects.exists()


@pytest.mark.django_db
def test_what_leaves_next_month_takes_nothing_from_this_one():
    budget("0.11")
    approve(campaign(status=S.IN_REVIEW), at=NOW + timedelta(days=30))
    approve(campaign(status=S.IN_REVIEW))
    with pytest.raises(launching.CannotLaunch):
        approve(campaign(status=S.IN_REVIEW), at=NOW + timedelta(days=30))


def test_two_who_approve_at_once_count_each_other_whichever_day_their_budget_is_from(committed_db):
    """The second leaves under the budget of the 15th, of the same month: it waits for the first all the same."""
    budget("0.11")
    Budget.objects.create(
        amount=Decimal("0.11"),
        blocks=True,
        valid_from=date(2026, 6, 15),
        set_by=hire(PAOLO),
        set_at=NOW,
        note="Delibera",
    )
    one, other = campaign(status=S.IN_REVIEW), campaign(status=S.IN_REVIEW)

    def approve_the_other() -> str:
        try:
            approve(other, at=NOW + timedelta(days=10))
        except launching.CannotLaunch as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "approved"

    with ThreadPoolExecutor(1) as desk:
        with transaction.atomic():
            approve(one)
            answer = desk.submit(approve_the_other)
            until_it_waits_for_us(answer)
        assert "supera il limite di 0,11 $" in answer.result()
