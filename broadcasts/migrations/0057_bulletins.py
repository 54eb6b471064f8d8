"""What the office wants to hear of the civil protection's bulletins: one row, with nothing chosen."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

LEVELS = [(None, "Nessuna bozza"), (1, "Dalla gialla"), (2, "Dall'arancione"), (3, "Solo dalla rossa")]


def add_row(apps: Any, schema_editor: Any) -> None:
    apps.get_model("broadcasts", "BulletinWatch").objects.using(schema_editor.connection.alias).create()


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0056_zones"),
    ]

    operations = [
        migrations.CreateModel(
            name="BulletinWatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "hydraulic",
                    models.PositiveSmallIntegerField(
                        blank=True, choices=LEVELS, null=True, verbose_name="rischio idraulico"
                    ),
                ),
                (
                    "hydrogeological",
                    models.PositiveSmallIntegerField(
                        blank=True, choices=LEVELS, null=True, verbose_name="rischio idrogeologico"
                    ),
                ),
                (
                    "thunderstorms",
                    models.PositiveSmallIntegerField(
                        blank=True, choices=LEVELS, null=True, verbose_name="rischio temporali"
                    ),
                ),
                (
                    "issued_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="ultimo bollettino letto"),
                ),
                ("told", models.JSONField(default=dict, editable=False)),
                ("etag", models.CharField(blank=True, default="", editable=False, max_length=200)),
                ("looked_at", models.DateTimeField(editable=False, null=True, verbose_name="letto")),
                (
                    "problem",
                    models.CharField(
                        blank=True, default="", editable=False, max_length=300, verbose_name="che cosa non va"
                    ),
                ),
                ("alarmed_on", models.DateField(editable=False, null=True)),
                (
                    "draft",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="broadcasts.campaign",
                    ),
                ),
                (
                    "ready_text",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="broadcasts.readytext",
                        verbose_name="testo pronto",
                    ),
                ),
            ],
            options={
                "verbose_name": "allerte della Protezione civile",
                "verbose_name_plural": "allerte della Protezione civile",
                "default_permissions": ("change", "view"),
            },
        ),
        migrations.RunPython(add_row, migrations.RunPython.noop),
    ]
