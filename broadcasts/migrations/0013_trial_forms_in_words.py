# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The two forms of a trial in the words of the pages. The table stays as it is."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def limit_lock_waits(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For five seconds at most: behind a migration that waits for a lock, everybody else waits, too."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET LOCAL lock_timeout = '5s'")


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0012_shared_trial_numbers")]
    operations = [
        migrations.RunPython(limit_lock_waits, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="trial",
            name="form",
            field=models.CharField(
                choices=[
                    ("template", "come a chi non ci ha scritto oggi"),
                    ("free", "come a chi ci ha scritto oggi"),
                ],
                default="template",
                max_length=10,
                verbose_name="forma",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, limit_lock_waits),
    ]
