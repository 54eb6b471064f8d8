"""What became of a broadcast, in numbers that add up, and when it will be over."""

from datetime import timedelta

import pytest

from broadcasts.content import audience
from broadcasts.launching.message import Message, told
from broadcasts.models import Campaign, Delivery, NumberStatus
from broadcasts.models.office import current_calendar
from broadcasts.reporting.progress import (
    Outlook,
    failures_by_reason,
    foreseen,
    outlook,
    progress_of,
    progress_of_all,
    spread,
)
from broadcasts.reporting.recipient_breakdown import Progress
from broadcasts.reporting.situation import situation_of
from broadcasts.rules.forecast import Forecast
from broadcasts.rules.states import CampaignStatus
from broadcasts.rules.states import DeliveryStatus as D
from subscribers.models import Subscriber
from tests.builders import NOW, campaign, hire, never_open, subscribe, topic, under_way
from tests.naming import with_number
from tests.people import ANNA, BRUNO, CARLA, DARIO, ELENA, FABIO
from tests.staff import GIULIA


@pytest.mark.parametrize(
    ("counts", "numbers"),
    [
        ({}, {"total": 0, "waiting": 0, "done": 0, "percent": 0}),
        ({D.QUEUED: 3}, {"total": 3, "waiting": 3, "done": 0, "left": 0, "percent": 0}),
        ({D.QUEUED: 1, D.SENDING: 1, D.UNCERTAIN: 1}, {"waiting": 3, "uncertain": 1, "percent": 0}),
        (
            {D.ACCEPTED: 1, D.SENT: 2, D.DELIVERED: 3, D.READ: 4},
            {"total": 10, "left": 10, "arrived": 7, "read": 4, "done": 10, "percent": 100},
        ),
        (
            {D.QUEUED: 1, D.FAILED: 2, D.SKIPPED: 3},
            {"total": 6, "failed": 2, "skipped": 3, "left": 0, "done": 5, "percent": 83},
        ),
        (
            {D.HELD: 3, D.EXPIRED: 2, D.READ: 1},
            {"total": 6, "held": 3, "expired": 2, "left": 6, "waiting": 0},
        ),
        ({D.QUEUED: 1, D.READ: 999}, {"percent": 99}),
    ],
)
def test_the_numbers(counts: dict, numbers: dict):
    progress = Progress(counts)
    assert {name: getattr(progress, name) for name in numbers} == numbers


def test_progress_is_counted_from_the_deliveries(django_assert_num_queries):
    for citizen in (ANNA, BRUNO, CARLA):
        subscribe(citizen)
    first, second = under_way(), under_way()
    first.deliveries.filter(with_number(ANNA.phone, of="subscriber__")).update(status=D.READ)
    never_started = campaign()

    with django_assert_num_queries(2):  # theirs, then the counts
        found = progress_of_all(Campaign.objects.select_related("kept"))
    assert found[first.pk].counts == {D.QUEUED: 2, D.READ: 1}
    assert found[second.pk].counts == {D.QUEUED: 3}
    assert found[never_started.pk].total == 0
    assert progress_of(first) == found[first.pk]


def test_failures_by_reason_the_most_frequent_first():
    for citizen in (ANNA, BRUNO, CARLA, DARIO, ELENA, FABIO):
        subscribe(citizen)
    broadcast = under_way()
    told = [
        ("failed", "Senza WhatsApp"),
        ("failed", "Senza WhatsApp"),
        ("skipped", "Cancellato"),
        ("failed", "Altro"),
    ]
    for row, (status, reason) in zip(broadcast.deliveries.all(), told, strict=False):
        Delivery.objects.filter(pk=row.pk).update(status=status, reason=reason)

    assert failures_by_reason([broadcast]) == [("Senza WhatsApp", 2), ("Altro", 1), ("Cancellato", 1)]


def shown(broadcast: Campaign, now=NOW) -> Message:
    """The broadcast as a page tells it."""
    return told([Campaign.objects.get(pk=broadcast.pk)], hire(GIULIA), now)[0]


def forecast_of(broadcast: Campaign, waiting: int) -> Forecast | None:
    """The forecast, were so many of its people waiting."""
    progress = {broadcast.pk: Progress({D.QUEUED: waiting})}
    return foreseen([broadcast], progress, NOW, NumberStatus(), (), current_calendar()).get(broadcast.pk)


@pytest.mark.parametrize(
    ("waiting", "overrides", "ends"),
    [
        (800, {}, NOW + timedelta(seconds=10)),
        (0, {}, None),
        (80 * 3600 * 3 + 80 * 60, {}, NOW + timedelta(hours=23, minutes=1)),  # the rest on Tuesday, from nine
        (80 * 3600 * 4, {"is_urgent": True}, NOW + timedelta(hours=4)),
    ],
)
def test_when_the_last_message_will_leave(waiting: int, overrides: dict, ends, settings):
    settings.WHATSAPP_MESSAGES_PER_SECOND = 80
    broadcast = under_way()
    Campaign.objects.update(**overrides)
    broadcast.refresh_from_db()

    expected = forecast_of(broadcast, waiting)
    assert (expected and expected.ends) == ends


def test_nobody_knows_the_end_without_a_rate_nor_without_hours_the_beginning(settings):
    settings.WHATSAPP_MESSAGES_PER_SECOND = 0
    assert forecast_of(under_way(), 10) is None

    settings.WHATSAPP_MESSAGES_PER_SECOND = 80
    never_open()
    assert forecast_of(under_way(), 10).ends is None


# ── WhatsApp's daily limit ────────────────────────────────────────────────────────────────────────────────


def held_up(broadcast: Campaign, now=NOW) -> str:
    """How the limit spreads it, and its end."""
    one = shown(broadcast, now)
    return f"{spread(broadcast, one.forecast, now)} {one.goes_on}".strip()


def town_of(people: int) -> list[Subscriber]:
    """So many people who get everything."""
    return Subscriber.objects.bulk_create(
        Subscriber(
            status="subscribed", phone=f"+39320{number:07}", phone_pseudonym=str(number), decided_at=NOW
        )
        for number in range(people)
    )


def limit(people: int | None, tier: str = "TIER_TEST") -> None:
    NumberStatus.objects.update_or_create(pk=1, defaults={"daily_limit": people, "tier": tier})


def written_to(broadcast: Campaign, people: int, *, ago: timedelta) -> None:
    """So many of its recipients got it, so long ago."""
    first = broadcast.deliveries.order_by("pk").values("pk")[:people]
    broadcast.deliveries.filter(pk__in=first).update(
        status=D.SENT, outside_window=True, claimed_at=NOW - ago, accepted_at=NOW - ago
    )


def test_while_nothing_is_left_of_the_limit_it_waits_and_says_until_when():
    town_of(5)
    limit(2)
    broadcast = under_way()
    written_to(broadcast, 2, ago=timedelta(minutes=3))

    assert held_up(broadcast) == (
        "In attesa del limite giornaliero di WhatsApp: riprende domani alle 10:00. "
        "Lo ricevono: 2 domani, 1 mercoledì 10. finisce mercoledì 10 verso le 10:00"
    )


def test_with_room_for_some_it_says_how_many_today():
    town_of(5)
    limit(4)
    broadcast = under_way()
    written_to(broadcast, 1, ago=timedelta(hours=23))

    assert held_up(broadcast) == "finisce verso le 11:05"  # the first one counts no more by then
    written_to(broadcast, 1, ago=timedelta(minutes=3))
    assert held_up(broadcast) == "Lo ricevono: 3 oggi, 1 domani. finisce domani verso le 10:00"


def test_out_of_hours_it_waits_for_the_opening_not_for_the_limit():
    town_of(5)
    limit(2)
    broadcast = under_way()
    written_to(broadcast, 2, ago=timedelta(hours=12))
    evening = NOW + timedelta(hours=10)

    assert held_up(broadcast, evening).endswith("riprende domani alle 9:00")
    assert "In attesa" not in held_up(broadcast, evening)


def test_with_another_one_in_turn_it_takes_longer(settings):
    settings.WHATSAPP_MESSAGES_PER_SECOND = 1
    town_of(60)
    first, second = under_way(), under_way()
    second.deliveries.filter(pk__in=second.deliveries.values("pk")[:30]).update(status=D.SENT)

    assert shown(first).forecast.ends == NOW + timedelta(seconds=90)
    assert shown(second).forecast.ends == NOW + timedelta(seconds=60)
    Campaign.objects.filter(pk=first.pk).update(is_urgent=True)
    first.refresh_from_db()
    assert shown(first).forecast.ends == NOW + timedelta(seconds=60)
    assert shown(second).forecast.ends == NOW + timedelta(seconds=90)


@pytest.mark.parametrize(
    ("people", "tier", "words"),
    [
        (
            3,
            "TIER_TEST",
            "Il limite di WhatsApp è di 3 persone al giorno; oggi ne resta 1. "
            "Lo ricevono: 1 oggi, 3 domani, 2 mercoledì 10.",
        ),
        (2000, "TIER_2K", ""),
        (
            1,
            "TIER_TEST",
            "Il limite di WhatsApp è di 1 persone al giorno; oggi ne restano 0. "
            "Lo ricevono: 1 domani, 1 mercoledì 10, "
            "1 giovedì 11, 1 venerdì 12, 2 nei giorni seguenti.",
        ),
        (None, "TIER_UNLIMITED", ""),
    ],
)
def test_what_the_limit_means_before_it_is_launched(people, tier: str, words: str):
    earlier = under_way(topic=topic("Eventi e cultura"))
    town_of(8)
    audience.snapshot(earlier)
    written_to(earlier, 2, ago=timedelta(minutes=3))
    earlier.deliveries.exclude(status=D.SENT).delete()
    Subscriber.objects.filter(pk__in=earlier.deliveries.values("subscriber")).update(follows_all=False)
    limit(people, tier)

    assert outlook_of(campaign()).spread == words


def outlook_of(made: Campaign) -> Outlook:
    return outlook(made, situation_of(made, NOW), NOW, NOW)


def test_who_was_approved_before_goes_first():
    town_of(4)
    limit(4)
    mine, later = campaign(), NOW + timedelta(hours=1)
    assert outlook_of(mine).ends.date() == NOW.date()

    campaign(status=CampaignStatus.APPROVED, scheduled_for=NOW)
    assert outlook_of(mine).ends.date() > NOW.date()
    Campaign.objects.filter(status=CampaignStatus.APPROVED).update(scheduled_for=later)
    assert outlook_of(mine).ends.date() == NOW.date()
