"""Somebody who owns the database tampers with the trail; a part of it has its term; which is which is found."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cascina_whatsapp.privacy import retention as nightly
from cascina_whatsapp.security import trail
from cascina_whatsapp.security.append_only import checking
from cascina_whatsapp.security.trail import Event, ledger, retention, verification
from cascina_whatsapp.security.trail.models import TrailRecord
from tests import register_guards
from tests.builders import NOW, hire
from tests.staff import SARA

pytestmark = pytest.mark.django_db
LONG_GONE = datetime(2022, 3, 1, 9, tzinfo=UTC)


@contextmanager
def broken_in():
    """The triggers are gone, for somebody who owns the database; what they leave behind is guarded again."""
    register_guards.drop()
    yield
    register_guards.make()


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def records(count: int, *, at: datetime = NOW) -> None:
    sara = hire(SARA)
    for number in range(count):
        trail.record(Event.ADMIN_ACTION, by=sara, now=at, about=f"price {number}")


def found() -> list[tuple[str, int]]:
    return [(finding.what, finding.sequence) for finding in verification.Verification().findings()]


def test_an_untouched_trail_is_sound():
    assert found() == []
    records(3)
    assert found() == []


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE trail_trailrecord SET by_name = 'giulia' WHERE sequence = 3", [("changed", 3)]),
        ("UPDATE trail_trailrecord SET about = 'nothing' WHERE sequence = 5", [("changed", 5)]),
        ("DELETE FROM trail_trailrecord WHERE sequence = 3", [("missing", 3)]),
        ("DELETE FROM trail_trailrecord WHERE sequence <= 2", [("missing", 1)]),
        ("DELETE FROM trail_trailrecord WHERE sequence = 5", [("cut", 5)]),
        ("DELETE FROM trail_trailrecord", [("cut", 1)]),
        ("UPDATE trail_trailhead SET sequence = 4, hash = 'f'", [("changed", 4), ("inserted", 5)]),
    ],
)
def test_what_was_tampered_with_is_found(statement, expected):
    records(5)
    with broken_in():
        sql(statement)
    assert found() == expected


def test_a_forger_who_knows_the_format_is_found_by_the_next_record():
    records(5)
    forged = TrailRecord.objects.get(sequence=3)
    forged.about = "nothing"
    with broken_in():
        sql(
            f"UPDATE trail_trailrecord SET about = 'nothing', hash = '{ledger.hash_of(forged)}' WHERE sequence = 3"
        )
    assert found() == [("changed", 4)]


def test_a_guard_that_is_gone_is_named():
    register_guards.drop()
    assert {what for what, _ in found()} == {"guard"}
    register_guards.make()


def test_a_trail_longer_than_a_batch_is_followed_to_its_end(monkeypatch):
    monkeypatch.setattr(checking, "BATCH_SIZE", 2)
    records(5)
    walk = verification.Verification()
    assert list(walk.findings()) == []
    assert walk.count == 5


# ── Its term ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_has_had_its_term_goes_and_the_rest_verifies(settings):
    records(3, at=LONG_GONE)
    records(2, at=timezone.now() - timedelta(days=30))
    night = nightly.run(timezone.now())

    assert {line["key"]: line["count"] for line in night.lines}["trail"] == 3
    assert [told.sequence for told in TrailRecord.objects.order_by("sequence")] == [4, 5, 6]
    last = TrailRecord.objects.first()
    assert (last.event, last.details["up_to"], last.details["count"]) == (Event.CUT, 3, 3)
    assert found() == []
    records(1)
    assert found() == []
    assert retention.cut(LONG_GONE, timezone.now()) == 0  # nothing more to take


def test_cut_again_it_still_verifies():
    records(2, at=LONG_GONE)
    retention.cut(timezone.now() - timedelta(days=730), timezone.now() - timedelta(days=400))
    records(1, at=timezone.now() - timedelta(days=390))
    assert retention.cut(timezone.now() - timedelta(days=200), timezone.now()) == 2
    assert found() == []


def test_whoever_takes_more_than_the_cut_says_is_found():
    records(3, at=LONG_GONE)
    records(3, at=timezone.now())
    retention.cut(timezone.now() - timedelta(days=730), timezone.now())
    with broken_in():
        sql("DELETE FROM trail_trailrecord WHERE sequence = 4")
    assert found() == [("missing", 4)]


@pytest.mark.true_time  # so the database reckons
def test_the_database_lets_nothing_go_that_is_younger_than_six_months():
    """Even with a cut that says so (Garante, 27 November 2008)."""
    records(3, at=timezone.now() - timedelta(days=170))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        retention.cut(timezone.now() - timedelta(days=1), timezone.now())
    assert TrailRecord.objects.count() == 3


def test_the_database_lets_nothing_old_go_without_a_cut():
    records(3, at=LONG_GONE)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql("DELETE FROM trail_trailrecord WHERE sequence = 1")


def test_a_dry_night_only_counts():
    records(3, at=LONG_GONE)
    night = nightly.run(timezone.now(), dry=True)
    assert {line["key"]: line["count"] for line in night.lines}["trail"] == 3
    assert TrailRecord.objects.count() == 3


# ── Who is told ───────────────────────────────────────────────────────────────────────────────────────────────


def test_the_operators_are_told_of_a_trail_that_does_not_verify(settings):
    settings.ALERT_EMAILS = ["ced@example.org"]
    records(3)
    assert verification.check(NOW).is_clean
    assert mail.outbox == []
    with broken_in():
        sql("UPDATE trail_trailrecord SET by_name = 'giulia' WHERE sequence = 2")
    result = verification.check(NOW)
    assert (result.count, result.problems, result.findings) == (3, 1, ["Traccia 2: modificata."])
    assert "le tracce di ciò che fa il personale non tornano" in mail.outbox[0].subject
    assert mail.outbox[0].body == "Traccia 2: modificata."


def test_the_command_verifies_the_trail_too():
    records(2)
    said = StringIO()
    call_command("verify_consent_log", stdout=said)
    assert "Le tracce sono integre: 2 verificate." in said.getvalue()
    with broken_in():
        sql("UPDATE trail_trailrecord SET by_name = 'giulia' WHERE sequence = 2")
    with pytest.raises(SystemExit):
        call_command("verify_consent_log", stdout=said, stderr=StringIO())
    assert "Traccia 2: modificata." in said.getvalue()
