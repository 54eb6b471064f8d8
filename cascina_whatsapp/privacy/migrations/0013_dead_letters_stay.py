"""Nobody deletes what could not be processed: it may be somebody's goodbye. Its term takes it."""

from importlib import import_module

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

elections = import_module("cascina_whatsapp.privacy.migrations.0005_elections")
RIGHTS = ["webhook.delete_deadletter"]


def withdraw(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for group in elections.rows("Group", apps, schema_editor):
        group.permissions.remove(*elections.rights(RIGHTS, apps, schema_editor))


def grant(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for group in elections.rows("Group", apps, schema_editor).filter(name="Amministratore di sistema"):
        group.permissions.add(*elections.rights(RIGHTS, apps, schema_editor))


class Migration(migrations.Migration):
    dependencies = [("privacy", "0012_topics_by_two"), ("webhook", "0001_initial")]
    operations = [migrations.RunPython(withdraw, grant)]
