# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0006_queue_without_checks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="campaignevent",
            name="what",
            field=models.CharField(
                choices=[
                    ("review_asked", "Approvazione chiesta"),
                    ("sent_back", "Rimandato in bozza"),
                    ("approved", "Approvato"),
                    ("started", "Invio iniziato"),
                    ("paused", "Messo in pausa"),
                    ("resumed", "Ripreso"),
                    ("cancelled", "Annullato"),
                    ("finished", "Invio finito"),
                    ("settled", "Esiti incerti decisi"),
                ],
                max_length=20,
                verbose_name="che cosa",
            ),
        ),
    ]
