# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0021_course"),
    ]

    operations = [
        migrations.AddField(
            model_name="numberstanding",
            name="token_read_at",
            field=models.DateTimeField(null=True, verbose_name="scadenza della chiave letta il"),
        ),
        migrations.AddField(
            model_name="numberstanding",
            name="token_expires_at",
            field=models.DateTimeField(null=True, verbose_name="la chiave scade il"),
        ),
        migrations.AddField(
            model_name="numberstanding",
            name="data_access_expires_at",
            field=models.DateTimeField(null=True, verbose_name="l'accesso ai dati finisce il"),
        ),
        migrations.AddField(
            model_name="numberstanding",
            name="token_lacks",
            field=models.CharField(
                blank=True, max_length=100, verbose_name="permessi che mancano alla chiave"
            ),
        ),
    ]
