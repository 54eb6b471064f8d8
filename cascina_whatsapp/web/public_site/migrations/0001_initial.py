"""What the office says of a message after it left, and corrections that wait for a second person."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("broadcasts", "0022_warnings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Amendment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("correction", "Correzione"), ("withdrawal", "Ritiro")],
                        max_length=10,
                        verbose_name="che cosa",
                    ),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="che cosa era sbagliato")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="titolo")),
                ("body", models.TextField(blank=True, verbose_name="testo")),
                ("at", models.DateTimeField(verbose_name="quando")),
                (
                    "approved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approvato da",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="broadcasts.campaign",
                        verbose_name="messaggio",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="scritto da",
                    ),
                ),
            ],
            options={
                "verbose_name": "correzione o ritiro",
                "verbose_name_plural": "correzioni e ritiri",
                "ordering": ["pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["correction", "withdrawal"])),
                        name="amendment_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="amendment_with_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body", ""), ("kind", "withdrawal"), ("title", "")),
                            models.Q(
                                ("kind", "correction"),
                                models.Q(("title", ""), _negated=True),
                                models.Q(("body", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="amendment_correction_with_its_words",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "withdrawal")),
                        fields=("campaign",),
                        name="amendment_withdrawn_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposedCorrection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="che cosa era sbagliato")),
                ("title", models.CharField(max_length=200, verbose_name="titolo")),
                ("body", models.TextField(verbose_name="testo")),
                ("proposed_at", models.DateTimeField(verbose_name="proposta il")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "Da approvare"),
                            ("approved", "Approvata"),
                            ("refused", "Rimandata"),
                            ("withdrawn", "Ritirata"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="esito",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decisa il")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="broadcasts.campaign",
                        verbose_name="messaggio",
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
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposta da",
                    ),
                ),
            ],
            options={
                "verbose_name": "correzione proposta",
                "verbose_name_plural": "correzioni proposte",
                "ordering": ["-pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["open", "approved", "refused", "withdrawn"])),
                        name="proposed_correction_outcome_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "open")),
                        fields=("campaign",),
                        name="one_open_correction_per_message",
                    ),
                ],
            },
        ),
    ]
