"""The rows that migrations write, put back after a test with real commits has emptied the tables.

Django's own way saves them one by one, before the test and after it; here each table is filled by one statement,
and only afterwards.
"""

from functools import cache
from itertools import groupby

from django.core import serializers
from django.db import connection, models, transaction


def put_back_by_us_alone() -> None:
    """Before a test with real commits Django would save every row once more, and they are there."""
    connection.creation.deserialize_db_from_string = lambda serialized: None


def put_back() -> None:
    """Fill the emptied tables as the migrations left them. The guards of register and trail must be away."""
    with transaction.atomic(), connection.constraint_checks_disabled():
        for model, rows in _rows(connection._test_serialized_contents):
            known = [field for field in model._meta.concrete_fields if rows[0].pk or not field.primary_key]
            model._base_manager.all()._insert(rows, fields=known, raw=True)


@cache
def _rows(serialized: str) -> list[tuple[type[models.Model], list[models.Model]]]:
    """By table, those of many-to-many relations last."""
    kept = list(serializers.deserialize("json", serialized))
    own = [(model, list(rows)) for model, rows in groupby((row.object for row in kept), type)]
    links = [
        link
        for row in kept
        for name, others in row.m2m_data.items()
        for link in _links(row.object, name, others)
    ]
    return own + [(through, list(rows)) for through, rows in groupby(links, type)]


def _links(row: models.Model, name: str, others: list) -> list[models.Model]:
    relation = row._meta.get_field(name)
    mine, theirs = relation.m2m_field_name(), relation.m2m_reverse_field_name()
    through = relation.remote_field.through
    return [
        through(**{f"{mine}_id": row.pk, f"{theirs}_id": getattr(other, "pk", other)}) for other in others
    ]
