# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0009_drafts"),
        ("subscribers", "0010_following"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Unmasking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("delivery_number", models.PositiveBigIntegerField(verbose_name="consegna")),
                ("at", models.DateTimeField(db_index=True, verbose_name="quando")),
                ("reason", models.CharField(max_length=200, verbose_name="motivo")),
            ],
            options={
                "verbose_name": "numero mostrato",
                "verbose_name_plural": "numeri mostrati",
                "ordering": ["-pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="campaign",
            options={
                "ordering": ["-pk"],
                "permissions": [
                    ("launch_campaign", "Può approvare e avviare un messaggio"),
                    ("steer_campaign", "Può sospendere, riprendere e annullare un messaggio"),
                    ("launch_urgent_campaign", "Può avviare un messaggio urgente"),
                    ("export_campaign", "Può esportare il resoconto di un messaggio"),
                ],
                "verbose_name": "messaggio",
                "verbose_name_plural": "messaggi",
            },
        ),
        migrations.AlterModelOptions(
            name="delivery",
            options={
                "ordering": ["-pk"],
                "permissions": [
                    ("unmask_delivery", "Può vedere in chiaro il numero di una consegna, con un motivo")
                ],
                "verbose_name": "consegna",
                "verbose_name_plural": "consegne",
            },
        ),
        migrations.AlterField(
            model_name="campaignevent",
            name="what",
            field=models.CharField(
                choices=[
                    ("copied", "Copiato da un altro messaggio"),
                    ("review_asked", "Approvazione chiesta"),
                    ("sent_back", "Rimandato in bozza"),
                    ("approved", "Approvato"),
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
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("status__in", ["accepted", "sent"])),
                fields=["status", "campaign", "subscriber"],
                name="delivery_on_its_way",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("status__in", ["failed", "skipped"])),
                fields=["campaign", "reason", "subscriber"],
                name="delivery_missing",
            ),
        ),
        migrations.AddField(
            model_name="unmasking",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="mostrato a",
            ),
        ),
        migrations.AddField(
            model_name="unmasking",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="broadcasts.campaign",
                verbose_name="messaggio",
            ),
        ),
    ]
