# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("subscribers", "0008_more_texts"),
    ]

    operations = [
        migrations.AddField(
            model_name="subscriber",
            name="undelivered",
            field=models.PositiveSmallIntegerField(
                default=0, editable=False, verbose_name="messaggi non recapitati di seguito"
            ),
        ),
        migrations.AddField(
            model_name="subscriber",
            name="unreachable_since",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="irraggiungibile dal"
            ),
        ),
    ]
