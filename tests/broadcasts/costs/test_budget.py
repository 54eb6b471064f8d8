"""What a broadcast will cost and has cost, the month so far, and the budget that warns or blocks."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core import mail

from broadcasts import launching
from broadcasts.models import Campaign, Delivery, WhatsAppTemplate
from broadcasts.reporting import situation
from broadcasts.rules.states import CampaignStatus
from broadcasts.slices.costs import billed_counts
from broadcasts.slices.costs.amounts import bill_of
from broadcasts.slices.costs.budget import outlay
from broadcasts.slices.costs.estimates import estimate
from broadcasts.slices.costs.models import Expense
from broadcasts.slices.costs.month import Month, budget_on, month_until
from broadcasts.steps.plan import Plan
from cascina_whatsapp.presentation.formatting.dates import day_of
from subscribers import identity
from subscribers.models import Reply, ServiceText, Subscriber
from tests.broadcasts.moments import HOUR
from tests.builders import NOW, approve_templates, campaign, subscribe, under_way
from tests.people import ANNA, BRUNO, CARLA, crowd

from .limits import approve, budget

OCTOBER = datetime(2026, 10, 12, 8, 0, tzinfo=UTC)
"""After free messages inside the window have a price, too."""


def delivered(*moments: datetime, outside: bool = True, **overrides) -> Campaign:
    """A broadcast that was delivered at these moments, to somebody else each time."""
    for citizen in crowd(len(moments)):
        subscribe(citizen)
    sent = under_way(**overrides)
    for delivery, at in zip(sent.deliveries.order_by("pk"), moments, strict=False):
        Delivery.objects.filter(pk=delivery.pk).update(
            status="delivered", delivered_at=at, outside_window=outside
        )
    return sent


def answered(count: int, at: datetime) -> None:
    text = ServiceText.objects.get(key="help")
    Reply.objects.bulk_create(
        Reply(text=text, status="delivered", created_at=at, not_before=at, delivered_at=at)
        for _ in range(count)
    )


def counted(now: datetime) -> Month:
    billed_counts.tally(now, now - HOUR)
    return month_until(day_of(now), now)


# ── Before it leaves ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("category", "words"),
    [
        ("", "0,06 $"),
        (
            "UTILITY",
            "0,06 $",
        ),
        (
            "MARKETING",
            "0,14 $",
        ),
    ],
)
def test_an_estimate_counts_who_is_outside_the_window_at_the_price_that_meta_decided(category, words):
    for citizen in (ANNA, BRUNO, CARLA):
        subscribe(citizen)
    Subscriber.objects.filter(pk=identity.find(ANNA.person).pk).update(last_message_at=NOW - HOUR)
    approve_templates()
    WhatsAppTemplate.objects.update(category=category)

    assert estimate(campaign(), NOW).total_in_words == words


def test_once_the_free_thousand_is_used_up_the_window_costs_as_well():
    subscribe(ANNA)
    Subscriber.objects.update(last_message_at=OCTOBER - HOUR)
    answered(999, OCTOBER)
    counted(OCTOBER)
    assert estimate(campaign(), OCTOBER).total == 0
    answered(1, OCTOBER)
    counted(OCTOBER)
    assert estimate(campaign(), OCTOBER).total_in_words == "0,03 $"


def test_where_no_price_is_known_nobody_pretends_that_it_is_free():
    subscribe(ANNA)
    before = datetime(2025, 11, 3, tzinfo=UTC)
    assert estimate(campaign(), before).total_in_words == "quanto costa non si sa: manca un prezzo"


# ── What it has cost ──────────────────────────────────────────────────────────────────────────────────────


def test_what_was_delivered_or_read_is_counted_and_what_was_not_is_not():
    sent = delivered(NOW, NOW, NOW)
    failed, read, _ = sent.deliveries.order_by("pk")
    Delivery.objects.filter(pk=failed.pk).update(status="failed")
    Delivery.objects.filter(pk=read.pk).update(status="read", delivered_at=None, read_at=NOW)

    assert counted(NOW).spent == Decimal("0.06")
    assert bill_of(sent).lines == ((2, Decimal("0.03")),)
    assert bill_of(sent).total == Decimal("0.06")


def test_inside_the_window_messages_are_in_the_account_and_answers_beyond_a_thousand_cost():
    sent = delivered(NOW, outside=False)
    assert (counted(NOW).spent, counted(NOW).free_form) == (0, 1)
    assert (bill_of(sent).lines, bill_of(sent).inside, bill_of(sent).total) == ((), 1, 0)

    answered(1002, OCTOBER)
    assert counted(OCTOBER).spent == Decimal("0.06")


@pytest.mark.parametrize(
    ("at", "month"),
    [
        (datetime(2026, 10, 31, 22, 59, 59, tzinfo=UTC), date(2026, 10, 1)),
        (datetime(2026, 10, 31, 23, 0, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2026, 7, 31, 21, 59, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 31, 22, 0, tzinfo=UTC), date(2026, 8, 1)),
    ],
)
def test_a_message_belongs_to_the_month_of_cascinas_clocks(at, month):
    delivered(at, finished_at=at)
    billed_counts.tally(at, at - HOUR)
    answered(1, at)
    billed_counts.count_answers(at)
    assert {expense.day.replace(day=1) for expense in Expense.objects.all()} == {month}
    of_that_month = month_until(month, at)
    assert (of_that_month.spent, of_that_month.free_form) == (Decimal("0.03"), 1)


def test_what_was_billed_stays_when_deliveries_go_and_when_meta_changes_its_mind():
    sent = delivered(NOW, NOW)
    assert counted(NOW).spent == Decimal("0.06")
    approve_templates()
    WhatsAppTemplate.objects.update(category="MARKETING")
    sent.deliveries.first().delete()
    assert counted(NOW).spent == Decimal("0.06")
    assert Expense.objects.count() == 1


def test_a_late_delivery_of_an_old_broadcast_is_counted_at_night():
    later = NOW + timedelta(days=20)
    delivered(later, finished_at=NOW)
    Campaign.objects.update(status=CampaignStatus.SENT)
    assert counted(later).spent == 0
    billed_counts.tally(later, later - situation.LATEST)
    assert month_until(day_of(later), later).spent == Decimal("0.03")


def test_the_month_is_read_without_looking_at_a_single_delivery(django_assert_num_queries):
    """Once nothing is on its way any more."""
    delivered(*[NOW] * 5)
    counted(NOW)
    Campaign.objects.update(status=CampaignStatus.SENT)
    with django_assert_num_queries(4) as asked:
        month_until(day_of(NOW), NOW)
    assert not any("delivery" in query["sql"] for query in asked.captured_queries)


# ── The budget ────────────────────────────────────────────────────────────────────────────────────────────


def ready(**overrides) -> Campaign:
    """Paolo could approve it; its three readers cost nine cents."""
    for citizen in (ANNA, BRUNO, CARLA):
        subscribe(citizen)
    approve_templates()
    return campaign(status=CampaignStatus.IN_REVIEW, **overrides)


@pytest.mark.parametrize(
    ("amount", "blocks", "refused"),
    [
        ("0.09", True, False),
        ("0.08", True, True),
        ("0.08", False, False),
        (None, True, False),
        ("0", True, True),
    ],
)
def test_a_budget_blocks_only_what_would_exceed_it_and_only_if_it_is_set_so(amount, blocks, refused):
    budget(amount, blocks=blocks)
    broadcast = ready()
    if not refused:
        approve(broadcast)
        assert broadcast.status == CampaignStatus.APPROVED
        return
    with pytest.raises(launching.CannotLaunch) as refusal:
        approve(broadcast)
    assert str(refusal.value) == (
        "Con questo messaggio la spesa del mese arriva a 0,09 $: supera il limite di "
        f"{'0,08' if amount == '0.08' else '0,00'} $. Lo alza chi approva i messaggi o chi amministra, da "
        "Impostazioni › Spesa."
    )


def test_an_urgent_broadcast_waits_for_no_budget():
    budget("0", blocks=True)
    approve(ready(is_urgent=True, urgent_reason="Allerta rossa"))
    assert Campaign.objects.get().status == CampaignStatus.APPROVED


def test_what_is_on_its_way_counts_for_whoever_has_not_got_it_yet():
    ready()
    under_way()
    assert outlay(Plan(campaign(), NOW)).month.reserved == Decimal("0.09")
    Delivery.objects.filter(pk=Delivery.objects.first().pk).update(status="read", read_at=NOW)
    assert outlay(Plan(campaign(), NOW)).month.reserved == Decimal("0.06")


def test_a_new_budget_takes_over_on_its_day():
    budget("100", since=date(2026, 1, 1), blocks=False)
    budget("200", since=date(2026, 7, 1), blocks=False)
    assert [budget_on(day).amount for day in (date(2026, 6, 30), date(2026, 7, 1))] == [100, 200]
    budget(None, since=date(2026, 7, 1), blocks=False)
    assert budget_on(date(2026, 7, 1)) is None


@pytest.mark.parametrize(
    ("amount", "words", "warns"),
    [
        (None, "0,06 $", False),
        ("1", "0,06 $ su un limite di 1,00 $ (6 %)", False),
        ("0.08", "0,06 $ su un limite di 0,08 $ (75 %)", False),
        ("0.07", "0,06 $ su un limite di 0,07 $ (85 %)", True),
        ("0", "0,06 $ su un limite di 0,00 $ (100 %)", True),
    ],
)
def test_the_month_warns_at_its_threshold(amount, words, warns):
    budget(amount, blocks=False)
    delivered(NOW, NOW)
    month = counted(NOW)
    assert (month.in_words, month.warns) == (words, warns)


def test_the_operators_are_told_once_a_month_that_the_threshold_is_reached(
    settings, django_capture_on_commit_callbacks
):
    settings.ALERT_EMAILS = ["sistemi@comune.example"]
    budget("0.03", blocks=True)
    delivered(NOW)
    with django_capture_on_commit_callbacks(execute=True):
        counted(NOW)
        counted(NOW)
    (told,) = mail.outbox
    assert "La spesa dei messaggi di questo mese è di 0,03 $ su un limite di 0,03 $ (100 %)" in told.body
    assert "i nuovi invii saranno bloccati" in told.body
    Delivery.objects.update(delivered_at=NOW + timedelta(days=30))
    with django_capture_on_commit_callbacks(execute=True):
        counted(NOW + timedelta(days=30))
    assert len(mail.outbox) == 2
