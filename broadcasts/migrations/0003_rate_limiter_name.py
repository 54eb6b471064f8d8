# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the row of the rate limiter is called; no table changes."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def limit_lock_waits(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For five seconds at most: behind a migration that waits for a lock, everybody else waits, too."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET LOCAL lock_timeout = '5s'")


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0002_first_rows")]

    operations = [
        migrations.RunPython(limit_lock_waits, migrations.RunPython.noop),
        migrations.AlterModelOptions(
            name="ratelimiter",
            options={
                "verbose_name": "limitatore degli invii",
                "verbose_name_plural": "limitatore degli invii",
            },
        ),
        migrations.RunPython(migrations.RunPython.noop, limit_lock_waits),
    ]
