# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether colleagues may send trials to somebody's number: nobody has agreed yet."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def limit_lock_waits(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For five seconds at most: behind a migration that waits for a lock, everybody else waits, too."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET LOCAL lock_timeout = '5s'")


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0011_first_ready_texts")]
    operations = [
        migrations.RunPython(limit_lock_waits, migrations.RunPython.noop),
        migrations.AddField(
            model_name="trialnumber",
            name="is_shared",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Ricevi anche le prove dei messaggi che scrivono loro. Puoi ripensarci quando vuoi.",
                verbose_name="i colleghi possono mandarmi prove",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, limit_lock_waits),
    ]
