# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Each export's file has a key of its own. Files that are there stay as they are, for EXPORT_FILE_DAYS."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def limit_lock_waits(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For five seconds at most: behind a migration that waits for a lock, everybody else waits, too."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET LOCAL lock_timeout = '5s'")


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0007_rare_subscribers")]
    operations = [
        migrations.RunPython(limit_lock_waits, migrations.RunPython.noop),
        migrations.AddField(
            model_name="registerexport",
            name="file_key",
            field=models.TextField(
                blank=True, db_default="", default="", editable=False, verbose_name="chiave del file"
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, limit_lock_waits),
    ]
