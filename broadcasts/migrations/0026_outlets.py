"""Where a broadcast goes beside WhatsApp, or instead of it, and what became of it there."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0025_time_to_live"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="by_whatsapp",
            field=models.BooleanField(db_default=True, default=True, verbose_name="WhatsApp"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="outlets",
            field=models.JSONField(db_default=[], default=list, verbose_name="dove esce"),
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("outlet", models.CharField(max_length=20, verbose_name="dove")),
                ("revision", models.PositiveSmallIntegerField(default=0)),
                ("words", models.JSONField(default=dict)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "In attesa"),
                            ("publishing", "In pubblicazione"),
                            ("published", "Pubblicato"),
                            ("uncertain", "Non si sa se è uscito"),
                            ("failed", "Non riuscito"),
                            ("skipped", "Non pubblicato"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="stato",
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=300, verbose_name="perché")),
                ("reference", models.CharField(blank=True, default="", max_length=200)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("next_attempt_at", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(null=True, verbose_name="pubblicato il")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="deciso il")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="publications",
                        to="broadcasts.campaign",
                        verbose_name="messaggio",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="deciso da",
                    ),
                ),
            ],
            options={
                "verbose_name": "pubblicazione",
                "verbose_name_plural": "pubblicazioni",
                "ordering": ["campaign", "outlet", "revision"],
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ["waiting", "publishing"])),
                        fields=["outlet", "status"],
                        name="publication_to_do",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "outlet", "revision"), name="publication_once_per_outlet"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["waiting", "publishing", "published", "uncertain", "failed", "skipped"],
                            )
                        ),
                        name="publication_status_known",
                    ),
                ],
            },
        ),
    ]
