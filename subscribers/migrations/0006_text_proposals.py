"""Texts that wait for a second person, and the right to let them come into force."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import QuerySet

APPROVERS = "Approvatore"
RIGHT = "approve_servicetext"


def rows(model: str, apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> QuerySet[Any]:
    found: QuerySet[Any] = apps.get_model("auth", model).objects.using(schema_editor.connection.alias)
    return found


def make_permissions(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Django makes them only after all migrations; the group needs it now."""
    config = apps.get_app_config("subscribers")
    config.models_module = True  # type: ignore[assignment]  # anything that is true will do
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    config.models_module = None


def let_approve(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    right = rows("Permission", apps, schema_editor).get(content_type__app_label="subscribers", codename=RIGHT)
    for group in rows("Group", apps, schema_editor).filter(name=APPROVERS):
        group.permissions.add(right)


def let_nobody_approve(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    right = rows("Permission", apps, schema_editor).filter(
        content_type__app_label="subscribers", codename=RIGHT
    )
    for group in rows("Group", apps, schema_editor).filter(name=APPROVERS):
        group.permissions.remove(*right)
    right.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("subscribers", "0005_encrypted"),
        ("privacy", "0002_groups"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="TextProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40, verbose_name="testo")),
                ("body", models.TextField(verbose_name="contenuto")),
                ("note", models.CharField(max_length=200, verbose_name="che cosa cambia")),
                ("starts", models.DateTimeField(null=True, verbose_name="in vigore dal")),
                ("seen", models.CharField(max_length=64)),
                ("proposed_at", models.DateTimeField(verbose_name="proposta il")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "Da approvare"),
                            ("approved", "Approvata"),
                            ("refused", "Rimandata"),
                            ("withdrawn", "Ritirata"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="esito",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decisa il")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decisa da",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposta da",
                    ),
                ),
            ],
            options={
                "verbose_name": "testo proposto",
                "verbose_name_plural": "testi proposti",
                "ordering": ["-pk"],
                "permissions": [("approve_servicetext", "Può mettere in vigore un testo proposto da altri")],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "open")),
                        fields=("key",),
                        name="one_open_proposal_per_text",
                    )
                ],
            },
        ),
        migrations.RunPython(make_permissions, migrations.RunPython.noop),
        migrations.RunPython(let_approve, let_nobody_approve),
    ]
