"""The sources of the first prices, in words that a clerk reads on the page of the costs."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

PLAIN = {
    "Listino di Meta per l'Italia, in vigore dal 1° gennaio 2026": (
        "Listino di WhatsApp per l'Italia, in vigore dal 1° gennaio 2026"
    ),
    "Meta, prezzi dei messaggi nella finestra dal 1° ottobre 2026: i primi mille del mese sono gratuiti": (
        "Listino di WhatsApp, prezzi delle risposte dal 1° ottobre 2026: le prime mille del mese sono gratuite"
    ),
}


def tell(words: dict[str, str], apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    prices = apps.get_model("broadcasts", "Price").objects.using(schema_editor.connection.alias)
    for before, after in words.items():
        prices.filter(source=before).update(source=after)


def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    tell(PLAIN, apps, schema_editor)


def backwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    tell({after: before for before, after in PLAIN.items()}, apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0053_amendments_are_steps")]
    operations = [migrations.RunPython(forwards, backwards)]
