"""The sender: each citizen gets a message of their own, once, if they still want it at that very moment."""

import json
import logging
import threading
import time
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from broadcasts import launching
from broadcasts.models import Campaign, Delivery, NumberStatus, RateLimiter
from broadcasts.reporting import daily_limit
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.rules.states import DeliveryStatus as D
from broadcasts.sending import claiming, rate_limiter, sender, sender_slots
from broadcasts.sending.call_pool import CallPool
from broadcasts.sending.outcomes import receipts
from cascina_whatsapp.whatsapp.cloud_api.retry_policy import PAUSE_SECONDS
from subscribers import identity
from subscribers.models import ConsentRecord, Subscriber
from tests.broadcasts.moments import HOUR
from tests.broadcasts.rows import fresh
from tests.builders import (
    NOW,
    events_of,
    hire,
    receipt,
    subscribe,
    subscribe_crowd,
    under_way,
    unsubscribe,
)
from tests.patience import until
from tests.people import ANNA, BRUNO, CARLA, DARIO, ELENA, PAOLO, Citizen

CLOSING = NOW + 3 * HOUR


@pytest.fixture(autouse=True)
def without_a_limit(settings):
    """The rate has a test of its own; here nobody waits for a slot."""
    settings.WHATSAPP_MESSAGES_PER_SECOND = 0


@pytest.fixture
def one_by_one(settings):
    """Each message waits for the answer to the one before."""
    settings.WHATSAPP_SENDER_THREADS = 1


@pytest.fixture
def town():
    """Five subscribers, none of whom has written lately."""
    return [subscribe(citizen) for citizen in (ANNA, BRUNO, CARLA, DARIO, ELENA)]


def send(api, *, now: datetime = NOW) -> int:
    """One turn of the sender, at a moment that does not pass."""
    return sender.send_due(api=api, now=now, clock=lambda: now)


def to(citizen: Citizen) -> Delivery:
    """The latest delivery to `citizen`."""
    found = Delivery.objects.select_related("campaign", "subscriber")
    return found.filter(subscriber=identity.find(citizen.person)).latest("pk")


def test_everybody_gets_a_message_of_their_own_once(town, api, graph):
    broadcast = under_way()

    assert send(api) == 5
    for citizen in (ANNA, BRUNO, CARLA, DARIO, ELENA):
        (message,) = graph.sent_to(citizen)
        delivery = to(citizen)
        assert message["biz_opaque_callback_data"] == f"cascina:delivery:{delivery.pk}:1"
        assert message["recipient_type"] == "individual"
        assert (delivery.status, delivery.accepted_at, delivery.attempts) == (D.ACCEPTED, NOW, 1)
        assert delivery.wamid
    broadcast.refresh_from_db()
    assert (broadcast.status, broadcast.finished_at) == (C.SENT, NOW)
    assert send(api) == 0
    assert len(graph.messages) == 5


def test_who_wrote_today_gets_free_form_although_there_is_no_room_and_the_others_a_template(api, graph):
    subscribe(ANNA, at=NOW - HOUR)
    subscribe(BRUNO)
    NumberStatus.objects.update_or_create(pk=1, defaults={"tier": "TIER_0", "daily_limit": 0})
    under_way()
    sender.send_due(api=api, now=NOW, clock=lambda: NOW, allowance=daily_limit.Allowance())
    assert [message["type"] for message in graph.sent_to(ANNA)] == ["interactive"]
    assert graph.sent_to(BRUNO) == []

    send(api)
    assert [message["type"] for message in graph.sent_to(BRUNO)] == ["template"]


def test_who_leaves_while_it_is_running_gets_nothing_more(town, api, graph, one_by_one):
    broadcast = under_way()
    (mine,) = claiming.claim(broadcast, 1, NOW)  # whoever comes first: a snapshot has no order
    leaver = CARLA if mine.subscriber.phone == BRUNO.phone else BRUNO
    unsubscribe(leaver)
    send(api)

    assert graph.sent_to(leaver) == []
    assert sorted(broadcast.deliveries.values_list("status", flat=True)) == [
        *[D.ACCEPTED] * 3,
        D.SENDING,
        D.SKIPPED,
    ]


def test_at_closing_time_it_stops_and_at_the_next_opening_it_goes_on(town, api, graph, one_by_one):
    broadcast = under_way()
    moment = [CLOSING - timedelta(seconds=2)]

    def a_second_passes(message: dict) -> None:
        moment[0] += timedelta(seconds=1)

    graph.while_thinking = a_second_passes
    sender.send_due(api=api, now=moment[0], clock=lambda: moment[0])
    assert len(graph.messages) == 2
    assert fresh(broadcast).status == C.SENDING

    assert send(api, now=CLOSING + HOUR) == 0
    assert send(api, now=NOW + timedelta(hours=23)) == 3  # Tuesday at nine
    assert len(graph.messages) == 5


def test_a_lease_over_the_pump_stops(town, api, graph, one_by_one):
    under_way()
    moment = [NOW]

    def time_passes(message: dict) -> None:
        moment[0] += timedelta(seconds=12)

    graph.while_thinking = time_passes
    assert sender.send_due(api=api, now=NOW, clock=lambda: moment[0]) == 2


def test_only_so_many_senders_at_a_time(town, api, graph, settings):
    settings.WHATSAPP_SENDERS = 1
    under_way()
    another = sender_slots.take()

    assert send(api) == 0
    another.release()
    assert send(api) == 5


def test_while_no_broadcast_is_on_its_way_a_tick_asks_one_question(api, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert send(api) == 0


def test_an_urgent_one_goes_first_and_at_any_hour(town, api, graph):
    plain, urgent = (
        under_way(title="Mercato"),
        under_way(title="Frana", is_urgent=True, urgent_reason="Frana"),
    )
    send(api, now=CLOSING + HOUR)

    assert {delivery.status for delivery in urgent.deliveries.all()} == {D.ACCEPTED}
    assert {delivery.status for delivery in plain.deliveries.all()} == {D.QUEUED}


def test_two_broadcasts_take_turns(town, api, graph, one_by_one):
    first, second = under_way(title="Primo"), under_way(title="Secondo")
    send(api)
    of_first = set(first.deliveries.values_list("pk", flat=True))
    turns = [int(m["biz_opaque_callback_data"].split(":")[2]) in of_first for m in graph.messages]

    assert len(turns) == 10
    assert all(mine != after for mine, after in pairwise(turns[:9]))
    assert second.deliveries.filter(status=D.ACCEPTED).count() == 5


def test_a_window_that_meta_finds_closed_gets_the_template_next(api, graph):
    subscribe(ANNA, at=NOW - HOUR)
    under_way()
    graph.refuses(ANNA, 131047)
    send(api)
    send(api)

    assert [message["type"] for message in graph.sent_to(ANNA)] == ["interactive", "template"]
    assert (to(ANNA).status, to(ANNA).attempts) == (D.ACCEPTED, 2)


@pytest.mark.parametrize("code", [190, 131042, 368])
def test_account_trouble_stops_the_broadcast_and_loses_nobody(code: int, api, graph, one_by_one):
    """What was in flight meanwhile has left: outcomes are written fifty at a time."""
    first, *_ = subscribe_crowd(60)
    broadcast = under_way()
    graph.refuses(first, code, status=401 if code == 190 else 400)
    send(api)
    broadcast.refresh_from_db()

    assert broadcast.status == C.PAUSED
    assert broadcast.pause_reason
    assert to(first).status == D.QUEUED
    assert len(graph.messages) < 60

    launching.resume(campaign=broadcast, by=hire(PAOLO), now=NOW)
    send(api)
    assert set(broadcast.deliveries.values_list("status", flat=True)) == {D.ACCEPTED}


def test_a_lost_answer_leaves_a_doubt_and_one_that_nobody_can_read_counts_as_accepted(api, graph):
    subscribe(ANNA)
    broadcast = under_way()
    graph.drops_the_line(ANNA)
    send(api)
    assert to(ANNA).status == D.UNCERTAIN

    send(api, now=NOW + HOUR)
    assert len(graph.messages) == 1
    assert fresh(broadcast).status == C.SENDING

    receipts.apply(events_of(receipt(to(ANNA), "delivered")), now=NOW)
    assert to(ANNA).status == D.DELIVERED

    under_way()
    graph.mumbles(ANNA)
    send(api)

    assert to(ANNA).status == D.ACCEPTED


def test_one_who_is_unreachable_or_opted_out_at_whatsapp_is_no_trouble_for_the_others(town, api, graph):
    under_way()
    graph.refuses(BRUNO, 131026)
    graph.refuses(CARLA, 131050)
    send(api)

    assert (to(BRUNO).status, to(CARLA).status) == (D.FAILED, D.FAILED)
    assert Delivery.objects.filter(status=D.ACCEPTED).count() == 3
    assert Campaign.objects.get().status == C.SENT
    assert Subscriber.objects.subscribed().count() == 4
    assert ConsentRecord.objects.first().kind == "preference_stop"


def test_when_meta_is_busy_the_message_waits_and_leaves_later(api, graph):
    subscribe(ANNA)
    broadcast = under_way()
    graph.refuses(ANNA, 131056)
    send(api)
    assert (to(ANNA).status, to(ANNA).attempts) == (D.QUEUED, 1)

    send(api, now=NOW + timedelta(minutes=1))
    assert (to(ANNA).status, to(ANNA).attempts) == (D.ACCEPTED, 2)
    assert [m["biz_opaque_callback_data"][-2:] for m in graph.messages] == [":1", ":2"]
    assert fresh(broadcast).status == C.SENT


def test_too_fast_and_everybody_waits_two_seconds_whatever_a_header_says_of_other_calls(
    api, graph, one_by_one
):
    """And whoever was refused comes after the others, not first again."""
    first, *_ = subscribe_crowd(60)
    under_way()
    usage = json.dumps({"1": [{"type": "whatsapp", "estimated_time_to_regain_access": 1}]})
    graph.refuses(first, 130429, status=429, **{"X-Business-Use-Case-Usage": usage})
    send(api)

    pause = rate_limiter.granted_now(time.time())
    assert (pause.paused_for <= PAUSE_SECONDS, pause.share) == (True, 0.5)
    assert (to(first).not_before - NOW).total_seconds() >= PAUSE_SECONDS
    assert len(graph.messages) < 60
    assert send(api) == 0
    assert Delivery.objects.filter(status=D.QUEUED).exists()


def test_what_can_not_be_written_fails_and_the_pump_goes_on(town, api, graph):
    broken, good = under_way(body="a\nb"), under_way()
    send(api)

    assert set(broken.deliveries.values_list("status", flat=True)) == {D.FAILED}
    assert set(good.deliveries.values_list("status", flat=True)) == {D.ACCEPTED}
    assert len(graph.messages) == 5


def test_no_transaction_is_open_while_meta_thinks(committed_db, api, graph):
    """Meta answers only once whatever the sender writes meanwhile is over: it never would, if the call were in it."""
    main, seen = connections["default"], []

    def think(message: dict) -> None:
        until(lambda: not main.in_atomic_block)
        seen.append(threading.current_thread())

    graph.while_thinking = think
    subscribe(ANNA)
    under_way()
    send(api)

    (thread,) = seen
    assert thread is not threading.main_thread()


def test_the_rate_is_kept(api, graph, settings):
    """However late a thread begins: no message leaves before its moment."""
    settings.WHATSAPP_MESSAGES_PER_SECOND = 40
    subscribe_crowd(20)
    under_way()
    left_at = []
    graph.while_thinking = lambda message: left_at.append(time.time())
    began = time.time() - rate_limiter.CATCH_UP
    while Delivery.objects.filter(status=D.QUEUED).exists():
        send(api)

    assert len(left_at) == 20
    early = [index for index, moment in enumerate(sorted(left_at)) if moment < began + index / 40]
    assert early == []


@pytest.mark.parametrize(("given_away", "sent"), [(0.5, 5), (0.9, 5), (3600, 0)])
def test_what_others_have_reserved_is_waited_for_and_a_pause_is_not(
    given_away, sent, town, api, graph, settings
):
    """Slots of the next second pass while it waits; where Meta wants to be left alone, the process has other work."""
    settings.WHATSAPP_MESSAGES_PER_SECOND = 40
    under_way()
    began = time.time()
    RateLimiter.objects.update(next_slot=began + given_away, written_at=began)
    left_at = []
    graph.while_thinking = lambda message: left_at.append(time.time())

    assert send(api) == sent
    assert [moment for moment in left_at if moment < began + given_away] == []


@pytest.fixture
def saves_when_full(monkeypatch):
    """Nothing is saved only because seconds have passed: on a busy machine that would be a save for every message."""
    for limit in ("SAVE_WITHIN", "SAVE_AT_LATEST"):
        monkeypatch.setattr(sender, limit, HOUR.total_seconds())


def test_nobody_is_named_in_the_logs(town, api, graph, caplog):
    caplog.set_level(logging.DEBUG)
    under_way()
    graph.refuses(ANNA, 131026)
    graph.drops_the_line(BRUNO)
    graph.refuses(CARLA, 131050)
    send(api)
    shown = caplog.text + "".join(
        f"{row} {row!r}" for row in (*Delivery.objects.all(), *Campaign.objects.all())
    )

    assert "RecipientUnreachable, code 131026" in caplog.text
    for private in ("3200000101", "3200000102", "13490000000000", "wamid.", "via Roma è chiusa"):
        assert private not in shown


def test_a_broadcast_larger_than_the_daily_limit_goes_on_the_next_day(town, api, graph):
    """Three people a day: the other two hear of it tomorrow, and nobody twice."""
    NumberStatus.objects.update_or_create(pk=1, defaults={"tier": "TIER_3", "daily_limit": 3})
    broadcast = under_way()

    def turn(now: datetime) -> int:
        return sender.send_due(api=api, now=now, clock=lambda: now, allowance=daily_limit.Allowance())

    assert turn(NOW) == 3
    assert turn(NOW + HOUR) == 0
    assert fresh(broadcast).status == C.SENDING
    assert turn(NOW + timedelta(hours=24, minutes=1)) == 2
    assert sorted(Delivery.objects.values_list("status", flat=True)) == [D.ACCEPTED] * 5


def test_at_full_rate_a_message_costs_hardly_any_query(saves_when_full, api, graph, settings):
    """Three queries in a hundred messages, with those that a lease makes once, and two where the last come apart.

    What is written because seconds have passed isn't counted: at full rate hundreds of messages leave meanwhile. The
    lease ends with the last message: how often an empty queue is looked at afterwards depends on when answers come.
    """
    settings.WHATSAPP_SENDER_THREADS = 250
    subscribe_crowd(1000)
    under_way()
    lease: list[sender.Sender] = []

    def clock() -> datetime:
        return NOW + HOUR if lease and lease[0].sent == 1000 else NOW

    running = sender.Sender(api, clock, daily_limit.Allowance())
    lease.append(running)
    with CallPool(api, 250) as lines, CaptureQueriesContext(connections["default"]) as captured:
        running.run(lines, until=NOW + HOUR)
        running.drain(lines)

    queries = [query for query in captured if "SAVEPOINT" not in query["sql"]]
    assert running.sent == 1000
    assert len(queries) <= 1000 * 0.03 + 2
