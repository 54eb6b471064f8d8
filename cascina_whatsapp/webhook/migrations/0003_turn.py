# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("webhook", "0002_heartbeat_since")]

    operations = [
        migrations.AddField(
            model_name="webhookpost",
            name="turn",
            field=models.PositiveSmallIntegerField(
                choices=[(0, "Subito"), (1, "Normale"), (2, "Per ultimo")],
                db_default=1,
                default=1,
                verbose_name="turno",
            ),
        ),
        migrations.AddIndex(
            model_name="webhookpost",
            index=models.Index(fields=["turn", "id"], name="post_in_turn"),
        ),
    ]
