"""Who keeps the ready texts also says which bulletins of the civil protection become a draft; who writes sees it."""

from importlib import import_module

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

press = import_module("cascina_whatsapp.privacy.migrations.0008_press_list")
elections = import_module("cascina_whatsapp.privacy.migrations.0005_elections")
VIEW, CHANGE = "broadcasts.view_bulletinwatch", "broadcasts.change_bulletinwatch"
GRANTED = {"Redattore": [VIEW], "Approvatore": [VIEW, CHANGE]}


def grant(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for group in elections.rows("Group", apps, schema_editor).filter(name__in=GRANTED):
        group.permissions.add(*elections.rights(GRANTED[group.name], apps, schema_editor))


def withdraw(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for group in elections.rows("Group", apps, schema_editor).filter(name__in=GRANTED):
        group.permissions.remove(*elections.rights(GRANTED[group.name], apps, schema_editor))


class Migration(migrations.Migration):
    dependencies = [("privacy", "0019_zones"), ("broadcasts", "0057_bulletins")]
    operations = [
        migrations.RunPython(press.make_permissions, migrations.RunPython.noop),
        migrations.RunPython(grant, withdraw),
    ]
