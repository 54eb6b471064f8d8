# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The index of what the register still has to learn holds what has arrived, and nothing else."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0024_service_groups"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="delivery", name="delivery_to_record"),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("status__in", ["delivered", "read"]), ("to_record", True)),
                fields=["campaign", "id"],
                name="delivery_to_record",
            ),
        ),
    ]
