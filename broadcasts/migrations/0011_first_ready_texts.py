"""Four texts that every town hall needs, to begin with: the office changes them as it likes."""

from typing import Any

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import QuerySet

TEXTS = [
    (
        "Via chiusa",
        "Viabilità e cantieri",
        "Chiusa al traffico: [via]",
        "Da [dal] a [al], dalle [dalle] alle [alle], [via] è chiusa al traffico per [motivo]. Percorso consigliato: "
        "[percorso]. Segui la segnaletica sul posto.",
    ),
    (
        "Sciopero",
        "Servizi e scadenze",
        "Sciopero [giorno]: possibili disagi",
        "Per lo sciopero di [giorno] potrebbero non funzionare: [servizi]. Sono garantiti: [servizi garantiti]. Prima "
        "di uscire controlla sul sito del Comune, o chiama [telefono].",
    ),
    (
        "Allerta meteo",
        "Allerte e urgenze",
        "Allerta [colore] per [fenomeno]",
        "Allerta [colore] per [fenomeno] su tutto il territorio comunale, da [dal] a [al]. Esci solo se è necessario, "
        "stai lontano da fiumi, fossi e alberi, non scendere in cantine e garage. In caso di pericolo chiama il 112.",
    ),
    (
        "Ufficio chiuso",
        "Servizi e scadenze",
        "Chiuso [giorno]: ufficio [ufficio]",
        "L'ufficio [ufficio] resta chiuso [giorno] per [motivo]. Riapre [riapertura]. Per ciò che non può aspettare: "
        "[contatto].",
    ),
]
"""Name, topic, title, text."""


def rows(app: str, model: str, apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> QuerySet[Any]:
    found: QuerySet[Any] = apps.get_model(app, model).objects.using(schema_editor.connection.alias)
    return found


def add_texts(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A topic that the office has renamed or taken away is left out."""
    link = f"https://{settings.TEXT_VARIABLES['sito']}/"
    for position, (name, topic, title, body) in enumerate(TEXTS, start=1):
        ready = rows("broadcasts", "ReadyText", apps, schema_editor).create(
            name=name, title=title, body=body, link=link, position=position
        )
        ready.topics.set(rows("subscribers", "Topic", apps, schema_editor).filter(name=topic))


def remove_texts(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    texts = rows("broadcasts", "ReadyText", apps, schema_editor)
    texts.filter(name__in=[name for name, *_ in TEXTS]).delete()


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0010_ready_texts"), ("subscribers", "0002_first_rows")]
    operations = [
        migrations.RunPython(add_texts, remove_texts),
    ]
