"""Receipts come late, twice, reversed, before our own save: the furthest state is the one that remains."""

from collections.abc import Iterable
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcasts.models import Delivery
from broadcasts.rules.states import DELIVERY_MAY_FOLLOW
from broadcasts.rules.states import DeliveryStatus as D
from broadcasts.sending.outcomes import bulk_updates, receipts
from tests.broadcasts.moments import SECOND
from tests.broadcasts.rows import fresh
from tests.builders import NOW, delivery_to, events_of, receipt, receipt_for, subscribe, under_way
from tests.people import ANNA, BRUNO, CARLA

OUR_SAVE = "accepted"
FURTHEST = ["read", "delivered", "failed", "sent", OUR_SAVE]
"""From the news that nothing can undo to that which anything may."""


def told(*news: dict) -> None:
    """One batch of receipts."""
    receipts.apply(events_of(*news), now=NOW)


def happen(delivery: Delivery, news: Iterable[str]) -> Delivery:
    """Each by itself: receipts, and our own save of Meta's answer."""
    for word in news:
        if word == OUR_SAVE:
            bulk_updates.note_accepted([(delivery.pk, "wamid.ours")], NOW)
        else:
            told(receipt(delivery, word, code=131026 if word == "failed" else None))
    return Delivery.objects.get(pk=delivery.pk)


def furthest(news: Iterable[str]) -> str:
    return next(word for word in FURTHEST if word in news)


@pytest.fixture
def delivery():
    return delivery_to(subscribe(ANNA), status=D.SENDING, attempts=1, claimed_at=NOW - SECOND)


@pytest.mark.parametrize(
    "news",
    [
        ("sent", "delivered", "read", OUR_SAVE),
        ("sent", "failed", OUR_SAVE),
        ("delivered", "failed", "sent", OUR_SAVE),
        ("read", "failed", OUR_SAVE),
        ("sent", "sent", "delivered"),
        ("failed", "failed", "sent"),
    ],
    ids="-".join,
)
def test_in_every_order_the_furthest_state_remains(news: tuple, delivery: Delivery):
    start = Delivery.objects.filter(pk=delivery.pk)
    before = start.values().get()
    for order in set(permutations(news)):
        start.update(**before)
        assert happen(delivery, order).status == furthest(news), order


@given(
    st.lists(st.sampled_from(FURTHEST), min_size=1, max_size=8),
    st.sampled_from([D.SENDING, D.UNCERTAIN]),
)
def test_whatever_is_told_however_often(delivery: Delivery, news: list[str], start: D):
    Delivery.objects.filter(pk=delivery.pk).update(status=start, wamid="", error_code=None, sent_at=None)
    after = happen(delivery, news)

    assert after.status == furthest(news)
    assert after.wamid == ("wamid.ours" if OUR_SAVE in news else "")


@pytest.mark.parametrize("news", [*permutations(["sent", "delivered", "read"])], ids="-".join)
def test_one_batch_with_everything_in_it(news: tuple, delivery: Delivery):
    told(*[receipt(delivery, word) for word in (*news, *news)])
    delivery.refresh_from_db()

    assert delivery.status == D.READ
    assert delivery.sent_at == delivery.delivered_at == delivery.read_at == NOW


def test_of_the_same_news_the_earlier_moment_is_kept_however_many_statements_it_takes(
    delivery: Delivery, monkeypatch
):
    told(receipt(delivery, "sent", at=NOW + SECOND), receipt(delivery, "sent", at=NOW))
    told(receipt(delivery, "sent", at=NOW + 2 * SECOND))

    assert fresh(delivery).sent_at == NOW

    monkeypatch.setattr(bulk_updates, "BATCH_SIZE", 2)
    monkeypatch.setattr(bulk_updates, "SQLITE_BATCH_SIZE", 2)
    rows = [delivery_to(subscribe(citizen), of=under_way(), attempts=1) for citizen in (BRUNO, CARLA)]
    told(*[receipt(row, "delivered") for row in (*reversed(rows), delivery)], receipt(rows[0], "read"))

    assert [Delivery.objects.get(pk=row.pk).status for row in (delivery, *rows)] == [
        D.DELIVERED,
        D.READ,
        D.DELIVERED,
    ]


@pytest.mark.parametrize(
    "reference",
    [
        "",
        "cascina:reply:1",
        "cascina:delivery:1",
        "cascina:delivery:x:1",
        "cascina:delivery:999999999999999999:1",
        "cascina:delivery:1:1:1",
        "cascina:delivery:" + "9" * 40 + ":1",
        "somebody else's",
    ],
)
def test_what_is_not_ours_is_passed_over(reference: str, delivery: Delivery):
    told(receipt_for(reference, "failed"), receipt_for(reference, "delivered"))

    assert fresh(delivery).status == D.SENDING


@pytest.mark.parametrize("word", ["played", "deleted", "warning", "word_of_tomorrow"])
def test_a_word_that_we_do_not_know_says_nothing(word: str, delivery: Delivery):
    told(receipt(delivery, word))

    assert fresh(delivery).status == D.SENDING


@pytest.mark.parametrize(
    ("word", "status"), [("failed", D.SENDING), ("delivered", D.DELIVERED), ("read", D.READ)]
)
def test_of_an_earlier_attempt_only_good_news_counts(word: str, status: D, delivery: Delivery):
    """The second attempt is in flight."""
    Delivery.objects.update(attempts=2)
    told(receipt(delivery, word, attempt=1, code=131026 if word == "failed" else None))

    assert fresh(delivery).status == status


@pytest.mark.parametrize("word", ["sent", "delivered", "read"])
def test_a_message_that_we_had_given_up_on_did_leave_after_all(word: str, delivery: Delivery):
    """Queued again by the silence about it: now it must not leave a second time."""
    Delivery.objects.update(status=D.QUEUED)
    told(receipt(delivery, word))

    assert fresh(delivery).status == word


def test_a_late_sent_does_not_take_a_refused_message_out_of_the_queue_but_its_arrival(delivery: Delivery):
    """Meta said "failed, try later"; its "sent" of before comes last. What arrived shows no trouble of before."""
    told(receipt(delivery, "failed", code=131056))
    told(receipt(delivery, "sent"))
    delivery.refresh_from_db()
    assert (delivery.status, delivery.error_code) == (D.QUEUED, 131056)
    told(receipt(delivery, "delivered"))
    delivery.refresh_from_db()
    assert (delivery.status, delivery.error_code, delivery.reason) == (D.DELIVERED, None, "")


def three_broadcasts_to(citizen) -> list[Delivery]:
    anna = subscribe(citizen)
    return [delivery_to(anna, of=under_way(), status=D.ACCEPTED, attempts=1) for _ in range(3)]


@pytest.mark.parametrize(
    ("news", "undelivered", "lost"),
    [
        (["failed", "failed", "failed"], 3, True),
        (["failed", "delivered", "failed"], 1, False),
        (["failed", "read", "failed"], 1, False),
        (["failed", "failed", "delivered"], 0, False),
        (["failed", "sent", "failed"], 2, False),  # WhatsApp has it, the telephone not
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_in_a_row_means_that_none_arrives_in_between(news: list[str], undelivered: int, lost: bool):
    rows = three_broadcasts_to(ANNA)
    for row, word in zip(rows, news, strict=True):
        told(receipt(row, word, code=131026 if word == "failed" else None))
    anna = rows[0].subscriber
    anna.refresh_from_db()

    assert anna.undelivered == undelivered
    assert (anna.unreachable_since is not None) == lost


def test_a_message_that_arrives_late_brings_its_person_back_and_nobody_else():
    lost, others = three_broadcasts_to(ANNA), three_broadcasts_to(BRUNO)
    for row in (*lost, *others):
        told(receipt(row, "failed", code=131026))
    told(receipt(lost[0], "delivered"))
    found = [Delivery.objects.get(pk=row.pk).subscriber for row in (lost[0], others[0])]

    assert [(person.undelivered, bool(person.unreachable_since)) for person in found] == [
        (0, False),
        (3, True),
    ]


BATCH_SIZE = 1000


def test_a_thousand_receipts_of_every_kind_cost_a_handful_of_statements(
    delivery: Delivery, django_assert_max_num_queries
):
    """For us and for others, known and unknown, twice and reversed."""
    foreign = [receipt_for(f"other-app:{number}", "read") for number in range(BATCH_SIZE // 2)]
    unknown = [receipt_for(f"cascina:delivery:{10**9 + number}:1", "sent") for number in range(400)]
    ours = [receipt(delivery, word) for word in ("read", "sent", "delivered", "warning")] * 25
    batch = events_of(*foreign, *unknown, *ours)
    assert len(batch) == BATCH_SIZE
    with django_assert_max_num_queries(6):
        receipts.apply(batch, now=NOW)
    delivery.refresh_from_db()

    assert (delivery.status, delivery.sent_at, delivery.read_at) == (D.READ, NOW, NOW)


@pytest.mark.parametrize(
    ("news", "status", "known"),
    [
        (["read"], D.READ, {"read_at"}),  # without sent and delivered
        (["delivered"], D.DELIVERED, {"delivered_at"}),
        (["read", "sent"], D.READ, {"read_at"}),  # "sent" comes after: older news
        (["delivered", "read"], D.READ, {"delivered_at", "read_at"}),
        (["delivered", "failed"], D.DELIVERED, {"delivered_at"}),
        (["failed", "delivered"], D.DELIVERED, {"delivered_at"}),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_what_is_missing_stays_unknown(news: list[str], status: D, known: set[str], delivery: Delivery):
    after = happen(delivery, news)

    assert after.status == status
    assert {name for name in bulk_updates.COLUMNS.values() if getattr(after, name)} == known


@pytest.mark.parametrize("word", ["sent", "delivered", "read"])
def test_every_state_obeys_the_table(word: str, delivery: Delivery):
    for start in D:
        Delivery.objects.filter(pk=delivery.pk).update(status=start)
        told(receipt(delivery, word))
        delivery.refresh_from_db()
        assert delivery.status == (word if start in DELIVERY_MAY_FOLLOW[D(word)] else start), start
