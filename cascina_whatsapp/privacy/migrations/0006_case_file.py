"""Who authorises, who audits and who protects data may take the case file of an electoral period away."""

from importlib import import_module

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

elections = import_module("cascina_whatsapp.privacy.migrations.0005_elections")
GROUPS = [elections.AUTHORISERS, "Revisore", "RPD"]
RIGHT = ["elections.take_case_file"]


def grant(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for group in elections.rows("Group", apps, schema_editor).filter(name__in=GROUPS):
        group.permissions.add(*elections.rights(RIGHT, apps, schema_editor))


def withdraw(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for group in elections.rows("Group", apps, schema_editor).filter(name__in=GROUPS):
        group.permissions.remove(*elections.rights(RIGHT, apps, schema_editor))


class Migration(migrations.Migration):
    dependencies = [("privacy", "0005_elections"), ("elections", "0003_case_file")]
    operations = [
        migrations.RunPython(elections.make_permissions, migrations.RunPython.noop),
        migrations.RunPython(grant, withdraw),
    ]
