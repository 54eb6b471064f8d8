# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0007_settled"),
    ]

    operations = [
        migrations.AddField(
            model_name="tap",
            name="written_at",
            field=models.FloatField(default=0),
        ),
    ]
