"""WhatsApp's daily limit: who counts, how many more may be written to, and who may be written to anyway."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from broadcasts.models import Campaign, Delivery, NumberStatus
from broadcasts.reporting import daily_limit
from broadcasts.rules.states import DeliveryStatus as D
from subscribers.models import Subscriber
from tests.broadcasts.moments import HOUR
from tests.builders import NOW, delivery_to, subscribe, under_way
from tests.people import ANNA, BRUNO, CARLA, DARIO


@pytest.fixture
def town() -> list[Subscriber]:
    return [subscribe(citizen) for citizen in (ANNA, BRUNO, CARLA, DARIO)]


def limit(people: int | None) -> None:
    NumberStatus.objects.update_or_create(pk=1, defaults={"daily_limit": people, "tier": "TIER_TEST"})


def written_to(subscriber: Subscriber, *, of: Campaign, ago: timedelta = HOUR, **overrides) -> Delivery:
    """`subscriber` got the broadcast outside of their window, so long ago."""
    fields = {"status": D.SENT, "outside_window": True, "claimed_at": NOW - ago} | overrides
    return delivery_to(subscriber, of=of, **fields)


def take(
    campaign: Campaign, most: int, allowance: daily_limit.Allowance, *, now: datetime = NOW
) -> list[int]:
    """Claim as the sender does; the subscribers whose message was taken."""
    queue = Delivery.objects.due(now).filter(campaign=campaign).select_related("subscriber").order_by("pk")
    with transaction.atomic():
        mine = allowance.take(campaign, [queue.select_for_update(of=("self",))], most, now)
        for delivery in mine:
            outside = daily_limit.counts(delivery, now)
            Delivery.objects.filter(pk=delivery.pk).move(D.SENDING, claimed_at=now, outside_window=outside)
    return [delivery.subscriber_id for delivery in mine]


@pytest.mark.parametrize(
    ("overrides", "counts"),
    [
        *(
            ({"status": status}, 1)
            for status in (D.SENDING, D.UNCERTAIN, D.ACCEPTED, D.SENT, D.DELIVERED, D.READ)
        ),
        ({"status": D.QUEUED}, 0),
        ({"status": D.SKIPPED}, 0),
        ({"status": D.FAILED}, 0),
        ({"status": D.FAILED, "accepted_at": NOW}, 1),
        ({"outside_window": False}, 0),
        ({"claimed_at": NOW - 24 * HOUR}, 0),
        ({"claimed_at": NOW - 24 * HOUR + timedelta(seconds=1)}, 1),
        ({"subscriber": None}, 1),
    ],
)
def test_who_counts(overrides: dict, counts: int, town, django_assert_num_queries):
    broadcast, first = under_way(), town[0]
    found = written_to(first, of=broadcast)
    Delivery.objects.filter(pk=found.pk).update(**overrides)

    with django_assert_num_queries(1):
        assert daily_limit.used(NOW) == counts


def test_a_person_counts_once_however_often_we_write(town):
    written_to(town[0], of=under_way(), ago=5 * HOUR)
    written_to(town[0], of=under_way())

    assert daily_limit.used(NOW) == 1


@pytest.mark.parametrize(("people", "room"), [(None, None), (250, 248), (2, 0), (1, 0)])
def test_the_room_that_is_left(people, room, town):
    broadcast = under_way()
    for subscriber in town[:2]:
        written_to(subscriber, of=broadcast)
    limit(people)

    assert daily_limit.quota(NOW) == room


def test_what_is_left_is_taken_and_no_more(town):
    limit(3)
    broadcast, allowance = under_way(), daily_limit.Allowance()

    assert len(take(broadcast, 2, allowance)) == 2
    assert len(take(broadcast, 2, allowance)) == 1
    assert take(broadcast, 2, allowance) == []
    assert not allowance.may_take(broadcast, NOW)


def test_two_senders_together_take_no_more_than_there_is(town):
    limit(3)
    broadcast, one, other = under_way(), daily_limit.Allowance(), daily_limit.Allowance()
    assert one.room(NOW) == other.room(NOW) == 3

    assert len(take(broadcast, 2, one)) + len(take(broadcast, 2, other)) + len(take(broadcast, 2, one)) == 3


def test_without_room_who_counts_already_is_written_to(town):
    limit(1)
    written_to(town[2], of=under_way())

    assert take(under_way(), 10, daily_limit.Allowance()) == [town[2].pk]


@pytest.mark.parametrize(
    ("wrote_ago", "needs_template", "taken"), [(HOUR, False, 1), (25 * HOUR, False, 0), (HOUR, True, 0)]
)
def test_without_room_who_wrote_to_us_is_answered(wrote_ago, needs_template, taken, town):
    limit(0)
    broadcast = under_way()
    Subscriber.objects.filter(pk=town[1].pk).update(last_message_at=NOW - wrote_ago)
    delivery_to(town[1], of=broadcast, needs_template=needs_template)

    assert take(broadcast, 10, daily_limit.Allowance()) == [town[1].pk][:taken]


def test_people_in_their_window_use_nothing_up(town):
    limit(1)
    broadcast, allowance = under_way(), daily_limit.Allowance()
    Subscriber.objects.filter(pk=town[0].pk).update(last_message_at=NOW - HOUR)

    assert take(broadcast, 1, allowance) == [town[0].pk]
    assert take(broadcast, 1, allowance) == [town[1].pk]
    assert take(broadcast, 1, allowance) == []


def test_waiting_costs_no_query_for_a_while(town, django_assert_num_queries):
    limit(0)
    broadcast, allowance = under_way(), daily_limit.Allowance()
    assert allowance.may_take(broadcast, NOW)  # perhaps somebody needs no room
    assert take(broadcast, 10, allowance) == []

    with django_assert_num_queries(0):
        assert not allowance.may_take(broadcast, NOW + timedelta(seconds=9))
    with django_assert_num_queries(2):
        assert not allowance.may_take(broadcast, NOW + timedelta(seconds=10))
    assert allowance.may_take(broadcast, NOW + daily_limit.LOOK_AGAIN)


def test_what_was_counted_is_remembered_for_a_second(town, django_assert_num_queries):
    limit(2000)
    allowance = daily_limit.Allowance()
    with django_assert_num_queries(2):
        assert allowance.room(NOW) == allowance.room(NOW + timedelta(milliseconds=900)) == 2000
    limit(250)
    assert allowance.room(NOW + daily_limit.REMEMBERED) == 250


@pytest.mark.parametrize(
    ("people", "moment"),
    [(1, NOW + 21 * HOUR), (2, NOW + 22 * HOUR), (3, NOW + 23 * HOUR), (99, NOW + 23 * HOUR)],
)
def test_when_there_is_room_again(people: int, moment, town):
    limit(3)
    assert daily_limit.frees_up_at(NOW, people) == NOW
    early, late = under_way(), under_way()
    for hours, subscriber in zip((3, 2, 9), town, strict=False):
        written_to(subscriber, of=early, ago=hours * HOUR)
    written_to(town[2], of=late, ago=HOUR)  # the last time counts

    assert daily_limit.frees_up_at(NOW, people) == moment


def test_who_stops_counting_when(town):
    early, late = under_way(), under_way()
    for minutes, subscriber in zip((122, 121, 300), town, strict=False):
        written_to(subscriber, of=early, ago=timedelta(minutes=minutes))
    written_to(town[2], of=late)

    assert daily_limit.leaving(NOW) == [(NOW + 22 * HOUR, 2), (NOW + 23 * HOUR + timedelta(minutes=5), 1)]
    assert daily_limit.already_counted(Subscriber.objects.all(), NOW) == 3


def test_of_few_a_page_counts_the_latest_of_many_what_was_reckoned_a_moment_ago(
    django_assert_num_queries, town
):
    with django_assert_num_queries(0):
        assert daily_limit.leaving_lately(NumberStatus(), NOW) == []

    limit(2000)
    written_to(town[0], of=under_way())
    assert sum(people for _, people in daily_limit.leaving_lately(daily_limit.number_status(), NOW)) == 1

    soon = NOW + HOUR
    kept = [[(NOW - HOUR).isoformat(), 10], [soon.isoformat(), 90_000]]
    limit(100_000)
    NumberStatus.objects.update(leaving=kept, leaving_at=NOW)
    assert daily_limit.leaving_lately(daily_limit.number_status(), NOW) == [(soon, 90_000)]


def test_what_is_kept_is_written_when_it_has_changed(town):
    limit(2000)
    delivery = written_to(town[0], of=under_way())
    daily_limit.keep_leaving(NOW)
    assert [people for _, people in daily_limit.number_status().leaving] == [1]
    daily_limit.keep_leaving(NOW + HOUR)
    assert daily_limit.number_status().leaving_at == NOW
    Delivery.objects.filter(pk=delivery.pk).update(status=D.SKIPPED)
    daily_limit.keep_leaving(NOW + 2 * HOUR)
    assert (daily_limit.number_status().leaving, daily_limit.number_status().leaving_at) == (
        [],
        NOW + 2 * HOUR,
    )
