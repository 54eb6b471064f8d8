"""Who looks after the machinery makes and revokes the keys of other programs; nobody else sees them."""

from importlib import import_module

from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

elections = import_module("cascina_whatsapp.privacy.migrations.0005_elections")
RIGHTS = ["api.view_systemtoken", "api.add_systemtoken", "api.change_systemtoken"]
GRANTED = {"Amministratore di sistema": RIGHTS}


def make_permissions(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Django makes them only after all migrations; the groups need them now."""
    config = apps.get_app_config("api")
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
    dependencies = [("privacy", "0008_press_list"), ("api", "0001_systems")]
    operations = [
        migrations.RunPython(make_permissions, migrations.RunPython.noop),
        migrations.RunPython(grant, withdraw),
    ]
