"""Who sees costs sees the rate at which they are told in euros; who writes prices down writes it, too."""

from importlib import import_module

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

elections = import_module("cascina_whatsapp.privacy.migrations.0005_elections")
SEE, WRITE = ["broadcasts.view_exchangerate"], ["broadcasts.add_exchangerate"]
GRANTED = {"Redattore": SEE, "Approvatore": SEE, "Amministratore di sistema": [*SEE, *WRITE]}


def grant(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for group in elections.rows("Group", apps, schema_editor).filter(name__in=GRANTED):
        group.permissions.add(*elections.rights(GRANTED[group.name], apps, schema_editor))


def withdraw(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for group in elections.rows("Group", apps, schema_editor).filter(name__in=GRANTED):
        group.permissions.remove(*elections.rights(GRANTED[group.name], apps, schema_editor))


class Migration(migrations.Migration):
    dependencies = [("privacy", "0006_case_file"), ("broadcasts", "0023_bill")]
    operations = [
        migrations.RunPython(elections.make_permissions, migrations.RunPython.noop),
        migrations.RunPython(grant, withdraw),
    ]
