# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Exports may be CSV as Excel in Italy opens it. Nothing changes in the database."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def limit_lock_waits(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For five seconds at most: behind a migration that waits for a lock, everybody else waits, too."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET LOCAL lock_timeout = '5s'")


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0009_numbers_of_lists")]
    operations = [
        migrations.RunPython(limit_lock_waits, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="registerexport",
            name="format",
            field=models.CharField(
                choices=[("csv", "Dati (CSV)"), ("ecsv", "Per Excel (CSV)"), ("xlsx", "Per Excel (XLSX)")],
                default="csv",
                max_length=4,
                verbose_name="formato",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, limit_lock_waits),
    ]
