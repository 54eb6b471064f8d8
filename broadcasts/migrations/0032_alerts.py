"""What the writer of a warning chose for other services, and alerts as they were published for them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0031_page_buttons"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="alert",
            field=models.JSONField(blank=True, null=True, verbose_name="dati dell'allerta"),
        ),
        migrations.CreateModel(
            name="AlertFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.PositiveSmallIntegerField()),
                ("identifier", models.CharField(max_length=120, unique=True)),
                ("sender", models.CharField(max_length=100)),
                (
                    "kind",
                    models.CharField(
                        choices=[("Alert", "Allerta"), ("Update", "Correzione"), ("Cancel", "Ritiro")],
                        max_length=6,
                        verbose_name="che cosa è",
                    ),
                ),
                ("is_drill", models.BooleanField(verbose_name="esercitazione")),
                ("headline", models.CharField(max_length=300, verbose_name="titolo")),
                ("sent", models.DateTimeField(verbose_name="pubblicata il")),
                ("expires", models.DateTimeField(verbose_name="vale fino a")),
                ("document", models.TextField()),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alert_files",
                        to="broadcasts.campaign",
                        verbose_name="messaggio",
                    ),
                ),
            ],
            options={
                "verbose_name": "allerta pubblicata",
                "verbose_name_plural": "allerte pubblicate",
                "ordering": ["pk"],
                "default_permissions": (),
                "indexes": [models.Index(fields=["expires"], name="alert_file_in_force")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "revision"), name="alert_file_once_per_revision"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["Alert", "Update", "Cancel"])),
                        name="alert_file_kind_known",
                    ),
                ],
            },
        ),
    ]
