# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0020_template_groups"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="course",
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="campaign",
            name="course_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
