"""Who lets a topic come into force that somebody else proposed: who approves broadcasts, and who authorises words."""

from importlib import import_module

from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

elections = import_module("cascina_whatsapp.privacy.migrations.0005_elections")
RIGHTS = ["subscribers.approve_topic"]
GROUPS = ["Approvatore", elections.AUTHORISERS]


def make_permissions(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Django makes them only after all migrations; the groups need them now."""
    config = apps.get_app_config("subscribers")
    config.models_module = True  # type: ignore[assignment]  # anything that is true will do
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    config.models_module = None


def grant(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for group in elections.rows("Group", apps, schema_editor).filter(name__in=GROUPS):
        group.permissions.add(*elections.rights(RIGHTS, apps, schema_editor))


def withdraw(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for group in elections.rows("Group", apps, schema_editor).filter(name__in=GROUPS):
        group.permissions.remove(*elections.rights(RIGHTS, apps, schema_editor))


class Migration(migrations.Migration):
    dependencies = [("privacy", "0011_daily_bounds"), ("subscribers", "0018_topic_changes")]
    operations = [
        migrations.RunPython(make_permissions, migrations.RunPython.noop),
        migrations.RunPython(grant, withdraw),
    ]
