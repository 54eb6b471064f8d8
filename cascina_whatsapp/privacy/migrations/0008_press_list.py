"""Who sees the press list, and who keeps it."""

from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import QuerySet

GRANTED = {
    "Redattore": ["broadcasts.view_pressaddress"],
    "Approvatore": [
        "broadcasts.view_pressaddress",
        "broadcasts.add_pressaddress",
        "broadcasts.change_pressaddress",
        "broadcasts.delete_pressaddress",
    ],
}


def make_permissions(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Django makes them only after all migrations; the groups need them now."""
    config = apps.get_app_config("broadcasts")
    config.models_module = True  # type: ignore[assignment]  # anything that is true will do
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    config.models_module = None


def rows(model: str, apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> QuerySet[Any]:
    found: QuerySet[Any] = apps.get_model("auth", model).objects.using(schema_editor.connection.alias)
    return found


def granted(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> list[tuple[Any, list[Any]]]:
    """Each group with the rights that this migration is about."""
    permissions = rows("Permission", apps, schema_editor)
    return [
        (
            group,
            [
                permissions.get(content_type__app_label=label, codename=codename)
                for label, _, codename in (right.partition(".") for right in GRANTED[group.name])
            ],
        )
        for group in rows("Group", apps, schema_editor).filter(name__in=GRANTED)
    ]


def grant(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for group, rights in granted(apps, schema_editor):
        group.permissions.add(*rights)


def withdraw(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for group, rights in granted(apps, schema_editor):
        group.permissions.remove(*rights)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0007_exchange_rates"), ("broadcasts", "0027_press_list")]
    operations = [
        migrations.RunPython(make_permissions, migrations.RunPython.noop),
        migrations.RunPython(grant, withdraw),
    ]
