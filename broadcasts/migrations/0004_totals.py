# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0003_groups"),
        ("subscribers", "0007_guards"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="totals",
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="subscriber",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="subscribers.subscriber",
                verbose_name="iscritto",
            ),
        ),
    ]
