"""Nothing is sent again because nobody heard of it, unless somebody listened and the webhook answered."""

from datetime import datetime, timedelta

import pytest
import time_machine

from broadcasts.models import Delivery
from broadcasts.rules.states import DeliveryStatus
from cascina_whatsapp import routing, tasks
from cascina_whatsapp.whatsapp.webhook import liveness
from cascina_whatsapp.whatsapp.webhook.models import DeadLetter, Heartbeat, WebhookPost
from subscribers.models import Reply
from tests.builders import NOW, receipt, receipt_for, say, subscribe, text, under_way, webhook
from tests.naming import with_number
from tests.people import ANNA, BRUNO, CARLA

pytestmark = pytest.mark.django_db
D = DeliveryStatus
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
CLAIMED = NOW
"""When Anna's message was put in flight; then the process died."""


@pytest.fixture
def anna():
    """Her message, which may have left. Bruno's did, just before, and Meta has told of it."""
    subscribe(ANNA)
    subscribe(BRUNO)
    under_way()
    listen(CLAIMED - MINUTE, CLAIMED - MINUTE)
    arrives(receipt(bruno(claimed_at=CLAIMED - SECOND), "sent", at=CLAIMED), at=CLAIMED)
    listen(CLAIMED, CLAIMED)
    row = Delivery.objects.get(with_number(ANNA.phone, of="subscriber__"))
    Delivery.objects.filter(pk=row.pk).update(status=D.SENDING, claimed_at=CLAIMED, attempts=1)
    return Delivery.objects.get(pk=row.pk)


def bruno(**fields) -> Delivery:
    """His message of the same broadcast."""
    Delivery.objects.filter(with_number(BRUNO.phone, of="subscriber__")).update(
        status=D.ACCEPTED, attempts=1, **fields
    )
    return Delivery.objects.get(with_number(BRUNO.phone, of="subscriber__"))


def arrives(change: dict, *, at: datetime) -> None:
    """Meta posts, and the webhook answers."""
    with time_machine.travel(at, tick=False):
        WebhookPost.objects.create(body=webhook(change))


def listen(start: datetime, end: datetime) -> None:
    """The tick comes all that time; every twenty seconds will do."""
    while start <= end:
        with time_machine.travel(start, tick=False):
            routing.run(start)
        start += 20 * SECOND


def recovered(row: Delivery, at: datetime) -> str:
    """How this message stands after the minute's tick."""
    with time_machine.travel(at, tick=False):
        tasks.recover()
    row.refresh_from_db()
    return row.status


def something_later_is_heard_of(at: datetime) -> None:
    """Carla writes, and Meta tells that our answer arrived."""
    say(text(CARLA, "Aiuto", at=at))
    reply = Reply.objects.latest("pk")
    Reply.objects.filter(pk=reply.pk).update(status=Reply.Status.SENT, claimed_at=at, sent_at=at)
    arrives(receipt_for(f"cascina:reply:{reply.pk}", "delivered", at=at), at=at)


def test_somebody_listened_and_nothing_came(anna):
    something_later_is_heard_of(CLAIMED + 5 * MINUTE)
    listen(CLAIMED, CLAIMED + 16 * MINUTE)
    assert recovered(anna, CLAIMED + 16 * MINUTE) == D.QUEUED


def test_what_lies_unread_may_be_the_news(anna):
    """Down for twenty minutes, the workers come back; the webhook stored what Meta told. Recovery runs first.

    Of a later message they had heard before: it alone would make silence evidence.
    """
    something_later_is_heard_of(CLAIMED + MINUTE)
    listen(CLAIMED, CLAIMED + 2 * MINUTE)
    arrives(receipt(anna, "delivered", at=CLAIMED + 3 * MINUTE), at=CLAIMED + 3 * MINUTE)
    back = CLAIMED + 22 * MINUTE
    assert recovered(anna, back) == D.UNCERTAIN

    listen(back, back)
    assert recovered(anna, back + MINUTE) == D.DELIVERED


def test_one_post_that_is_not_read_is_enough(anna):
    """Somebody listens, but this one waits: another worker has it, or an error keeps it from being dealt with."""
    something_later_is_heard_of(CLAIMED + 5 * MINUTE)
    end = CLAIMED + 16 * MINUTE
    listen(CLAIMED, end)
    arrives(receipt(anna, "sent", at=CLAIMED + SECOND), at=end - 6 * SECOND)
    assert recovered(anna, end) == D.UNCERTAIN


def test_news_that_could_not_be_read_is_not_silence(anna):
    something_later_is_heard_of(CLAIMED + 5 * MINUTE)
    listen(CLAIMED, CLAIMED + 16 * MINUTE)
    with time_machine.travel(CLAIMED + SECOND, tick=False):
        DeadLetter.objects.create(body=b"{", kind="StatusUpdate", error="…")
    assert recovered(anna, CLAIMED + 16 * MINUTE) == D.UNCERTAIN


@pytest.mark.parametrize(
    ("gap", "settled"),
    [(29 * SECOND, True), (31 * SECOND, False), (4 * MINUTE, False)],
)
def test_after_a_gap_it_takes_fifteen_minutes_of_listening(gap: timedelta, settled: bool, anna):
    something_later_is_heard_of(CLAIMED + MINUTE)
    listen(CLAIMED, CLAIMED + 10 * MINUTE)
    back = CLAIMED + 10 * MINUTE + gap
    listen(back, CLAIMED + 16 * MINUTE)
    assert recovered(anna, CLAIMED + 16 * MINUTE) == (D.QUEUED if settled else D.UNCERTAIN)

    listen(CLAIMED + 16 * MINUTE, back + 16 * MINUTE)
    assert recovered(anna, back + 16 * MINUTE) == D.QUEUED


def test_recovery_itself_listens_to_nothing(anna):
    """It is the first task to run when the workers are back."""
    something_later_is_heard_of(CLAIMED + MINUTE)
    listen(CLAIMED, CLAIMED + 30 * MINUTE)
    assert recovered(anna, CLAIMED + 31 * MINUTE) == D.UNCERTAIN


@pytest.mark.parametrize(
    ("knocks", "settled"),
    [
        ([2 * MINUTE], True),  # the webhook answered after the workers had died
        (
            [10 * SECOND],
            False,
        ),  # her message may have been in flight still: nothing shows that it was open then
        ([30 * MINUTE], False),  # it may have been shut until then
        ([], False),
    ],
)
def test_when_nobody_listened_the_door_must_have_been_open(knocks: list, settled: bool, anna):
    """The workers are down for an hour. Was the whole machine? Then Meta comes again some time within a week."""
    for after in knocks:
        at = CLAIMED + after
        arrives(receipt(bruno(), "read", at=at), at=at)
    Delivery.objects.filter(with_number(BRUNO.phone, of="subscriber__")).update(status=D.READ)
    back = CLAIMED + HOUR
    listen(back, back)
    something_later_is_heard_of(back + MINUTE)
    listen(back, back + 16 * MINUTE)
    assert recovered(anna, back + 16 * MINUTE) == (D.QUEUED if settled else D.UNCERTAIN)


@pytest.mark.parametrize(
    ("late", "settled"), [(SECOND, True), (5 * MINUTE, True), (5 * MINUTE + SECOND, False)]
)
def test_late_news_says_that_the_door_was_shut(late: timedelta, settled: bool, anna):
    """Meta is catching up: what it has to tell of Anna's may come in an hour."""
    told = CLAIMED + MINUTE
    something_later_is_heard_of(CLAIMED + 5 * MINUTE)
    arrives(receipt(bruno(), "delivered", at=told), at=told + late)
    listen(CLAIMED, CLAIMED + 16 * MINUTE)
    assert recovered(anna, CLAIMED + 16 * MINUTE) == (D.QUEUED if settled else D.UNCERTAIN)


def test_of_what_leaves_after_an_outage_silence_tells_again(anna):
    test_when_nobody_listened_the_door_must_have_been_open([], False, anna)
    again = CLAIMED + HOUR + 16 * MINUTE
    Delivery.objects.filter(pk=anna.pk).update(claimed_at=again)
    something_later_is_heard_of(again + MINUTE)
    listen(again, again + 16 * MINUTE)
    assert recovered(anna, again + 16 * MINUTE) == D.QUEUED


def test_where_nothing_was_ever_heard_silence_tells_nothing():
    """Before the first post: perhaps Meta doesn't know our address."""
    listen(NOW, NOW + 20 * MINUTE)

    assert liveness.silence_counts_since(NOW + 20 * MINUTE) is None


def test_a_heartbeat_of_before_says_nothing_of_gaps():
    """After the upgrade: the row was there, and nobody had counted."""
    for name in ("tick", "webhook"):
        Heartbeat.objects.create(name=name, at=NOW)
    assert liveness.silence_counts_since(NOW) is None

    listen(NOW + SECOND, NOW + 16 * MINUTE)
    assert liveness.silence_counts_since(NOW + 16 * MINUTE) is not None
