# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("subscribers", "0010_following"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="subscriber",
            index=models.Index(fields=["subscribed_at"], name="subscriber_joined"),
        ),
        migrations.AddIndex(
            model_name="subscriber",
            index=models.Index(fields=["left_at"], name="subscriber_left"),
        ),
    ]
