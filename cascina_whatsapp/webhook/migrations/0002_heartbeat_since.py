# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("webhook", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="heartbeat",
            name="since",
            field=models.DateTimeField(null=True),
        ),
    ]
