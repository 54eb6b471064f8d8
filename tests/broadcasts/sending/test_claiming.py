"""The claim: a message is taken by one sender, and only if nothing forbids it at that very moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from broadcasts import launching
from broadcasts.models import Delivery
from broadcasts.rules.states import DeliveryStatus as D
from broadcasts.sending import claiming
from broadcasts.sending.outcomes.failures import skip_unwilling
from tests.broadcasts.moments import HOUR
from tests.builders import (
    NOW,
    choose,
    choose_zones,
    hire,
    subscribe,
    subscribe_crowd,
    topic,
    under_way,
    unsubscribe,
    zone,
)
from tests.patience import UNTIL
from tests.people import ANNA, BRUNO, PAOLO, crowd


@pytest.mark.parametrize(
    ("meanwhile", "may_be_sent"),
    [
        (lambda broadcast: None, True),
        (lambda broadcast: unsubscribe(ANNA), False),
        (lambda broadcast: choose(ANNA, topic("Eventi e cultura")), False),
        (lambda broadcast: choose(ANNA, topic("Viabilità e cantieri")), True),
        (lambda broadcast: launching.pause(campaign=broadcast, by=None, now=NOW), False),
        (lambda broadcast: launching.cancel(campaign=broadcast, by=hire(PAOLO), now=NOW), False),
        (lambda broadcast: Delivery.objects.update(not_before=NOW + HOUR), False),
        (lambda broadcast: Delivery.objects.update(not_before=NOW), True),
        (lambda broadcast: Delivery.objects.update(status=D.SENDING), False),
        (lambda broadcast: Delivery.objects.update(status=D.DELIVERED), False),
    ],
    ids=[
        "nothing",
        "she left",
        "she dropped the topic",
        "she kept the topic",
        "paused",
        "cancelled",
        "backs off",
        "backed off",
        "claimed",
        "arrived",
    ],
)
def test_everything_that_can_forbid_a_message_is_asked_by_the_claim(meanwhile, may_be_sent: bool):
    subscribe(ANNA)
    broadcast = under_way()
    meanwhile(broadcast)

    assert bool(claiming.claim(broadcast, 10, NOW)) == may_be_sent


@pytest.mark.parametrize(
    ("fields", "still_follows", "may_be_sent"),
    [
        ({}, ["Servizi e scadenze"], True),
        ({}, ["Eventi e cultura", "Servizi e scadenze"], True),
        ({}, ["Allerte e urgenze"], False),
        ({}, [], False),
        ({"to_everybody": True, "everybody_reason": "Sciopero di tutti gli uffici"}, [], True),
    ],
)
def test_one_topic_is_enough_and_none_is_where_everybody_gets_it(fields: dict, still_follows, may_be_sent):
    """Of a broadcast on roads and services; whoever may not have it leaves the queue."""
    subscribe(ANNA)
    broadcast = under_way(topics=[topic("Viabilità e cantieri"), topic("Servizi e scadenze")], **fields)
    choose(ANNA, *map(topic, still_follows), at=NOW)

    assert skip_unwilling() == (not may_be_sent)
    assert len(claiming.claim(broadcast, 10, NOW)) == may_be_sent


@pytest.mark.parametrize(
    ("lives_in", "may_be_sent"),
    [([], True), (["Navacchio"], True), (["Navacchio", "Cascina"], True), (["Cascina"], False)],
)
def test_who_has_moved_to_another_zone_since_gets_nothing_and_who_has_none_does(lives_in, may_be_sent: bool):
    """Of a broadcast for Navacchio and Zambra, which Anna was queued for."""
    subscribe(ANNA)
    broadcast = under_way(zones=[zone("Navacchio"), zone("Zambra")])
    choose_zones(ANNA, *lives_in)

    assert skip_unwilling() == (not may_be_sent)
    assert len(claiming.claim(broadcast, 10, NOW)) == may_be_sent


def test_one_claim_after_the_other_takes_other_rows():
    for citizen in crowd(5):
        subscribe(citizen)
    broadcast = under_way()
    first, second, third = (claiming.claim(broadcast, 2, NOW) for _ in range(3))

    assert [len(rows) for rows in (first, second, third)] == [2, 2, 1]
    assert len({row.pk for row in (*first, *second, *third)}) == 5
    assert {row.attempts for row in first} == {1}
    told = Delivery.objects.values_list("status", "claimed_at", "attempts")
    assert set(told) == {(D.SENDING, NOW, 1)}


def test_behind_many_who_have_left_the_others_get_theirs(monkeypatch):
    monkeypatch.setattr(claiming, "NEARBY_AT_LEAST", 2)
    citizens = crowd(12)
    for citizen in citizens:
        subscribe(citizen)
    broadcast = under_way()
    for citizen in citizens[:10]:
        unsubscribe(citizen)

    taken = claiming.claim(broadcast, 1, NOW) + claiming.claim(broadcast, 1, NOW)
    assert [row.subscriber.phone for row in taken] == [citizen.phone for citizen in citizens[10:]]


def test_a_claim_does_not_look_up_everybody_who_waits(monkeypatch):
    """PostgreSQL tells what a statement has read; SQLite does not, and reads in the order of the queue anyway."""
    if connection.vendor != "postgresql":
        return
    monkeypatch.setattr(claiming, "NEARBY_AT_LEAST", 20)
    subscribe_crowd(400)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE subscribers_subscriber")  # the queue is new, and has no statistics
    broadcast = under_way()
    with CaptureQueriesContext(connection) as asked:
        assert len(claiming.claim(broadcast, 5, NOW)) == 5
    [question] = [query["sql"] for query in asked.captured_queries if "SKIP LOCKED" in query["sql"]]

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # as of a table that is too large for it
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {question}")
        [[[answer]]] = cursor.fetchall()
    assert 5 <= rows_read(answer["Plan"], Delivery._meta.db_table) < 100


def rows_read(node: dict, table: str) -> int:
    """How many rows of that table this step of a plan, and the steps below it, have read."""
    below = sum(rows_read(step, table) for step in node.get("Plans", ()))
    own = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
    return below + (own * node["Actual Loops"] if node.get("Relation Name") == table else 0)


def test_who_is_leaving_at_this_moment_gets_nothing(committed_db):
    """Anna's "Cancellazione" is being written down when the claim comes: it takes the others, and not her."""
    subscribe(ANNA)
    subscribe(BRUNO)
    broadcast = under_way()

    def work() -> list[str]:
        try:
            return [delivery.subscriber.phone for delivery in claiming.claim(broadcast, 10, NOW)]
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            unsubscribe(ANNA)
            claim = pool.submit(work)
            if connection.vendor == "postgresql":  # SQLite has one writer, and the claim waits
                claim.result(UNTIL)
        assert claim.result(UNTIL) == [BRUNO.phone]
    assert claiming.claim(broadcast, 10, NOW) == []


def test_claims_at_the_same_time_never_share_a_row(committed_db):
    subscribe_crowd(40)
    broadcast = under_way()
    together = threading.Barrier(4)

    def work() -> list[int]:
        together.wait(UNTIL)
        mine = []
        while rows := claiming.claim(broadcast, 3, NOW):
            mine += [row.pk for row in rows]
        connection.close()
        return mine

    with ThreadPoolExecutor(4) as pool:
        claimed = [pk for future in [pool.submit(work) for _ in range(4)] for pk in future.result(UNTIL)]

    assert sorted(claimed) == sorted(broadcast.deliveries.values_list("pk", flat=True))
