"""Somebody who can write to the database, past the service, or even owns it."""

from datetime import datetime

from django.db import connection

from cascina_whatsapp.security import trail
from tests import register_guards
from tests.builders import NOW, hire
from tests.staff import SARA


def sql(statement: str, *values: object) -> list[tuple]:
    """The rows that it gives, if it gives any."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


def as_owner(*statements: str) -> None:
    """The triggers are gone meanwhile; what is left behind is guarded again."""
    register_guards.drop()
    for statement in statements:
        sql(statement)
    register_guards.make()


def records(count: int, *, at: datetime = NOW) -> None:
    """So many things that Sara did leave their trace."""
    sara = hire(SARA)
    for number in range(count):
        trail.record(trail.Event.ADMIN_ACTION, by=sara, now=at, about=f"price {number}")
