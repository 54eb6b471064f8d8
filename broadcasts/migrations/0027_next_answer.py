# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Moments of their own for answers to citizens."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0026_occasions")]

    operations = [
        migrations.AddField(
            model_name="tap",
            name="next_answer",
            field=models.FloatField(default=0),
        ),
    ]
