"""The tables of requests about personal data, and of what was let go each night."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("subscribers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RetentionRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="iniziata")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finita")),
                ("is_dry", models.BooleanField(default=False, verbose_name="di prova")),
                ("lines", models.JSONField(default=list, verbose_name="che cosa")),
                ("problem", models.CharField(blank=True, max_length=200, verbose_name="problema")),
            ],
            options={
                "verbose_name": "pulizia dei dati",
                "verbose_name_plural": "pulizie dei dati",
                "ordering": ["-pk"],
                "get_latest_by": "pk",
            },
        ),
        migrations.CreateModel(
            name="RightsRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="anno")),
                ("serial", models.PositiveIntegerField(verbose_name="numero nell'anno")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("access", "Accesso (art. 15)"),
                            ("rectification", "Rettifica (art. 16)"),
                            ("erasure", "Cancellazione (art. 17)"),
                            ("restriction", "Limitazione (art. 18)"),
                            ("portability", "Portabilità (art. 20)"),
                            ("objection", "Opposizione (art. 21)"),
                        ],
                        max_length=15,
                        verbose_name="diritto",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("chat", "Chat di WhatsApp"),
                            ("desk", "Sportello"),
                            ("pec", "PEC"),
                            ("email", "E-mail"),
                            ("letter", "Lettera"),
                        ],
                        max_length=8,
                        verbose_name="arrivata per",
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="subscribers.subscriber",
                        verbose_name="persona",
                    ),
                ),
                ("pseudonym", models.CharField(blank=True, max_length=64, verbose_name="pseudonimo")),
                (
                    "contact",
                    models.CharField(
                        blank=True,
                        help_text="Solo se la risposta non va per WhatsApp. Si svuota quando la richiesta è chiusa.",
                        max_length=200,
                        verbose_name="recapito per la risposta",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="che cosa chiede")),
                ("opened_at", models.DateTimeField(verbose_name="ricevuta il")),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="registrata da",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="da evadere entro")),
                (
                    "extension_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="motivo della proroga"),
                ),
                ("reminded_at", models.DateTimeField(null=True, verbose_name="ultimo promemoria")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Da evadere"), ("done", "Evasa"), ("refused", "Respinta")],
                        default="open",
                        max_length=8,
                        verbose_name="stato",
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True, verbose_name="chiusa il")),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="chiusa da",
                    ),
                ),
                ("outcome", models.TextField(blank=True, verbose_name="esito")),
            ],
            options={
                "verbose_name": "richiesta sui dati",
                "verbose_name_plural": "richieste sui dati",
                "ordering": ["-pk"],
                "permissions": [
                    ("erase_person", "Può cancellare i dati di una persona"),
                    ("export_person", "Può esportare i dati di una persona"),
                ],
                "indexes": [
                    models.Index(condition=models.Q(("status", "open")), fields=["due_at"], name="rights_due")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("year", "serial"), name="one_request_per_number")
                ],
            },
        ),
    ]
