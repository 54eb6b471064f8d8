# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0012_counted"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="approved_hash",
            field=models.CharField(
                blank=True, editable=False, max_length=64, verbose_name="impronta approvata"
            ),
        ),
        migrations.AddField(
            model_name="campaignevent",
            name="fingerprint",
            field=models.CharField(blank=True, max_length=64, verbose_name="impronta"),
        ),
        migrations.AddField(
            model_name="campaignevent",
            name="overridden",
            field=models.CharField(blank=True, max_length=300, verbose_name="che cosa l'urgenza supera"),
        ),
        migrations.AlterField(
            model_name="campaignevent",
            name="what",
            field=models.CharField(
                choices=[
                    ("copied", "Copiato da un altro messaggio"),
                    ("edited", "Modificato"),
                    ("review_asked", "Approvazione chiesta"),
                    ("sent_back", "Rimandato in bozza"),
                    ("approved", "Approvato"),
                    ("approved_own", "Approvato da chi lo ha scritto"),
                    ("revised", "Modificato dopo l'approvazione, che non vale più"),
                    ("altered", "Non è partito: il contenuto non è quello approvato"),
                    ("started", "Invio iniziato"),
                    ("paused", "Messo in pausa"),
                    ("resumed", "Ripreso"),
                    ("cancelled", "Annullato"),
                    ("finished", "Invio finito"),
                    ("settled", "Esiti incerti decisi"),
                    ("resent", "Mandato di nuovo a chi non l'aveva ricevuto"),
                ],
                max_length=20,
                verbose_name="che cosa",
            ),
        ),
    ]
