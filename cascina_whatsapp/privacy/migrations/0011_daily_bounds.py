"""Who gives a colleague another portion beyond a daily bound, and who releases an export with numbers."""

from importlib import import_module

from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

elections = import_module("cascina_whatsapp.privacy.migrations.0005_elections")
GRANTED = {
    "Approvatore": ["trail.release_bound"],
    "Revisore": ["trail.release_bound", "subscribers.release_registerexport"],
    "RPD": ["trail.release_bound", "subscribers.release_registerexport"],
}


def make_permissions(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Django makes them only after all migrations; the groups need them now."""
    for label in ("trail", "subscribers"):
        config = apps.get_app_config(label)
        config.models_module = True  # type: ignore[assignment]  # anything that is true will do
        create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
        config.models_module = None


def grant(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for group in elections.rows("Group", apps, schema_editor).filter(name__in=GRANTED):
        group.permissions.add(*elections.rights(GRANTED[group.name], apps, schema_editor))


def withdraw(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for group in elections.rows("Group", apps, schema_editor).filter(name__in=GRANTED):
        group.permissions.remove(*elections.rights(GRANTED[group.name], apps, schema_editor))


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0010_sources"),
        ("trail", "0003_release_bound"),
        ("subscribers", "0019_export_release"),
    ]
    operations = [
        migrations.RunPython(make_permissions, migrations.RunPython.noop),
        migrations.RunPython(grant, withdraw),
    ]
