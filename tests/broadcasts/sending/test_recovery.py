"""After a crash or a lost answer: nothing is sent again unless there is evidence that it did not leave."""

from datetime import timedelta

import pytest

from broadcasts.models import Campaign, CampaignEvent, Delivery
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.rules.states import DeliveryStatus as D
from broadcasts.sending import recovery, sender
from broadcasts.sending.outcomes import receipts
from cascina_whatsapp.whatsapp.cloud_api.durations import LONGEST_CALL, LOST_AFTER, SILENCE
from cascina_whatsapp.whatsapp.cloud_api.retry_policy import MOST_ATTEMPTS
from cascina_whatsapp.whatsapp.webhook import liveness
from subscribers.models import Reply
from tests.broadcasts.moments import HOUR, MINUTE, SECOND
from tests.broadcasts.rows import fresh
from tests.builders import (
    LONG_AGO,
    NOW,
    events_of,
    hire,
    receipt,
    say,
    subscribe,
    subscribe_crowd,
    text,
    under_way,
    unsubscribe,
)
from tests.naming import with_number
from tests.people import ANNA, BRUNO, CARLA, PAOLO


@pytest.fixture
def broadcast():
    subscribe(ANNA)
    subscribe(BRUNO)
    return under_way()


def anna(**fields) -> Delivery:
    """Her delivery, the one in doubt."""
    Delivery.objects.filter(with_number(ANNA.phone, of="subscriber__")).update(**{"attempts": 1} | fields)
    return Delivery.objects.get(with_number(ANNA.phone, of="subscriber__"))


def bruno(**fields) -> None:
    """His delivery, which shows whether Meta's receipts get through."""
    Delivery.objects.filter(with_number(BRUNO.phone, of="subscriber__")).update(**{"attempts": 1} | fields)


@pytest.mark.parametrize(
    ("claimed_ago", "status"),
    [(MINUTE, D.SENDING), (LOST_AFTER, D.SENDING), (LOST_AFTER + SECOND, D.UNCERTAIN), (HOUR, D.UNCERTAIN)],
)
def test_what_was_in_flight_when_the_process_died_is_in_doubt(claimed_ago, status: D, broadcast):
    row = anna(status=D.SENDING, claimed_at=NOW - claimed_ago)
    recovery.recover(NOW, silence_counts_since=LONG_AGO)

    assert fresh(row).status == status


def test_whatever_waits_for_calls_waits_for_longer_than_one():
    """A claimed message may wait for its moment (STALE) before it is in flight."""
    assert timedelta(seconds=sender.STALE) + LONGEST_CALL < LOST_AFTER < SILENCE
    assert min(recovery.NEAR, liveness.CALLS_OVER_AFTER) > LONGEST_CALL


@pytest.mark.parametrize(
    ("silent_for", "heard_of", "status"),
    [
        (16 * MINUTE, None, D.UNCERTAIN),  # nobody hears anything: no evidence
        (16 * MINUTE, -MINUTE, D.UNCERTAIN),  # only of what left before
        (16 * MINUTE, MINUTE, D.QUEUED),  # of what left later, and long enough ago
        (14 * MINUTE, MINUTE, D.UNCERTAIN),  # it may still be told
        (25 * HOUR, None, D.FAILED),
        (23 * HOUR, None, D.UNCERTAIN),
    ],
)
def test_only_telling_silence_queues_it_again(silent_for, heard_of, status: D, broadcast):
    row = anna(status=D.UNCERTAIN, claimed_at=NOW - silent_for)
    if heard_of is not None:
        bruno(status=D.SENT, claimed_at=NOW - silent_for + heard_of, sent_at=NOW - silent_for + heard_of)
    recovery.recover(NOW, silence_counts_since=LONG_AGO)

    assert fresh(row).status == status


def test_queued_again_it_leaves_as_soon_as_it_can_and_without_the_old_doubt(broadcast):
    row = anna(
        status=D.UNCERTAIN, claimed_at=NOW - HOUR, error_code=131000, reason="…", not_before=NOW + HOUR
    )
    bruno(status=D.READ, claimed_at=NOW - MINUTE, sent_at=NOW)

    assert recovery.settle_silent(NOW, silence_counts_since=LONG_AGO) == 1
    row.refresh_from_db()
    assert (row.not_before, row.error_code, row.reason) == (None, None, "")


@pytest.mark.parametrize(
    ("silence_counts_since", "again"),
    [
        (None, 0),  # nobody has listened for long enough
        (NOW - 2 * HOUR, 1),
        (NOW - HOUR - SECOND, 1),
        (NOW - HOUR, 0),
        (NOW - MINUTE, 0),  # the webhook may have been out of reach when Meta had to tell of it
    ],
)
def test_silence_tells_something_only_while_somebody_listened(silence_counts_since, again: int, broadcast):
    anna(status=D.UNCERTAIN, claimed_at=NOW - HOUR)
    bruno(status=D.READ, claimed_at=NOW - MINUTE, sent_at=NOW)

    assert recovery.settle_silent(NOW, silence_counts_since=silence_counts_since) == again


@pytest.mark.parametrize("apart", [-2 * MINUTE, -MINUTE, SECOND, MINUTE, 2 * MINUTE])
@pytest.mark.parametrize("told", [True, False])
def test_news_of_its_neighbours_must_have_come_too(told: bool, apart, broadcast):
    """Meta took Bruno's, and has not told of it: what it has to tell of Anna's may be on its way as well."""
    subscribe(CARLA)
    later = under_way()
    later.deliveries.update(status=D.READ, claimed_at=NOW - MINUTE, sent_at=NOW)
    row = anna_of(broadcast, status=D.UNCERTAIN, claimed_at=NOW - HOUR, attempts=1)
    claim = NOW - HOUR + apart
    broadcast.deliveries.filter(with_number(BRUNO.phone, of="subscriber__")).update(
        status=D.SENT if told else D.ACCEPTED, claimed_at=claim, sent_at=claim if told else None
    )
    recovery.settle_silent(NOW, silence_counts_since=LONG_AGO)

    assert fresh(row).status == (D.QUEUED if told or abs(apart) > MINUTE else D.UNCERTAIN)


@pytest.mark.parametrize(
    ("silent", "heard", "again"),
    [(1, 99, False), (1, 100, True), (2, 199, False), (2, 200, True), (100, 100, False)],
)
def test_a_few_telephones_of_which_meta_never_tells_keep_nobody_in_doubt(
    silent: int, heard: int, again: bool
):
    """Where nearly all its neighbours were told of, the silence about hers is her own message's."""
    subscribe(ANNA)
    subscribe_crowd(silent + heard)
    broadcast = under_way()
    claim = NOW - HOUR
    numbers = list(
        broadcast.deliveries.exclude(with_number(ANNA.phone, of="subscriber__")).values_list("pk", flat=True)
    )
    Delivery.objects.filter(pk__in=numbers).update(status=D.READ, claimed_at=claim + SECOND, sent_at=NOW)
    Delivery.objects.filter(pk__in=numbers[:silent]).update(status=D.ACCEPTED, sent_at=None)
    row = anna(status=D.UNCERTAIN, claimed_at=claim)
    recovery.settle_silent(NOW, silence_counts_since=LONG_AGO)

    assert fresh(row).status == (D.QUEUED if again else D.UNCERTAIN)


@pytest.mark.parametrize("heard", [0, 300])
def test_near_one_that_meta_keeps_back_another_may_be_kept_back_too(heard: int, broadcast):
    subscribe_crowd(heard)
    under_way().deliveries.update(status=D.READ, claimed_at=NOW - HOUR + SECOND, sent_at=NOW)
    row = anna_of(broadcast, status=D.UNCERTAIN, claimed_at=NOW - HOUR, attempts=1)
    broadcast.deliveries.exclude(pk=row.pk).update(status=D.HELD, claimed_at=NOW - HOUR)

    assert recovery.settle_silent(NOW, silence_counts_since=LONG_AGO) == 0


@pytest.mark.parametrize(
    ("moment", "again"),
    [
        ({"read_at": NOW - HOUR + recovery.NEAR + SECOND}, True),
        ({"delivered_at": NOW - HOUR + recovery.NEAR + SECOND}, True),
        ({"read_at": NOW - HOUR + recovery.NEAR}, False),  # the call may have taken so long
        ({"read_at": None}, False),
    ],
)
def test_whoever_reads_an_earlier_message_shows_that_meta_tells_of_what_happens(
    moment, again: bool, broadcast
):
    """Hers was the last message of the broadcast, and nobody wrote since: what happens to the others is news too."""
    row = anna(status=D.UNCERTAIN, claimed_at=NOW - HOUR)
    before = NOW - HOUR - 10 * SECOND
    bruno(**{"status": D.READ, "claimed_at": before, "sent_at": before, **moment})
    recovery.settle_silent(NOW, silence_counts_since=LONG_AGO)

    assert fresh(row).status == (D.QUEUED if again else D.UNCERTAIN)


def anna_of(broadcast: Campaign, **fields) -> Delivery:
    """Her delivery of this broadcast, where there are two."""
    broadcast.deliveries.filter(with_number(ANNA.phone, of="subscriber__")).update(**fields)
    return broadcast.deliveries.get(with_number(ANNA.phone, of="subscriber__"))


@pytest.mark.parametrize(
    ("after", "fields", "again"),
    [
        (MINUTE, {"status": Reply.Status.DELIVERED, "delivered_at": NOW}, 1),
        (-MINUTE, {"status": Reply.Status.DELIVERED, "delivered_at": NOW}, 0),  # it left before hers
        (MINUTE, {"status": Reply.Status.SENT, "sent_at": NOW}, 0),  # we said so ourselves
        (MINUTE, {"status": Reply.Status.UNCERTAIN}, 0),
    ],
)
def test_an_answer_that_arrived_has_been_heard_of_as_well(after, fields: dict, again: int, broadcast):
    """Hers was the last message of the broadcast. Carla wrote later, and Meta told of our answer to her."""
    anna(status=D.UNCERTAIN, claimed_at=NOW - HOUR)
    say(text(CARLA, "Aiuto"))
    Reply.objects.update(claimed_at=NOW - HOUR + after, **fields)

    assert recovery.settle_silent(NOW, silence_counts_since=LONG_AGO) == again


@pytest.mark.parametrize(("attempts", "again"), [(MOST_ATTEMPTS - 1, 1), (MOST_ATTEMPTS, 0)])
def test_even_silence_is_not_tried_for_ever(attempts: int, again: int, broadcast):
    """A message that makes Meta stumble each time must not keep its broadcast open."""
    anna(status=D.UNCERTAIN, claimed_at=NOW - HOUR, attempts=attempts)
    bruno(status=D.READ, claimed_at=NOW - MINUTE, sent_at=NOW)

    assert recovery.settle_silent(NOW, silence_counts_since=LONG_AGO) == again


def test_after_a_day_nobody_will_ever_know(broadcast):
    row = anna(status=D.UNCERTAIN, claimed_at=NOW - 25 * HOUR)
    bruno(status=D.READ, claimed_at=NOW - 25 * HOUR - MINUTE, sent_at=NOW)
    recovery.recover(NOW, silence_counts_since=LONG_AGO)
    row.refresh_from_db()

    assert (row.status, row.reason) == (D.FAILED, failure_reasons.NEVER_KNOWN)
    assert Campaign.objects.get().status == C.SENT


def test_who_left_meanwhile_does_not_keep_the_broadcast_open(broadcast):
    unsubscribe(ANNA)
    bruno(status=D.READ)
    recovery.recover(NOW, silence_counts_since=LONG_AGO)

    assert sorted(Delivery.objects.values_list("status", flat=True)) == [D.READ, D.SKIPPED]
    assert Campaign.objects.get().status == C.SENT


def test_of_a_cancelled_broadcast_nothing_stays_in_the_queue(broadcast):
    """It was in flight when somebody cancelled, and Meta did not take it."""
    row = anna(status=D.QUEUED, error_code=131056, not_before=NOW + HOUR)
    Campaign.objects.update(status=C.CANCELLED)
    recovery.recover(NOW, silence_counts_since=LONG_AGO)
    row.refresh_from_db()

    assert (row.status, row.reason) == (D.SKIPPED, failure_reasons.CANCELLED)


def test_only_a_broadcast_on_its_way_is_closed(broadcast):
    Delivery.objects.update(status=D.READ)
    for state in (C.PAUSED, C.CANCELLED, C.SENT, C.DRAFT):
        Campaign.objects.update(status=state)
        recovery.recover(NOW, silence_counts_since=LONG_AGO)
        assert Campaign.objects.get().status == state


def test_run_twice_it_does_nothing_more(broadcast):
    anna(status=D.SENDING, claimed_at=NOW - HOUR)
    bruno(status=D.READ, claimed_at=NOW - MINUTE, sent_at=NOW)
    recovery.recover(NOW, silence_counts_since=LONG_AGO)
    once = list(Delivery.objects.order_by("pk").values())
    recovery.recover(NOW, silence_counts_since=LONG_AGO)

    assert list(Delivery.objects.order_by("pk").values()) == once


def decide(*, arrived: bool) -> list[int]:
    """Paolo has found out about everything in doubt."""
    return recovery.settle(Delivery.objects.all(), arrived=arrived, by=hire(PAOLO), now=NOW)


@pytest.mark.parametrize("arrived", [True, False])
def test_people_decide_only_what_is_in_doubt(arrived: bool, broadcast):
    for status in sorted(set(D) - {D.UNCERTAIN}):
        anna(status=status)
        assert decide(arrived=arrived) == []
        assert anna().status == status
    assert not CampaignEvent.objects.exists()


@pytest.mark.parametrize(
    ("arrived", "status", "reason"),
    [(True, D.DELIVERED, recovery.SAID_TO_HAVE_ARRIVED), (False, D.QUEUED, "")],
)
def test_people_decide_and_the_broadcast_shows_who_did(arrived: bool, status: D, reason: str, broadcast):
    row = anna(status=D.UNCERTAIN, error_code=131000, reason="…", claimed_at=NOW - HOUR)
    decided = decide(arrived=arrived)
    row.refresh_from_db()
    event = broadcast.events.get()

    assert decided == [row.pk]
    assert (row.status, row.reason, row.error_code) == (status, reason, None)
    assert (event.what, event.by.username, event.at) == ("settled", PAOLO.username, NOW)
    assert event.note == recovery.NOTES[arrived].format(1)


def test_a_decision_of_people_is_no_evidence_against_other_messages(broadcast):
    """Nobody knows when it arrived: Bruno's, which left before, may still be heard of."""
    anna(status=D.UNCERTAIN, claimed_at=NOW - 20 * MINUTE)
    decide(arrived=True)
    bruno(status=D.UNCERTAIN, claimed_at=NOW - 30 * MINUTE)

    assert recovery.settle_silent(NOW, silence_counts_since=LONG_AGO) == 0


def test_of_a_cancelled_broadcast_nothing_leaves_again(broadcast):
    anna(status=D.UNCERTAIN)
    Campaign.objects.update(status=C.CANCELLED)

    assert decide(arrived=False) == []
    assert len(decide(arrived=True)) == 1


def test_a_receipt_that_comes_after_all_keeps_it_from_leaving_twice(broadcast):
    row = anna(status=D.UNCERTAIN, attempts=1)
    decide(arrived=False)
    receipts.apply(events_of(receipt(row, "delivered")), now=NOW)

    assert fresh(row).status == D.DELIVERED
