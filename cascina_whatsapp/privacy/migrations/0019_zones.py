"""Who sees topics sees zones as well, and who proposes topics proposes zones."""

from importlib import import_module

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

elections = import_module("cascina_whatsapp.privacy.migrations.0005_elections")
topics = import_module("cascina_whatsapp.privacy.migrations.0012_topics_by_two")
SEE = ["subscribers.view_zone"]
GRANTED = {
    "Redattore": SEE,
    "Approvatore": [*SEE, "subscribers.add_zone", "subscribers.change_zone"],
    "Revisore": SEE,
    "RPD": SEE,
    elections.AUTHORISERS: SEE,
}


def grant(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for group in elections.rows("Group", apps, schema_editor).filter(name__in=GRANTED):
        group.permissions.add(*elections.rights(GRANTED[group.name], apps, schema_editor))


def withdraw(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for group in elections.rows("Group", apps, schema_editor).filter(name__in=GRANTED):
        group.permissions.remove(*elections.rights(GRANTED[group.name], apps, schema_editor))


class Migration(migrations.Migration):
    dependencies = [("privacy", "0018_spending"), ("subscribers", "0027_zones")]
    operations = [
        migrations.RunPython(topics.make_permissions, migrations.RunPython.noop),
        migrations.RunPython(grant, withdraw),
    ]
