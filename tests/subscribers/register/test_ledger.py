"""The register of consents only grows: neither our code nor the database's own language can change it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from subscribers.models import ConsentRecord
from tests.builders import subscribe
from tests.people import ANNA, BRUNO

BY_THE_MODELS = {
    "save": lambda record: record.save(),
    "save one field": lambda record: record.save(update_fields=["kind"]),
    "delete": lambda record: record.delete(),
    "update": lambda record: ConsentRecord.objects.update(kind="opt_out"),
    "update some": lambda record: ConsentRecord.objects.filter(pk=record.pk).update(words=""),
    "bulk_update": lambda record: ConsentRecord.objects.bulk_update([record], ["words"]),
    "delete all": lambda record: ConsentRecord.objects.all().delete(),
    "update_or_create": lambda record: ConsentRecord.objects.update_or_create(
        pk=record.pk, defaults={"words": "x"}
    ),
}
BY_SQL = [
    "UPDATE subscribers_consentrecord SET kind = 'opt_out'",
    "UPDATE subscribers_consentrecord SET took_effect = false WHERE id > 0",
    "DELETE FROM subscribers_consentrecord",
    "DELETE FROM subscribers_consentrecord WHERE kind = 'opt_in'",
]
EMPTY_THE_TABLE = {
    "postgresql": "TRUNCATE subscribers_consentrecord CASCADE",
    "sqlite": "DELETE FROM subscribers_consentrecord",
}
"""The quickest way of each database; TRUNCATE wants committed rows."""


def rows() -> list[dict]:
    return list(ConsentRecord.objects.order_by("pk").values())


def refuse(statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("way", BY_THE_MODELS)
def test_the_models_refuse_to_change_a_record(way: str):
    subscribe(ANNA)
    record, before = ConsentRecord.objects.get(), rows()

    with pytest.raises(ValidationError, match="registro dei consensi"), transaction.atomic():
        BY_THE_MODELS[way](record)

    assert rows() == before


@pytest.mark.django_db
@pytest.mark.parametrize("statement", BY_SQL)
def test_the_database_refuses_to_change_a_record(statement: str):
    subscribe(ANNA)
    before = rows()

    refuse(statement)

    assert rows() == before


def test_the_database_refuses_to_empty_the_register(committed_db):
    subscribe(ANNA)

    refuse(EMPTY_THE_TABLE[connection.vendor])

    assert len(rows()) == 1


@pytest.mark.django_db
def test_a_text_that_the_register_points_to_can_not_go():
    subscribe(ANNA)
    with pytest.raises(ProtectedError):
        ConsentRecord.objects.get().notice.delete()


def test_after_a_test_with_real_commits_the_register_is_empty_and_closed(committed_db):
    assert rows() == []
    subscribe(BRUNO)
    refuse("DELETE FROM subscribers_consentrecord")
