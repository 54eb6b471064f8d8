# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Queued answers are found in the order in which they leave, however many wait."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0015_service_messages")]

    operations = [
        migrations.RemoveIndex(model_name="reply", name="reply_due"),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(condition=models.Q(("status", "queued")), fields=["id"], name="reply_queued"),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(
                condition=models.Q(("consent__isnull", False), ("status", "queued")),
                fields=["id"],
                name="reply_confirming_queued",
            ),
        ),
    ]
