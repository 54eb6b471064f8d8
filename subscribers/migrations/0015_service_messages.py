# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""When people were reminded, confirmed, and told of a new privacy notice."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("subscribers", "0014_seal_letters"),
    ]

    operations = [
        migrations.AddField(
            model_name="subscriber",
            name="confirmed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="ultima conferma"),
        ),
        migrations.AddField(
            model_name="subscriber",
            name="reminded_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="ultimo promemoria"
            ),
        ),
        migrations.AddField(
            model_name="subscriber",
            name="told_notice",
            field=models.PositiveIntegerField(
                db_default=0, default=0, editable=False, verbose_name="versione dell'informativa comunicata"
            ),
        ),
        migrations.AlterField(
            model_name="consentrecord",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opt_in", "Iscrizione"),
                    ("opt_in_pending", "Iscrizione da confermare"),
                    ("opt_out", "Cancellazione"),
                    ("topics_changed", "Argomenti cambiati"),
                    ("reconfirmed", "Iscrizione confermata di nuovo"),
                    ("notice_sent", "Avviso consegnato"),
                    ("preference_stop", "Stop dalle impostazioni di WhatsApp"),
                    ("preference_resume", "Ripresa dalle impostazioni di WhatsApp"),
                    ("staff_opt_out", "Cancellazione fatta dall'ufficio"),
                    ("imported", "Iscrizione importata"),
                    ("number_changed", "Numero cambiato"),
                    ("erased", "Dati cancellati"),
                ],
                max_length=20,
                verbose_name="che cosa",
            ),
        ),
    ]
