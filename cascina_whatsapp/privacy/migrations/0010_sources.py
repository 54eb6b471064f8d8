"""Who looks after the machinery says which pages of the Comune are read for drafts; nobody else sees the list."""

from importlib import import_module

from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

elections = import_module("cascina_whatsapp.privacy.migrations.0005_elections")
RIGHTS = [f"sources.{act}_source" for act in ("view", "add", "change", "delete")]
GRANTED = {"Amministratore di sistema": RIGHTS}


def make_permissions(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Django makes them only after all migrations; the groups need them now."""
    config = apps.get_app_config("sources")
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
    dependencies = [("privacy", "0009_system_tokens"), ("sources", "0001_sources")]
    operations = [
        migrations.RunPython(make_permissions, migrations.RunPython.noop),
        migrations.RunPython(grant, withdraw),
    ]
