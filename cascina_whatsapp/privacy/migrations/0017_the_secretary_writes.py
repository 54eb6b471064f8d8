"""Who authorises in an electoral period also writes the periods, of which another activates each, and the names."""

from importlib import import_module
from typing import Any

from django.db import migrations

elections = import_module("cascina_whatsapp.privacy.migrations.0005_elections")
WRITE = [
    "elections.add_electoralperiod",
    "elections.change_electoralperiod",
    "elections.add_officeholder",
    "elections.change_officeholder",
    "elections.delete_officeholder",
]
LOST = {"Redattore": [*WRITE, "elections.view_officeholder"], "Approvatore": WRITE}


def give(apps: Any, schema_editor: Any) -> None:
    for group in elections.rows("Group", apps, schema_editor):
        if group.name == elections.AUTHORISERS:
            group.permissions.add(*elections.rights(WRITE, apps, schema_editor))
        group.permissions.remove(*elections.rights(LOST.get(group.name, []), apps, schema_editor))


def take_back(apps: Any, schema_editor: Any) -> None:
    for group in elections.rows("Group", apps, schema_editor):
        if group.name == elections.AUTHORISERS:
            group.permissions.remove(*elections.rights(WRITE, apps, schema_editor))
        group.permissions.add(*elections.rights(LOST.get(group.name, []), apps, schema_editor))


class Migration(migrations.Migration):
    dependencies = [("privacy", "0016_no_agcom_orders")]
    operations = [migrations.RunPython(give, take_back)]
