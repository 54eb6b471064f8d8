"""The ticks of the webhook: however much Meta tells, a citizen is answered in between."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from broadcasts import tasks as broadcasts
from broadcasts.models import RateLimiter, WhatsAppTemplate
from broadcasts.rules.template_states import SUBMITTING
from broadcasts.sending import claiming, sender
from broadcasts.slices.trials.models import Trial
from broadcasts.tasks import send, start_due
from cascina_whatsapp import routing, tasks
from cascina_whatsapp.whatsapp.webhook.models import Heartbeat, WebhookPost
from subscribers.models import Reply, Subscriber
from tests.builders import NOW, receipt_for, subscribe, text, under_way, webhook
from tests.people import ANNA, BRUNO, crowd

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
SOME = routing.BATCH_SIZE * routing.BATCHES_PER_TICK


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch):
    """A tick looks once: how often it looks is nothing to these stories."""
    for ticks in (tasks, broadcasts):
        monkeypatch.setattr(ticks, "LOOKS", 1)
    with time_machine.travel(NOW):
        yield


def stored(*bodies: bytes) -> None:
    WebhookPost.objects.bulk_create([WebhookPost(body=body) for body in bodies])


def test_a_tick_listens_and_answers(graph):
    stored(webhook(text(ANNA, "Iscrizione")), webhook(text(BRUNO, "Iscrizione")))
    tasks.listen()

    assert set(Reply.objects.values_list("status", flat=True)) == {Reply.Status.SENT}
    assert not WebhookPost.objects.exists()


def test_a_tick_looks_twice(graph, monkeypatch):
    monkeypatch.setattr(tasks, "LOOKS", 2)
    monkeypatch.setattr(tasks, "LISTEN_FOR", 0)
    stored(*[webhook(receipt_for("cascina:delivery:1:1", "read"))] * (2 * SOME + 1))
    tasks.listen()

    assert WebhookPost.objects.count() == 1


def test_answers_leave_before_all_receipts_are_dealt_with(graph, monkeypatch):
    news = webhook(receipt_for("cascina:delivery:1:1", "read"))
    stored(webhook(text(ANNA, "Iscrizione")), *[news] * (2 * SOME))
    monkeypatch.setattr(tasks, "LISTEN_FOR", 0)
    tasks.listen()

    assert Reply.objects.get().status == Reply.Status.SENT
    assert WebhookPost.objects.count() == SOME + 1, "the next tick goes on from here"


def test_what_is_left_over_is_dealt_with_within_the_second(graph):
    stored(*[webhook(receipt_for("cascina:delivery:1:1", "read"))] * (SOME + 1))
    tasks.listen()

    assert not WebhookPost.objects.exists()
    assert Heartbeat.objects.filter(name="webhook").exists()


def test_an_answer_takes_its_share_of_the_tap(graph):
    stored(webhook(text(ANNA, "Iscrizione")))
    before = RateLimiter.objects.get().next_slot
    routing.run(NOW)
    tasks.answer()

    assert RateLimiter.objects.get().next_slot > before


def a_crowd_asks_for_help() -> None:
    stored(*[webhook(text(citizen, "Aiuto", at=timezone.now())) for citizen in crowd(90)])
    routing.run(timezone.now())


@pytest.mark.parametrize(
    ("a_broadcast", "hour", "leave"), [(False, 9, 42), (True, 9, 11), (True, 23, 42)], ids=str
)
def test_a_flood_of_answers_leaves_half_of_the_number_to_a_broadcast(graph, a_broadcast, hour, leave):
    """At 80 a second, looked at once; a broadcast that waits for the office to open needs nothing."""
    if a_broadcast:
        subscribe(ANNA)
        under_way()
    with time_machine.travel(NOW.replace(hour=hour)):
        a_crowd_asks_for_help()
        tasks.send_answers(within=tasks.LONG_WAIT)

    assert len(graph.messages) == leave


def test_who_answers_goes_on_while_there_are_more(graph, monkeypatch):
    monkeypatch.setattr(tasks, "ANSWER_FOR", 60)
    a_crowd_asks_for_help()
    tasks.answer()

    assert len(graph.messages) == 90


def test_who_listens_has_no_time_for_a_flood_of_answers(graph):
    a_crowd_asks_for_help()
    tasks.listen()

    assert len(graph.messages) == 10


def test_leaving_is_confirmed_only_when_no_message_can_follow(graph):
    """A sender holds a message to Anna when she leaves: it may still arrive, but not after "non riceverai più"."""
    subscribe(ANNA)
    subscribe(BRUNO)
    broadcast = under_way()
    held = claiming.claim(broadcast, 10, NOW)
    stored(webhook(text(ANNA, "Cancellazione"), text(BRUNO, "Aiuto")))
    tasks.listen()
    assert [message["to"] for message in graph.messages] == [BRUNO.phone], "only a change of consent waits"
    assert not Subscriber.objects.get(left_at__isnull=False).is_subscribed, (
        "she has left at once all the same"
    )

    sender.save([sender.Outcome(sender.Outgoing(mine, None, None), wamid="wamid.1") for mine in held], NOW)
    with time_machine.travel(NOW + SECOND):
        tasks.answer()
    assert [message["to"] for message in graph.messages] == [BRUNO.phone, ANNA.phone]


@pytest.fixture
def queued(settings):
    """Calls something; returns the tasks that it has sent to the workers."""
    queue = settings.VAR_DIR / "broker" / "queue"

    def calling(tick) -> list[str]:
        before = set(queue.glob("*"))
        tick()
        more = set(queue.glob("*")) - before
        return sorted(json.loads(message.read_text())["headers"]["task"] for message in more)

    return calling


def test_whoever_sent_something_looks_again_also_where_beat_has_died(graph, queued):
    subscribe(ANNA)
    under_way()
    assert queued(send) == ["broadcasts.send"]
    assert queued(send) == [], "nothing is left to send"


def test_what_waits_for_a_tick_that_comes_seldom_is_done_at_once(graph, queued):
    assert queued(start_due) == []

    subscribe(ANNA)
    asked = under_way()
    Trial.objects.create(campaign=asked, by=asked.author, version=asked.version, asked_at=NOW)
    WhatsAppTemplate.objects.create(status=SUBMITTING, synchronised_at=NOW)
    assert queued(start_due) == ["broadcasts.send", "broadcasts.submit_templates", "broadcasts.try_out"]


def test_whoever_answered_somebody_has_the_rest_answered(graph, queued):
    assert queued(tasks.listen) == []
    stored(webhook(text(ANNA, "Iscrizione")))
    assert queued(tasks.listen) == ["subscribers.answer"]
