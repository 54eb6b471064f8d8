"""How records are chained: the format that never changes silently, and writers that come at the same time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from subscribers.models import ConsentRecord, RegisterHead
from subscribers.register import verification
from subscribers.rules.verify_export import GENESIS, Entry
from tests.builders import subscribe, unsubscribe
from tests.people import ANNA, BRUNO, Citizen, crowd

WRITERS, EACH = 8, 25
FIRST = Entry(
    sequence=1,
    event_id="0b0e7b0e-0000-4000-8000-000000000001",
    kind="opt_in",
    at_whatsapp="2026-06-08T09:30:00.000000+00:00",
    recorded_at="2026-06-08T09:30:01.250000+00:00",
    took_effect=True,
    rule="announced-word",
    rule_version="1",
    channel="keyword",
    announcement=["announcement", 1, "a" * 64],
    notice=["privacy_notice", 2, "b" * 64],
    confirmation=["optin_confirm", 1, "c" * 64],
    actor=None,
    erases={},
    words="Iscrizione però",
    reason="",
    topics=["Allerte e urgenze", "Viabilità e cantieri"],
    content_salt="0123456789abcdef0123456789abcdef",
    content_digest="",
    pseudonym="d" * 64,
    message_digest="e" * 64,
    subject_salt="fedcba9876543210fedcba9876543210",
    subject_digest="",
    previous_hash="",
    hash="",
).sealed(GENESIS)


def test_the_format_is_the_one_of_the_first_day():
    """These digits are in registers, seals and exports that exist: if they change, old proof is void."""
    assert FIRST.content_digest == "0a8fb85787fac609d8b7e0790ee0d1c3a021e676844f397fcd5ce61409ece870"
    assert FIRST.subject_digest == "04994ea50889fba56989758cc7fc68da10e9056f1038b8ed3342d7cdb1852cab"
    assert FIRST.hash == "baf1e922dc1abd5a3a60a202b46038845a57c9bfb3b880bf9c373a3aeb577b2c"


@pytest.mark.django_db
def test_each_record_continues_the_one_before():
    for citizen in (ANNA, BRUNO):
        subscribe(citizen)
    unsubscribe(ANNA)
    records = list(ConsentRecord.objects.order_by("sequence"))

    assert [record.sequence for record in records] == [1, 2, 3]
    assert records[0].previous_hash == GENESIS
    assert [record.previous_hash for record in records[1:]] == [record.hash for record in records[:-1]]
    assert RegisterHead.objects.get().hash == records[-1].hash
    assert records[0].words == records[1].words
    assert records[0].content_digest != records[1].content_digest  # or a word could be told from its digest


@pytest.mark.django_db
def test_what_is_rolled_back_leaves_no_gap():
    subscribe(ANNA)
    with transaction.atomic():
        subscribe(BRUNO)
        transaction.set_rollback(True)
    subscribe(BRUNO)

    assert list(verification.Verification().findings()) == []
    assert RegisterHead.objects.get().sequence == 2


def write(citizens: list[Citizen]) -> None:
    """One of several workers, on a connection of its own: all of them or nobody."""
    try:
        with transaction.atomic():
            for citizen in citizens:
                subscribe(citizen)
    finally:
        connections.close_all()


EVERYBODY = crowd(WRITERS * EACH)
FEW = crowd(10)


@pytest.mark.parametrize(
    ("shares", "count"),
    [
        ([EVERYBODY[part::WRITERS] for part in range(WRITERS)], len(EVERYBODY)),
        ([FEW, FEW[::-1], FEW[5:], FEW[:5][::-1]], sum(map(len, (FEW, FEW, FEW)))),
    ],
    ids=["everybody once", "the same people in opposite orders"],
)
def test_writers_at_the_same_time_make_one_chain_and_never_wait_for_ever(committed_db, shares, count: int):
    """No number twice, none missing: whoever may append locks the chain's head before anything else."""
    with ThreadPoolExecutor(len(shares)) as pool:
        list(pool.map(write, shares))

    assert ConsentRecord.objects.count() == count
    assert list(verification.Verification().findings()) == []
