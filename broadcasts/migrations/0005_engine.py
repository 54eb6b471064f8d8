# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0004_totals"),
        ("subscribers", "0009_reachability"),
    ]

    operations = [
        migrations.CreateModel(
            name="NumberStanding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tier", models.CharField(blank=True, max_length=40, verbose_name="livello")),
                ("daily_limit", models.PositiveIntegerField(null=True, verbose_name="persone al giorno")),
                ("quality", models.CharField(blank=True, max_length=20, verbose_name="qualità")),
                ("throughput", models.CharField(blank=True, max_length=40, verbose_name="velocità")),
                ("name_status", models.CharField(blank=True, max_length=40, verbose_name="nome")),
                ("checked_at", models.DateTimeField(null=True, verbose_name="letto il")),
            ],
            options={
                "verbose_name": "stato del numero",
                "verbose_name_plural": "stato del numero",
            },
        ),
        migrations.AddField(
            model_name="delivery",
            name="outside_window",
            field=models.BooleanField(default=False, verbose_name="fuori dalla finestra"),
        ),
        migrations.AddField(
            model_name="tap",
            name="share",
            field=models.FloatField(default=1.0),
        ),
        migrations.AddField(
            model_name="tap",
            name="slowed_at",
            field=models.FloatField(default=0),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("outside_window", True)),
                fields=["claimed_at", "subscriber"],
                name="delivery_counted",
            ),
        ),
    ]
