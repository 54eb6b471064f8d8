# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0015_prices"),
    ]

    operations = [
        migrations.AddField(
            model_name="numberstanding",
            name="leaving",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="numberstanding",
            name="leaving_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
