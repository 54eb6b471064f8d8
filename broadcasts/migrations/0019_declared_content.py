"""A declaration keeps the text that it is about, and the database refuses to change that, too."""

from importlib import import_module

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

guards = import_module("broadcasts.migrations.0018_declaration_guards")
CONTENT = {
    "sqlite": "NEW.content IS OLD.content",
    "postgresql": "NEW.content IS NOT DISTINCT FROM OLD.content",
}


def protect(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The guards of before, which let a change through only where the content stays as it is."""
    vendor = schema_editor.connection.vendor
    before = guards.allowed(vendor)
    for statement in {"sqlite": guards.protect_sqlite, "postgresql": guards.protect_postgresql}[vendor]():
        schema_editor.execute(statement.replace(before, f"{CONTENT[vendor]} AND {before}"), params=None)


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0018_declaration_guards")]
    operations = [
        migrations.RunPython(guards.unprotect, guards.protect),
        migrations.AddField(
            "electiondeclaration",
            "content",
            models.JSONField(
                default=dict, db_default={}, editable=False, verbose_name="contenuto dichiarato"
            ),
        ),
        migrations.RunPython(protect, guards.unprotect),
    ]
