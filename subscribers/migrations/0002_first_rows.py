"""The five topics of the announcement, and a register without records."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import QuerySet

ALERTS = "Allerte e urgenze"
TOPICS = [
    (ALERTS, "Protezione civile, meteo, chiusure improvvise"),
    ("Servizi e scadenze", "Orari, novità degli sportelli, pagamenti, bandi"),
    ("Viabilità e cantieri", "Strade chiuse, lavori, mercati, deviazioni"),
    ("Attività del Comune", "Iniziative e attività istituzionali"),
    ("Eventi e cultura", "Manifestazioni, spettacoli, tempo libero"),
]
BEFORE_THE_FIRST_RECORD = "0" * 64
"""The hash that the first record of the chain continues."""


def rows(model: str, apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> QuerySet[Any]:
    found: QuerySet[Any] = apps.get_model("subscribers", model).objects.using(schema_editor.connection.alias)
    return found


def add_topics(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    topics = rows("Topic", apps, schema_editor)
    for position, (name, description) in enumerate(TOPICS, start=1):
        topics.create(name=name, description=description, position=position, is_alert=name == ALERTS)


def remove_topics(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rows("Topic", apps, schema_editor).filter(name__in=[name for name, _ in TOPICS]).delete()


def begin_register(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rows("RegisterHead", apps, schema_editor).create(pk=1, sequence=0, hash=BEFORE_THE_FIRST_RECORD)


def end_register(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rows("RegisterHead", apps, schema_editor).filter(pk=1).delete()


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0001_initial")]
    operations = [
        migrations.RunPython(add_topics, remove_topics),
        migrations.RunPython(begin_register, end_register),
    ]
