"""The tables of the trail, and of its checks."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TrailCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="iniziata")),
                ("finished_at", models.DateTimeField(verbose_name="finita")),
                ("count", models.PositiveBigIntegerField(verbose_name="tracce")),
                ("problems", models.PositiveIntegerField(verbose_name="problemi")),
                ("findings", models.JSONField(default=list, verbose_name="che cosa")),
            ],
            options={
                "verbose_name": "verifica delle tracce",
                "verbose_name_plural": "verifiche delle tracce",
                "ordering": ["-pk"],
                "get_latest_by": "pk",
            },
        ),
        migrations.CreateModel(
            name="TrailHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveBigIntegerField(default=0)),
                (
                    "hash",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000",
                        max_length=64,
                    ),
                ),
            ],
            options={
                "verbose_name": "fine delle tracce",
                "verbose_name_plural": "fine delle tracce",
            },
        ),
        migrations.CreateModel(
            name="TrailRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveBigIntegerField(unique=True, verbose_name="numero")),
                ("at", models.DateTimeField(verbose_name="quando")),
                ("event", models.CharField(max_length=40, verbose_name="che cosa")),
                ("by_name", models.CharField(blank=True, max_length=150, verbose_name="chi")),
                ("about", models.CharField(blank=True, max_length=200, verbose_name="su che cosa")),
                ("details", models.JSONField(blank=True, default=dict, verbose_name="dettagli")),
                (
                    "previous_hash",
                    models.CharField(max_length=64, verbose_name="impronta della traccia precedente"),
                ),
                ("hash", models.CharField(max_length=64, verbose_name="impronta")),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "traccia",
                "verbose_name_plural": "tracce",
                "ordering": ["-sequence"],
                "permissions": [("export_trailrecord", "Può esportare le tracce")],
                "indexes": [
                    models.Index(fields=["by", "event", "at"], name="trail_by_whom"),
                    models.Index(fields=["event", "about", "-sequence"], name="trail_of_a_kind"),
                    models.Index(fields=["at"], name="trail_when"),
                ],
            },
        ),
    ]
