"""Whoever may append to the register waits for it before touching anybody's row, and does all of it or nothing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import consent, identity
from subscribers.consent import Channel, Evidence, RecordedBroadcast, ToldPerson
from subscribers.models import ConsentRecord, ServiceText, Subscriber
from subscribers.register import ledger
from tests.builders import NOW, choose, subscribe, topic, unsubscribe
from tests.databases import until_it_waits_for_us
from tests.patience import UNTIL
from tests.people import ANNA, Citizen, crowd

MINUTE = timedelta(minutes=1)
PROOF = Evidence(at=NOW, channel=Channel.KEYWORD, words="…", rule="of a story")


def joined(who: Citizen) -> None:
    subscribe(who, at=NOW - MINUTE)


def joined_and_chose(who: Citizen) -> None:
    joined(who)
    choose(who, topic(), at=NOW - MINUTE)


def asked(who: Citizen) -> None:
    consent.ask(who.person, replace(PROOF, at=NOW - MINUTE), now=NOW)


def left(who: Citizen) -> None:
    joined(who)
    unsubscribe(who, at=NOW - MINUTE)


def unknown(who: Citizen) -> None:
    """Nobody has heard of them."""


def erase(who: Citizen, evidence: Evidence) -> None:
    consent.erase(identity.find(who.person), evidence, now=NOW)


def forget(who: Citizen, evidence: Evidence) -> None:
    consent.forget_proof([identity.find(who.person)], reason=evidence.words, now=NOW)


def tell(who: Citizen, evidence: Evidence) -> None:
    """Where there are no words, the notice has no version either: it is recorded, and cannot be remembered."""
    notice = ServiceText.objects.get(key="privacy_notice", version=1)
    notice.version = notice.version if evidence.words else None
    told = ToldPerson(subscriber=identity.find(who.person), at=evidence.at, message_id=f"wamid.{who.phone}")
    consent.note_told(
        [told],
        RecordedBroadcast(wording=notice, notice=notice, broadcast=7, about=consent.RecordedPurpose.NOTICE),
        now=NOW,
    )


def move(who: Citizen, evidence: Evidence) -> None:
    consent.change_number(who.person, Person(phone=f"+39340{who.phone[-7:]}"), evidence, now=NOW)


Before, Act = Callable[[Citizen], None], Callable[[Citizen, Evidence], object]
BY_MESSAGE: dict[str, tuple[Before, Act]] = {
    "writes the word, and is to confirm it": (unknown, lambda who, it: consent.ask(who.person, it, now=NOW)),
    "writes it, though subscribed": (joined, lambda who, it: consent.ask(who.person, it, now=NOW)),
    "says yes": (asked, lambda who, it: consent.confirm(who.person, it, now=NOW)),
    "joins": (unknown, lambda who, it: consent.opt_in(who.person, it, now=NOW)),
    "joins again": (joined, lambda who, it: consent.opt_in(who.person, it, now=NOW)),
    "leaves": (joined_and_chose, lambda who, it: consent.opt_out(who.person, it, now=NOW)),
    "leaves, a stranger": (unknown, lambda who, it: consent.opt_out(who.person, it, now=NOW)),
    "follows everything again": (
        joined_and_chose,
        lambda who, it: consent.follow(who.person, None, it, now=NOW),
    ),
    "wants to go on": (joined, lambda who, it: consent.reconfirm(who.person, it, now=NOW)),
    "turns the switch on": (unknown, lambda who, it: consent.note_resume(who.person, it, now=NOW)),
}
TOO_LATE: dict[str, tuple[Before, Act]] = {
    f"{name}, but too late": (
        joined_and_chose,
        lambda who, it, act=act: act(who, replace(it, at=NOW - timedelta(days=1))),
    )
    for name, (_, act) in BY_MESSAGE.items()
}
OTHERWISE: dict[str, tuple[Before, Act]] = {
    "agreed on paper": (unknown, lambda who, it: consent.enrol([(who.person, it)], now=NOW)),
    "has a new number": (joined, move),
    "is erased": (joined_and_chose, erase),
    "is erased, having left": (left, erase),
    "is forgotten": (joined, forget),
    "was told of the notice": (joined, tell),
}
ACTS = BY_MESSAGE | OTHERWISE
"""What happens to somebody → how they were known before, and the call."""
TOWN = dict(zip(ACTS, crowd(len(ACTS)), strict=True))
"""Each thing happens to somebody else."""


# ── Who appends, waits for the register first ───────────────────────────────────────────────────────────────


def statements_of(before: Before, act: Act) -> list[str]:
    before(ANNA)
    with CaptureQueriesContext(connection) as statements:
        act(ANNA, PROOF)
    return [one["sql"] for one in statements]


def reads_the_end(sql: str) -> bool:
    return sql.startswith("SELECT") and "subscribers_registerhead" in sql


@pytest.mark.django_db
@pytest.mark.parametrize(("before", "act"), (BY_MESSAGE | TOO_LATE).values(), ids=BY_MESSAGE | TOO_LATE)
def test_a_message_locks_the_end_of_the_register_once_and_before_anything_else(before, act):
    told = statements_of(before, act)
    assert [number for number, sql in enumerate(told) if reads_the_end(sql)] == [0]
    assert [sql for sql in told if "SAVEPOINT" in sql] == []  # it is a part of its caller's transaction


@pytest.mark.django_db
@pytest.mark.parametrize(("before", "act"), OTHERWISE.values(), ids=OTHERWISE)
def test_others_only_look_up_whom_they_mean_before_the_register_is_locked(before, act):
    told = [sql for sql in statements_of(before, act) if not sql.startswith("SAVEPOINT")]
    first = next(number for number, sql in enumerate(told) if reads_the_end(sql))
    assert [sql for sql in told[:first] if not sql.startswith("SELECT") or "FOR UPDATE" in sql] == []
    assert first <= 2


def test_whoever_has_the_register_may_lock_any_person(committed_db):
    """One process appends while another deals with the same person: they wait for no lock of each other.

    Only PostgreSQL has two writers, and refuses one of two that wait for each other; on SQLite the second waits in
    any case.
    """
    for name, (before, _) in ACTS.items():
        before(TOWN[name])

    def work(name: str) -> None:
        try:
            ACTS[name][1](TOWN[name], PROOF)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        for name, who in TOWN.items():
            known = identity.find(who.person)
            with transaction.atomic():
                ledger.serialize()
                working = pool.submit(work, name)
                until_it_waits_for_us(working)
                if known:
                    identity.locked(known)
                identity.remember(who.person)
                transaction.set_rollback(True)
            working.result(UNTIL)


# ── All of it or nothing ────────────────────────────────────────────────────────────────────────────────────


def everything() -> tuple:
    people = Subscriber.objects.order_by("pk").prefetch_related("topics")
    return (
        list(people.values()),
        [[one.name for one in person.topics.all()] for person in people],
        list(ConsentRecord.objects.order_by("sequence").values()),
    )


def test_what_can_not_be_recorded_does_not_happen(committed_db):
    """The register takes no event without words: whatever goes before it is undone with it."""
    for name, (before, act) in (BY_MESSAGE | OTHERWISE).items():
        before(TOWN[name])
        as_it_was = everything()
        with pytest.raises((DatabaseError, ValueError)):
            act(TOWN[name], replace(PROOF, words=None))
        assert everything() == as_it_was, name


class LostConnection:
    """Lets so many statements that write reach the database, and then no more."""

    def __init__(self, written: int | None = None) -> None:
        self.left, self.count = written, 0

    def __call__(self, execute: Callable, sql: str, *more: object) -> object:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            self.count += 1
            if self.left is not None and self.count > self.left:
                raise OperationalError("the connection was lost")
        return execute(sql, *more)


def writes_of(name: str) -> int:
    """How many statements that write something are needed; nothing is kept of them."""
    everywhere = LostConnection()
    with transaction.atomic(), connection.execute_wrapper(everywhere):
        ACTS[name][1](TOWN[name], PROOF)
        transaction.set_rollback(True)
    return everywhere.count


def test_wherever_the_connection_is_lost_nothing_has_happened(committed_db):
    """Between any two statements."""
    for name, (before, act) in ACTS.items():
        before(TOWN[name])
        as_it_was = everything()
        for written in range(writes_of(name)):
            with pytest.raises(OperationalError), connection.execute_wrapper(LostConnection(written)):
                act(TOWN[name], PROOF)
            assert everything() == as_it_was, (name, written)
