# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whoever may append to the register waits for it before touching anybody's row, and does all of it or nothing."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cascina_whatsapp.cloud_api.people import Person
from subscribers import consent, identity
from subscribers.consent import Channel, Evidence, Saying, Told
from subscribers.models import ConsentRecord, ServiceText, Subscriber
from subscribers.register import ledger
from tests.builders import NOW, choose, subscribe, topic
from tests.people import ANNA

MINUTE = timedelta(minutes=1)
PROOF = Evidence(at=NOW, channel=Channel.KEYWORD, words="…", rule="of a story")
NEW = Person(phone="+393200000999", bsuid="IT.13490000000000999")


def joined() -> Subscriber:
    return subscribe(ANNA, at=NOW - MINUTE)


def joined_and_chose() -> Subscriber:
    joined()
    return choose(ANNA, topic(), at=NOW - MINUTE)


def asked() -> Subscriber:
    return consent.ask(ANNA.person, replace(PROOF, at=NOW - MINUTE), now=NOW).subscriber


def unknown() -> None:
    """Nobody has heard of her."""


def tell(evidence: Evidence) -> None:
    """Where there are no words, the notice has no version either: it is recorded, and cannot be remembered."""
    notice = ServiceText.objects.get(key="privacy_notice", version=1)
    notice.version = notice.version if evidence.words else None
    told = Told(subscriber=identity.find(ANNA.person), at=evidence.at, message_id="wamid.TOLD")
    consent.note_told([told], Saying(wording=notice, notice=notice, broadcast=7, is_reminder=False), now=NOW)


ACTS: dict[str, tuple[Callable, Callable[[Evidence], object]]] = {
    "writes the word, and is to confirm it": (unknown, lambda it: consent.ask(ANNA.person, it, now=NOW)),
    "writes it, though subscribed": (joined, lambda it: consent.ask(ANNA.person, it, now=NOW)),
    "says yes": (asked, lambda it: consent.confirm(ANNA.person, it, now=NOW)),
    "joins": (unknown, lambda it: consent.opt_in(ANNA.person, it, now=NOW)),
    "joins again": (joined, lambda it: consent.opt_in(ANNA.person, it, now=NOW)),
    "agreed on paper": (unknown, lambda it: consent.enrol([(ANNA.person, it)], now=NOW)),
    "leaves": (joined_and_chose, lambda it: consent.opt_out(ANNA.person, it, now=NOW)),
    "leaves, a stranger": (unknown, lambda it: consent.opt_out(ANNA.person, it, now=NOW)),
    "chooses a topic": (joined, lambda it: consent.follow(ANNA.person, [topic()], it, now=NOW)),
    "wants to go on": (joined, lambda it: consent.reconfirm(ANNA.person, it, now=NOW)),
    "turns the switch on": (unknown, lambda it: consent.note_resume(ANNA.person, it, now=NOW)),
    "has a new number": (joined, lambda it: consent.change_number(ANNA.person, NEW, it, now=NOW)),
    "is erased": (joined_and_chose, lambda it: consent.erase(identity.find(ANNA.person), it, now=NOW)),
    "is forgotten": (
        joined,
        lambda it: consent.forget_proof([identity.find(ANNA.person)], reason=it.words, now=NOW),
    ),
    "was told of the notice": (joined, tell),
}
"""What happens to Anna → how she was known before, and the call."""
acts = pytest.mark.parametrize(("before", "act"), ACTS.values(), ids=ACTS)


# ── Who appends, waits for the register first ───────────────────────────────────────────────────────────────


@pytest.mark.django_db
@acts
def test_the_end_of_the_register_is_locked_before_anything_else(before, act):
    """But for looking up whom the caller means: so nobody holds a person's row while waiting for the register."""
    before()
    with CaptureQueriesContext(
        connection,
    ) as statements:
        act(PROOF)
    told = [one["sql"] for one in statements if not one["sql"].startswith(("SAVEPOINT", "BEGIN"))]
    first = next(number for number, sql in enumerate(told) if "subscribers_registerhead" in sql)
    earlier = [sql for sql in told[:first] if not sql.startswith("SELECT") or "FOR UPDATE" in sql]
    assert earlier == []
    assert first <= 2, told[: first + 1]


WAITS_FOR_US = "SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"


def is_blocked(working: Future) -> bool:
    """Whether the other connection waits for a lock of ours (PostgreSQL), or had the time to (SQLite)."""
    if connection.vendor != "postgresql":
        return not wait([working], timeout=0.2).done
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and not working.done():
        with connection.cursor() as cursor:
            cursor.execute(WAITS_FOR_US)
            if cursor.fetchone():
                return True
        time.sleep(0.01)
    return False


@acts
def test_whoever_has_the_register_may_lock_any_person(committed_db, before, act):
    """One process appends while another deals with Anna's message. Neither may end up waiting for the other.

    Only PostgreSQL has two writers; on SQLite the second waits in any case.
    """
    before()
    anna = identity.find(ANNA.person)

    def work() -> None:
        try:
            act(PROOF)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            ledger.serialize()
            if connection.vendor == "postgresql":
                connection.cursor().execute("SET LOCAL lock_timeout = '500ms'")
            working = pool.submit(work)
            assert is_blocked(working)
            if anna:
                identity.locked(anna)
            identity.remember(
                ANNA.person
            )  # what the other process would do; a lock of Anna's would be refused
            transaction.set_rollback(True)
        working.result(10)
    assert ConsentRecord.objects.exists()


# ── All of it or nothing ────────────────────────────────────────────────────────────────────────────────────


def everything() -> tuple:
    people = Subscriber.objects.order_by("pk")
    return (
        list(people.values()),
        [[one.name for one in person.topics.all()] for person in people],
        list(ConsentRecord.objects.order_by("sequence").values()),
    )


@acts
def test_what_can_not_be_recorded_does_not_happen(committed_db, before, act):
    """The register takes no event without words: whatever goes before it is undone with it."""
    before()
    as_it_was = everything()
    with pytest.raises((DatabaseError, ValueError)):
        act(replace(PROOF, words=None))
    assert everything() == as_it_was
