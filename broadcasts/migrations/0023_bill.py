"""What a dollar is worth in euros, what an approved broadcast takes off the budget, and what Meta says it bills."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0022_warnings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Earmark",
            fields=[
                (
                    "campaign",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="earmark",
                        serialize=False,
                        to="broadcasts.campaign",
                        verbose_name="messaggio",
                    ),
                ),
                ("month", models.DateField(db_index=True, verbose_name="mese")),
                ("people", models.PositiveIntegerField(verbose_name="persone")),
                (
                    "amount",
                    models.DecimalField(decimal_places=4, max_digits=12, verbose_name="somma approvata"),
                ),
                (
                    "left",
                    models.DecimalField(decimal_places=4, max_digits=12, verbose_name="somma riservata"),
                ),
            ],
            options={
                "verbose_name": "somma riservata",
                "verbose_name_plural": "somme riservate",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("left__gte", 0)), name="earmark_not_negative")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportedCharge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(db_index=True, verbose_name="giorno")),
                ("category", models.CharField(max_length=40, verbose_name="categoria")),
                ("kind", models.CharField(max_length=40, verbose_name="tipo")),
                ("country", models.CharField(max_length=8, verbose_name="Paese")),
                ("tier", models.CharField(max_length=40, verbose_name="fascia")),
                ("messages", models.PositiveIntegerField(verbose_name="messaggi")),
                (
                    "cost",
                    models.DecimalField(decimal_places=6, max_digits=14, null=True, verbose_name="costo"),
                ),
            ],
            options={
                "verbose_name": "conto di WhatsApp",
                "verbose_name_plural": "conti di WhatsApp",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "category", "kind", "country", "tier"), name="reported_charge_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportedReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("refusal_code", models.IntegerField(null=True)),
            ],
            options={
                "verbose_name": "lettura dei conti di WhatsApp",
                "verbose_name_plural": "lettura dei conti di WhatsApp",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_reported_reading")
                ],
            },
        ),
        migrations.CreateModel(
            name="ExchangeRate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "dollars",
                    models.DecimalField(
                        decimal_places=4,
                        help_text="Come lo pubblica la Banca centrale europea: per esempio 1,0886.",
                        max_digits=8,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.2")),
                            django.core.validators.MaxValueValidator(Decimal("5")),
                        ],
                        verbose_name="dollari per un euro",
                    ),
                ),
                (
                    "day",
                    models.DateField(
                        help_text="Il giorno in cui è stato pubblicato.", verbose_name="cambio del"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        help_text="Dove lo hai letto: la pagina e la sua data.",
                        max_length=200,
                        verbose_name="fonte",
                    ),
                ),
                ("valid_from", models.DateField(editable=False, verbose_name="vale dal")),
                ("set_at", models.DateTimeField(editable=False, verbose_name="scritto il")),
                (
                    "set_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="scritto da",
                    ),
                ),
            ],
            options={
                "verbose_name": "cambio",
                "verbose_name_plural": "cambi",
                "ordering": ["-valid_from", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("dollars__gt", 0)), name="exchange_rate_positive"
                    )
                ],
            },
        ),
    ]
