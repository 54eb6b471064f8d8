# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Queued answers are found in the order in which they leave, however many wait."""

import django.db.models.deletion
from django.db import migrations, models

QUEUED = {"status": "queued"}


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0015_service_messages")]

    operations = [
        migrations.RemoveIndex(model_name="reply", name="reply_due"),
        migrations.AlterField(
            model_name="reply",
            name="text",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="subscribers.servicetext",
                verbose_name="testo",
            ),
        ),
        migrations.AlterField(
            model_name="reply",
            name="consent",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replies",
                to="subscribers.consentrecord",
                verbose_name="conferma di",
            ),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(
                condition=models.Q(consent__isnull=True, **QUEUED), fields=["id"], name="reply_queued"
            ),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(
                condition=models.Q(consent__isnull=False, **QUEUED),
                fields=["id"],
                name="reply_confirming_queued",
            ),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(
                condition=models.Q(consent__isnull=False), fields=["consent"], name="reply_confirming"
            ),
        ),
    ]
