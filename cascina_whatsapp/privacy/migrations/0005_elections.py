"""A group of who authorises what leaves during an electoral period, and what the others may do about elections."""

from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import QuerySet

APPS = ["elections", "broadcasts"]
AUTHORISERS = "Autorizzatore elettorale"
SEE = ["elections.view_electoralperiod", "elections.view_agcomorder", "broadcasts.view_electiondeclaration"]
WRITE = [
    "elections.add_electoralperiod",
    "elections.change_electoralperiod",
    "elections.add_agcomorder",
    "elections.change_agcomorder",
    "elections.add_officeholder",
    "elections.change_officeholder",
    "elections.delete_officeholder",
    "elections.view_officeholder",
    "broadcasts.add_electiondeclaration",
]
GRANTED = {
    "Redattore": [*SEE, *WRITE],
    "Approvatore": [*SEE, *WRITE],
    "Revisore": SEE,
    "RPD": SEE,
    AUTHORISERS: [
        *SEE,
        "elections.activate_electoralperiod",
        "elections.annul_electoralperiod",
        "elections.authorise_text",
        "elections.add_agcomorder",
        "elections.change_agcomorder",
        "elections.view_officeholder",
        "broadcasts.authorise_electiondeclaration",
        "broadcasts.review_electiondeclaration",
        "broadcasts.view_campaign",
        "subscribers.view_topic",
        "subscribers.view_servicetext",
        "subscribers.approve_servicetext",
    ],
}


def make_permissions(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Django makes them only after all migrations; the groups need them now."""
    for label in APPS:
        config = apps.get_app_config(label)
        config.models_module = True  # type: ignore[assignment]  # anything that is true will do
        create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
        config.models_module = None


def rows(model: str, apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> QuerySet[Any]:
    found: QuerySet[Any] = apps.get_model("auth", model).objects.using(schema_editor.connection.alias)
    return found


def rights(names: list[str], apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> list[Any]:
    permissions = rows("Permission", apps, schema_editor)
    parts = (name.partition(".") for name in names)
    return [permissions.get(content_type__app_label=label, codename=code) for label, _, code in parts]


def grant(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    groups = rows("Group", apps, schema_editor)
    groups.create(name=AUTHORISERS)
    for group in groups.filter(name__in=GRANTED):
        group.permissions.add(*rights(GRANTED[group.name], apps, schema_editor))


def withdraw(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    groups = rows("Group", apps, schema_editor)
    for group in groups.filter(name__in=GRANTED).exclude(name=AUTHORISERS):
        group.permissions.remove(*rights(GRANTED[group.name], apps, schema_editor))
    groups.filter(name=AUTHORISERS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0004_ready_texts"),
        ("elections", "0001_initial"),
        ("broadcasts", "0017_elections"),
        ("subscribers", "0006_text_proposals"),
    ]
    operations = [
        migrations.RunPython(make_permissions, migrations.RunPython.noop),
        migrations.RunPython(grant, withdraw),
    ]
