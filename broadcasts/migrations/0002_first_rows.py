"""The office's hours as announced, the one rate limiter, and Meta's prices for Italy as they are known today."""

from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import QuerySet

MORNING = (time(9), time(13))
AFTERNOON = (time(15, 30), time(17, 30))
MONDAY_TO_FRIDAY = range(5)
TUESDAY, THURSDAY = 1, 3
HOURS = [(weekday, *MORNING) for weekday in MONDAY_TO_FRIDAY] + [
    (TUESDAY, *AFTERNOON),
    (THURSDAY, *AFTERNOON),
]

LIST = "Listino di Meta per l'Italia, in vigore dal 1° gennaio 2026"
NEWS = "Meta, prezzi dei messaggi nella finestra dal 1° ottobre 2026: i primi mille del mese sono gratuiti"
PRICES = [
    ("marketing", Decimal("0.0691"), 0, date(2026, 1, 1), LIST),
    ("utility", Decimal("0.0300"), 0, date(2026, 1, 1), LIST),
    ("service", Decimal("0.0300"), 1000, date(2026, 10, 1), NEWS),
]
"""Category, dollars a message, free messages a month, first day, source."""


def rows(model: str, apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> QuerySet[Any]:
    found: QuerySet[Any] = apps.get_model("broadcasts", model).objects.using(schema_editor.connection.alias)
    return found


def add_hours(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for weekday, opens, closes in HOURS:
        rows("OfficeHours", apps, schema_editor).create(weekday=weekday, opens=opens, closes=closes)


def remove_hours(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for weekday, opens, closes in HOURS:
        rows("OfficeHours", apps, schema_editor).filter(weekday=weekday, opens=opens, closes=closes).delete()


def add_rate_limiter(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rows("RateLimiter", apps, schema_editor).create(pk=1)


def remove_rate_limiter(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rows("RateLimiter", apps, schema_editor).filter(pk=1).delete()


def add_prices(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for category, amount, free, day, source in PRICES:
        rows("Price", apps, schema_editor).create(
            category=category, amount=amount, free_each_month=free, valid_from=day, source=source
        )


def remove_prices(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rows("Price", apps, schema_editor).filter(source__in=[LIST, NEWS]).delete()


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0001_initial")]
    operations = [
        migrations.RunPython(add_hours, remove_hours),
        migrations.RunPython(add_rate_limiter, remove_rate_limiter),
        migrations.RunPython(add_prices, remove_prices),
    ]
