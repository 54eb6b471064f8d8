"""The right to see one number of a list that waits: for those who hold lists against the forms, and confirm them."""

from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import QuerySet

APPROVERS = "Approvatore"
RIGHT = "unmask_importrow"


def rows(model: str, apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> QuerySet[Any]:
    found: QuerySet[Any] = apps.get_model("auth", model).objects.using(schema_editor.connection.alias)
    return found


def make_permissions(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Django makes them only after all migrations; the group needs it now."""
    config = apps.get_app_config("subscribers")
    config.models_module = True  # type: ignore[assignment]  # anything that is true will do
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    config.models_module = None


def let_unmask(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    right = rows("Permission", apps, schema_editor).get(content_type__app_label="subscribers", codename=RIGHT)
    for group in rows("Group", apps, schema_editor).filter(name=APPROVERS):
        group.permissions.add(right)


def let_nobody_unmask(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rows("Permission", apps, schema_editor).filter(
        content_type__app_label="subscribers", codename=RIGHT
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0008_export_files_encrypted"), ("privacy", "0002_groups")]
    operations = [
        migrations.AlterModelOptions(
            name="importrow",
            options={
                "ordering": ["pk"],
                "permissions": [
                    (
                        "unmask_importrow",
                        "Può vedere in chiaro un numero di un elenco da confermare, con un motivo",
                    )
                ],
                "verbose_name": "persona da iscrivere",
                "verbose_name_plural": "persone da iscrivere",
            },
        ),
        migrations.RunPython(make_permissions, migrations.RunPython.noop),
        migrations.RunPython(let_unmask, let_nobody_unmask),
    ]
