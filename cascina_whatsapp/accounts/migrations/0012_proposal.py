"""One table for whatever waits for a second person."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_one_email_one_account"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=24, verbose_name="che cosa")),
                ("target", models.CharField(blank=True, max_length=64, verbose_name="riguarda")),
                ("change", models.JSONField(verbose_name="che cosa cambia")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="perché")),
                ("asked_at", models.DateTimeField(verbose_name="proposta il")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "Da approvare"),
                            ("approved", "Approvato"),
                            ("refused", "Rimandato"),
                            ("withdrawn", "Ritirato"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="esito",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decisa il")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposta da",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decisa da",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposta",
                "verbose_name_plural": "proposte",
                "ordering": ["-pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "open"), models.Q(("target", ""), _negated=True)),
                        fields=("kind", "target"),
                        name="one_open_proposal_of_a_target",
                    )
                ],
            },
        ),
    ]
