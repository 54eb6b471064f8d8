# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Verifications of the register that somebody asked for."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def limit_lock_waits(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For five seconds at most: behind a migration that waits for a lock, everybody else waits, too."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET LOCAL lock_timeout = '5s'")


class Migration(migrations.Migration):
    dependencies = [
        ("subscribers", "0010_export_for_excel"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunPython(limit_lock_waits, migrations.RunPython.noop),
        migrations.CreateModel(
            name="CheckRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="chiesta il")),
                ("started_at", models.DateTimeField(null=True, verbose_name="iniziata")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="chiesta da",
                    ),
                ),
                (
                    "check_made",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="subscribers.registercheck",
                        verbose_name="verifica",
                    ),
                ),
            ],
            options={
                "verbose_name": "verifica chiesta",
                "verbose_name_plural": "verifiche chieste",
                "ordering": ["-pk"],
                "default_permissions": (),
            },
        ),
        migrations.RunPython(migrations.RunPython.noop, limit_lock_waits),
    ]
