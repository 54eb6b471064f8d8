"""Somebody who owns the database tampers with the trail; a part of it has its term; which is which is found."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from cascina_whatsapp.privacy import retention as nightly
from cascina_whatsapp.security.append_only import checking
from cascina_whatsapp.security.trail import Event, ledger, retention, verification
from cascina_whatsapp.security.trail.models import TrailRecord
from tests import register_guards
from tests.builders import NOW
from tests.security.by_sql import as_owner, records, sql

pytestmark = pytest.mark.django_db
LONG_GONE = datetime(2022, 3, 1, 9, tzinfo=UTC)


def found() -> list[tuple[str, int]]:
    return [(finding.what, finding.sequence) for finding in verification.Verification().findings()]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE trail_trailrecord SET by_name = 'giulia' WHERE sequence = 3", [("changed", 3)]),
        ("UPDATE trail_trailrecord SET about = 'nothing' WHERE sequence = 5", [("changed", 5)]),
        # Who knows the format is found by the next record.
        (
            "UPDATE trail_trailrecord SET about = 'nothing', hash = '{fitting}' WHERE sequence = 3",
            [("changed", 4)],
        ),
        ("DELETE FROM trail_trailrecord WHERE sequence = 3", [("missing", 3)]),
        ("DELETE FROM trail_trailrecord WHERE sequence <= 2", [("missing", 1)]),
        ("DELETE FROM trail_trailrecord WHERE sequence = 5", [("cut", 5)]),
        ("DELETE FROM trail_trailrecord", [("cut", 1)]),
        ("UPDATE trail_trailhead SET sequence = 4, hash = 'f'", [("changed", 4), ("inserted", 5)]),
    ],
)
def test_what_was_tampered_with_is_found(statement, expected):
    assert found() == []
    records(5)
    assert found() == []
    forged = TrailRecord.objects.get(sequence=3)
    forged.about = "nothing"
    as_owner(statement.format(fitting=ledger.hash_of(forged)))
    assert found() == expected


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


def test_what_has_had_its_term_goes_and_the_rest_verifies():
    records(3, at=LONG_GONE)
    records(2, at=timezone.now() - timedelta(days=30))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql("DELETE FROM trail_trailrecord WHERE sequence = 1")  # without a cut the database lets nothing go
    dry = nightly.run(timezone.now(), dry=True)
    assert TrailRecord.objects.count() == 5
    night = nightly.run(timezone.now())
    counts = [{line["key"]: line["count"] for line in one.lines}["trail"] for one in (dry, night)]
    assert counts == [3, 3]
    assert [told.sequence for told in TrailRecord.objects.order_by("sequence")] == [4, 5, 6]
    last = TrailRecord.objects.first()
    assert (last.event, last.details["up_to"], last.details["count"]) == (Event.CUT, 3, 3)
    assert found() == []
    records(1)
    assert found() == []
    assert retention.cut(LONG_GONE, timezone.now()) == 0  # nothing more to take


def test_cut_again_it_still_verifies_and_whoever_takes_more_than_the_cut_says_is_found():
    records(2, at=LONG_GONE)
    retention.cut(timezone.now() - timedelta(days=730), timezone.now() - timedelta(days=400))
    records(3, at=timezone.now() - timedelta(days=390))
    assert retention.cut(timezone.now() - timedelta(days=200), timezone.now()) == 4
    assert found() == []
    records(3, at=timezone.now())
    as_owner("DELETE FROM trail_trailrecord WHERE sequence = 8")
    assert found() == [("missing", 8)]


@pytest.mark.true_time  # so the database reckons
def test_the_database_lets_nothing_go_that_is_younger_than_six_months():
    """Even with a cut that says so (Garante, 27 November 2008)."""
    records(3, at=timezone.now() - timedelta(days=170))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        retention.cut(timezone.now() - timedelta(days=1), timezone.now())
    assert TrailRecord.objects.count() == 3


# ── Who is told ───────────────────────────────────────────────────────────────────────────────────────────────


def test_the_command_verifies_the_trail_too_and_the_operators_are_told(settings):
    settings.ALERT_EMAILS = ["ced@example.org"]
    records(3)
    said = StringIO()
    call_command("verify_consent_log", stdout=said)
    assert "Le tracce sono integre: 3 verificate." in said.getvalue()
    assert verification.check(NOW).is_clean
    assert mail.outbox == []
    as_owner("UPDATE trail_trailrecord SET by_name = 'giulia' WHERE sequence = 2")
    result = verification.check(NOW)
    assert (result.count, result.problems, result.findings) == (3, 1, ["Traccia 2: modificata."])
    assert "le tracce di ciò che fa il personale non tornano" in mail.outbox[0].subject
    assert mail.outbox[0].body == "Traccia 2: modificata."
    with pytest.raises(SystemExit):
        call_command("verify_consent_log", stdout=said, stderr=StringIO())
    assert "Traccia 2: modificata." in said.getvalue()
