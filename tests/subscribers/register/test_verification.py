"""Somebody tampers with the register, by every way there is; the database refuses, or the verifier finds it.

To get past the triggers a tamperer must own the database: `broken_in` is that person.
"""

from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from subscribers import consent, identity
from subscribers.models import ConsentRecord, RegisterCheck, RegisterHead, Seal
from subscribers.register import ledger, sealing, verification
from subscribers.rules.verify_export import Entry
from tests import register_guards
from tests.builders import NOW, hire, subscribe, unsubscribe
from tests.people import ANNA, BRUNO, PAOLO, crowd

pytestmark = pytest.mark.django_db
TABLE = "subscribers_consentrecord"


@contextmanager
def broken_in():
    """The triggers are gone, for somebody who owns the database; what they leave behind is guarded again."""
    register_guards.drop()
    yield
    register_guards.make()


def sql(statement: str, *params) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params or None)


def ten_events() -> None:
    for citizen in crowd(8):
        subscribe(citizen)
    subscribe(ANNA)
    unsubscribe(ANNA)


def found(**options) -> list[tuple[str, int]]:
    """What is wrong with the register; of whose rows it bears out no more, `test_moved_numbers` tells."""
    findings = verification.Verification(**options).findings()
    return [(finding.what, finding.sequence) for finding in findings if finding.what != "subscribed"]


def renumber(by: int, *, after: int) -> None:
    """Move the numbers of all records after `after`, in an order that keeps them unique."""
    moving = ConsentRecord.objects.filter(sequence__gt=after).values_list("sequence", flat=True)
    for number in sorted(moving, reverse=by > 0):
        sql(f"UPDATE {TABLE} SET sequence = %s WHERE sequence = %s", number + by, number)
    sql("UPDATE subscribers_registerhead SET sequence = sequence + %s", by)


def copy(source: int, *, to: int) -> None:
    """A made-up record at `to`, with everything that `source` has but what must be unique."""
    fields = ConsentRecord.objects.filter(sequence=source).values().get()
    del fields["id"]
    fields |= {"sequence": to, "event_id": f"{to:032}", "message_digest": "", "pseudonym": "f" * 64}
    made = ConsentRecord(**fields)
    before = ConsentRecord.objects.get(sequence=to - 1)
    forged: Entry = ledger.entry_of(made).sealed(before.hash)
    for name in ("content_digest", "subject_digest", "previous_hash", "hash"):
        setattr(made, name, getattr(forged, name))
    ConsentRecord.objects.bulk_create([made])


def swap(one: int, other: int) -> None:
    for before, after in ((one, 1000), (other, one), (1000, other)):
        sql(f"UPDATE {TABLE} SET sequence = %s WHERE sequence = %s", after, before)


def rewrite_with_hash(number: int) -> None:
    """A forger who knows the format: new words, new digests, new hash."""
    record = ConsentRecord.objects.get(sequence=number)
    record.words = "Sì, per favore"
    forged = ledger.entry_of(record).sealed(record.previous_hash)
    sql(
        f"UPDATE {TABLE} SET words = %s, content_digest = %s, hash = %s WHERE sequence = %s",
        record.words,
        forged.content_digest,
        forged.hash,
        number,
    )


def rewrite_from(number: int) -> None:
    """A forger who owns the database: everything from `number` on is chained anew, and the head with it."""
    head = ConsentRecord.objects.get(sequence=number - 1).hash
    for record in ConsentRecord.objects.filter(sequence__gte=number).order_by("sequence"):
        forged = ledger.entry_of(record).sealed(head)
        sql(
            f"UPDATE {TABLE} SET previous_hash = %s, hash = %s, kind = %s WHERE sequence = %s",
            head,
            forged.hash,
            record.kind,
            record.sequence,
        )
        head = forged.hash
    sql("UPDATE subscribers_registerhead SET hash = %s", head)


def set_column(number: int, column: str, value) -> None:
    sql(f"UPDATE {TABLE} SET {column} = %s WHERE sequence = %s", value, number)


CHANGES = {
    "kind": "opt_out",
    "pseudonym": "e" * 64,
    "at_whatsapp": NOW + timedelta(days=1),
    "recorded_at": NOW - timedelta(days=1),
    "took_effect": False,
    "message_digest": "e" * 64,
    "words": "Sì",
    "rule": "another",
    "rule_version": "9",
    "channel": "desk",
    "topics": '["Eventi e cultura"]',
    "notice_id": None,
    "announcement_id": None,
    "confirmation_id": None,
    "reason": "perché sì",
    "erases": '{"content": [1]}',
    "content_salt": "0" * 32,
    "content_digest": "0" * 64,
    "subject_salt": "0" * 32,
    "subject_digest": "0" * 64,
    "previous_hash": "0" * 64,
    "hash": "0" * 64,
    "event_id": "00000000000000000000000000000009",
    "content_erased_by": 7,
    "subject_erased_by": 7,
}
"""Every column, and something else to write into it."""


def test_a_register_that_nobody_touched_verifies_and_an_empty_one():
    assert found() == []
    ten_events()
    assert found() == []


@pytest.mark.parametrize("column", CHANGES)
def test_a_changed_column_is_found_at_its_event(column: str):
    ten_events()
    with broken_in():
        set_column(4, column, CHANGES[column])

    assert ("changed", 4) in found()
    assert {sequence for _, sequence in found()} <= {1, 4}


def test_every_column_that_says_something_is_covered():
    """Whoever adds a column to the register must say how a change of it is found."""
    columns = {field.column for field in ConsentRecord._meta.concrete_fields}
    assert columns - set(CHANGES) == {"id", "sequence", "actor_id"}


BLANKED = "UPDATE {} SET words='', content_salt='', topics='[]', content_erased_by=7 WHERE sequence=4"
NOTICE = "UPDATE subscribers_servicetext SET body = 'altro'{} WHERE key = 'privacy_notice'"
TAMPERING = {
    "a clerk is put in later": (lambda: set_column(4, "actor_id", hire(PAOLO).pk), [("changed", 4)]),
    "forged by who knows the format": (lambda: rewrite_with_hash(4), [("changed", 4)]),
    "blanked without a recorded erasure": (lambda: sql(BLANKED.format(TABLE)), [("changed", 4)]),
    "a text is changed, and no record": (lambda: sql(NOTICE.format("")), [("text", 0)]),
    "a text is changed with its digest": (
        lambda: sql(NOTICE.format(", sha256 = %s"), verification.digest_of("altro")),
        [("changed", number) for number in range(1, 11)],
    ),
    "one is missing": (lambda: sql(f"DELETE FROM {TABLE} WHERE sequence = 4"), [("missing", 4)]),
    "three are missing": (
        lambda: sql(f"DELETE FROM {TABLE} WHERE sequence IN (4, 5, 6)"),
        [("missing", 4)],
    ),
    "the first is missing": (lambda: sql(f"DELETE FROM {TABLE} WHERE sequence = 1"), [("missing", 1)]),
    "two change places": (lambda: swap(4, 5), [("reordered", 4), ("reordered", 5)]),
    "two far ones change places": (lambda: swap(3, 8), [("reordered", 3), ("reordered", 8)]),
    "the end is cut": (lambda: sql(f"DELETE FROM {TABLE} WHERE sequence > 7"), [("cut", 8)]),
    "everything is gone": (lambda: sql(f"DELETE FROM {TABLE}"), [("cut", 1)]),
    "one is put in and the rest renumbered": (
        lambda: (renumber(1, after=4), copy(3, to=5)),
        [("inserted", 5)],
    ),
    "one is taken out and the rest renumbered": (
        lambda: (sql(f"DELETE FROM {TABLE} WHERE sequence = 5"), renumber(-1, after=5)),
        [("missing", 5)],
    ),
    "three are taken out and the rest renumbered": (
        lambda: (sql(f"DELETE FROM {TABLE} WHERE sequence IN (4, 5, 6)"), renumber(-3, after=6)),
        [("missing", 4)],
    ),
    "two are put in and the rest renumbered": (
        lambda: (renumber(2, after=4), copy(3, to=5), copy(2, to=6)),
        [("inserted", 5), ("inserted", 6)],
    ),
    "one is put at the end": (lambda: copy(3, to=11), [("inserted", 11)]),
}


@pytest.mark.parametrize("way", TAMPERING)
def test_each_way_to_tamper_is_told_by_its_name_and_place(way: str):
    ten_events()
    tamper, expected = TAMPERING[way]
    with broken_in():
        tamper()

    assert found() == expected


def test_whoever_rewrites_all_of_it_is_betrayed_by_the_seal_and_if_that_too_by_the_printed_one():
    ten_events()
    printed = sealing.seal(NOW)
    with broken_in():
        set_column(4, "kind", "opt_out")
        rewrite_from(4)
    assert found() == [("seal", 10)]
    with broken_in():
        sql("UPDATE subscribers_seal SET hash = %s", ConsentRecord.objects.get(sequence=10).hash)

    assert found() == []
    assert found(kept_elsewhere=[(printed.sequence, printed.hash)]) == [("seal", 10)]


def test_a_cut_end_is_found_by_the_seal_even_if_the_head_is_cut_too():
    ten_events()
    sealing.seal(NOW)
    with broken_in():
        sql(f"DELETE FROM {TABLE} WHERE sequence > 7")
        last = ConsentRecord.objects.get(sequence=7)
        sql("UPDATE subscribers_registerhead SET sequence = 7, hash = %s", last.hash)

    assert found() == [("cut", 10)]


def test_a_database_that_would_let_changes_pass_is_told():
    ten_events()
    with broken_in():
        told = [finding.sentence for finding in verification.Verification().findings()]
        assert len(told) == 6
        assert "La difesa «seal_no_" in told[2]
    assert found() == []


SWITCH_OFF = {
    "postgresql": f"ALTER TABLE {TABLE} DISABLE TRIGGER consent_no_change",
    "sqlite": "DROP TRIGGER consent_no_update",
}


def test_one_defence_that_is_switched_off_is_told():
    with transaction.atomic():
        sql(SWITCH_OFF[connection.vendor])
        assert found() == [("guard", 0)]
        transaction.set_rollback(True)
    assert found() == []


# ── Erasure ───────────────────────────────────────────────────────────────────────────────────────────────


def erase(citizen) -> ConsentRecord:
    evidence = consent.Evidence(
        at=NOW, channel=consent.Channel.DESK, actor=hire(PAOLO), reason="richiesta 2026/0001"
    )
    return consent.erase(identity.find(citizen.person), evidence, now=NOW)


def test_the_database_only_lets_a_recorded_erasure_blank_something():
    ten_events()
    with pytest.raises(Exception, match="append-only"):
        sql(BLANKED.format(TABLE))


def test_an_erasure_that_did_not_happen_is_found():
    ten_events()
    subscribe(BRUNO)
    with broken_in():
        erase(BRUNO)
        sql(f"UPDATE {TABLE} SET content_erased_by = NULL WHERE sequence = 11")
    assert ("changed", 11) in found()
    assert ("erased", 11) in found()


# ── The command and the nightly check ─────────────────────────────────────────────────────────────────────


def run(*arguments: str) -> tuple[int, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_consent_log", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return end.code, out.getvalue() + err.getvalue()
    return 0, out.getvalue()


def test_the_command_says_that_all_is_well_or_names_the_event_and_takes_a_printed_seal():
    ten_events()
    printed = sealing.seal(NOW)
    well = "Il registro è integro: 10 eventi verificati.\nLe tracce sono integre: 0 verificate.\n"
    assert run() == (0, well)
    spaced = " ".join(printed.hash[at : at + 4] for at in range(0, 64, 4)).upper()
    assert run("--seal", f"10: {spaced}")[0] == 0
    assert run("--seal", f"10:{'0' * 64}")[0] == 1

    with broken_in():
        set_column(4, "words", "Sì")
    code, said = run()
    assert code == 1
    assert "Evento 4: modificato (parole, motivo o argomenti)." in said
    assert "Problemi trovati: 1, in 10 eventi." in said


def test_every_night_leaves_a_seal_and_a_check(mailoutbox, settings):
    settings.ALERT_EMAILS, settings.PROTOCOL_EMAILS = ["operatori@example.org"], ["protocollo@example.org"]
    ten_events()
    sealing.seal(NOW)
    verification.check(NOW)

    assert Seal.objects.get().hash == RegisterHead.objects.get().hash
    assert RegisterCheck.objects.get().is_clean
    (letter,) = mailoutbox  # no alarm
    assert letter.to == ["protocollo@example.org"]
    assert f"--seal 10:{Seal.objects.get().hash}" in letter.body


def test_a_check_that_finds_something_tells_the_operators(mailoutbox, settings, caplog):
    settings.ALERT_EMAILS = ["operatori@example.org"]
    ten_events()
    with broken_in():
        set_column(4, "words", "Sì")
    check = verification.check(NOW)

    assert (check.problems, check.count, check.is_clean) == (1, 10, False)
    assert "Evento 4" in mailoutbox[0].body
    assert "1 problems in 10 records" in caplog.text
