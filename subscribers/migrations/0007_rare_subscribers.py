# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Indexes for the two choices of the list of subscribers that few rows answer: moved, and with a hidden number."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def limit_lock_waits(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For five seconds at most: behind a migration that waits for a lock, everybody else waits, too."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET LOCAL lock_timeout = '5s'")


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0006_text_proposals")]
    operations = [
        migrations.RunPython(limit_lock_waits, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="subscriber",
            index=models.Index(
                condition=models.Q(("moved_at__isnull", False)), fields=["id"], name="subscriber_moved"
            ),
        ),
        migrations.AddIndex(
            model_name="subscriber",
            index=models.Index(
                condition=models.Q(("phone", ""), ("status", "subscribed")),
                fields=["id"],
                name="subscriber_number_hidden",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, limit_lock_waits),
    ]
