"""What is appended to the trail: in order, chained, by name, and never a number."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from cascina_whatsapp.security import trail
from cascina_whatsapp.security.append_only.chain import GENESIS
from cascina_whatsapp.security.trail import Event, ledger
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.builders import NOW, hire
from tests.people import GIULIA
from tests.staff import SARA

pytestmark = pytest.mark.django_db


def test_each_record_continues_the_one_before_and_what_is_rolled_back_leaves_no_gap():
    sara = hire(SARA)
    first = trail.record(Event.SIGNED_IN, by=sara, now=NOW)
    with transaction.atomic():
        trail.record(Event.SIGNED_OUT, by=sara, now=NOW)
        transaction.set_rollback(True)
    second = trail.record(Event.GROUP_GIVEN, by=None, now=NOW, about="giulia", details={"group": "Redattore"})
    assert [first.sequence, second.sequence] == [1, 2]
    assert [first.previous_hash, second.previous_hash] == [GENESIS, first.hash]
    kept = TrailRecord.objects.order_by("sequence")
    assert [ledger.hash_of(one) for one in kept] == [first.hash, second.hash]
    assert str(second) == "traccia 2"
    assert (second.by, second.by_name) == (None, "")  # a stranger, or the service itself


def test_every_value_is_covered_by_the_hash():
    told = trail.record(
        Event.UNMASKED, by=hire(GIULIA), now=NOW, about="consegna 7", details={"why": "reclamo"}
    )
    before = told.hash
    for name, value in {
        "sequence": 9,
        "at": NOW + timedelta(microseconds=1),
        "event": Event.EXPORTED,
        "by_id": 99,
        "by_name": "another",
        "about": "consegna 8",
        "details": {"why": "curiosity"},
        "previous_hash": "f" * 64,
    }.items():
        true = getattr(told, name)
        setattr(told, name, value)
        assert ledger.hash_of(told) != before, name
        setattr(told, name, true)


@pytest.mark.parametrize(
    "said",
    [
        {"about": "numero +393401234567"},
        {"about": "393401234567"},
        {"details": {"phone": "+39 340 1234567"}},
        {"details": {"phone": 393401234567}},
        {"details": {"message": "wamid.HBgMMzkzNDAxMjM0NTY3FQIAEhgg"}},
        {"details": {"+393401234567": "asked"}},
    ],
)
def test_a_number_is_refused_and_not_repeated(said):
    with pytest.raises(ValueError, match="no number") as refusal:
        trail.record(Event.LOOKED_UP, by=hire(GIULIA), now=NOW, **said)
    assert "3401234567" not in str(refusal.value)
    assert not TrailRecord.objects.exists()


def test_the_trail_outlives_the_account():
    giulia = hire(GIULIA)
    told = trail.record(Event.SIGNED_IN, by=giulia, now=NOW)
    giulia.delete()
    told = TrailRecord.objects.get(pk=told.pk)
    assert told.by_name == GIULIA.username
    assert ledger.hash_of(told) == told.hash


def test_python_and_the_database_refuse_to_change_it():
    told = trail.record(Event.SIGNED_IN, by=hire(SARA), now=NOW)
    for change in (told.save, told.delete, TrailRecord.objects.all().delete):
        with pytest.raises(ValidationError, match="La traccia non si"):
            change()
    for statement in (
        "UPDATE trail_trailrecord SET by_name = 'giulia'",
        "UPDATE trail_trailrecord SET hash = hash",
        "DELETE FROM trail_trailrecord",
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(statement)
    assert TrailRecord.objects.count() == 1
