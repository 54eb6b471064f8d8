"""One page tells what is spent and how far: who approves and who administers writes there, who audits reads it."""

from importlib import import_module

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

elections = import_module("cascina_whatsapp.privacy.migrations.0005_elections")
SEE = ["broadcasts.view_price", "broadcasts.view_budget"]
WRITE = ["broadcasts.add_price", "broadcasts.add_budget"]
SEE_RATE, WRITE_RATE = ["broadcasts.view_exchangerate"], ["broadcasts.add_exchangerate"]
GRANTED = {"Approvatore": WRITE, "Revisore": SEE}
TAKEN = {
    "Redattore": [*SEE, *SEE_RATE],
    "Approvatore": SEE_RATE,
    "Amministratore di sistema": [*SEE_RATE, *WRITE_RATE],
}


def change(
    granted: dict[str, list[str]],
    taken: dict[str, list[str]],
    apps: StateApps,
    schema_editor: BaseDatabaseSchemaEditor,
) -> None:
    for group in elections.rows("Group", apps, schema_editor).filter(name__in=[*granted, *taken]):
        group.permissions.add(*elections.rights(granted.get(group.name, []), apps, schema_editor))
        group.permissions.remove(*elections.rights(taken.get(group.name, []), apps, schema_editor))


def grant(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    change(GRANTED, TAKEN, apps, schema_editor)


def withdraw(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    change(TAKEN, GRANTED, apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0017_the_secretary_writes"), ("broadcasts", "0052_no_reserved_sums")]
    operations = [migrations.RunPython(grant, withdraw)]
