# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Prices, monthly budgets, and how many messages were billed on which day."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("broadcasts", "0013_approval"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Budget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="In dollari, come fattura Meta. Vuoto: nessun tetto.",
                        max_digits=10,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="tetto di spesa al mese",
                    ),
                ),
                (
                    "warn_percent",
                    models.PositiveSmallIntegerField(
                        default=80,
                        help_text="Percentuale del tetto raggiunta la quale le pagine avvisano.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="avvisa al",
                    ),
                ),
                (
                    "blocks",
                    models.BooleanField(
                        default=False,
                        help_text="Un messaggio che supererebbe il tetto non si può approvare. Gli urgenti partono comunque.",
                        verbose_name="blocca i nuovi invii",
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(
                        help_text="Di solito il primo giorno di un mese.", verbose_name="vale dal"
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        help_text="Perché si fissa o si cambia.", max_length=200, verbose_name="motivo"
                    ),
                ),
                ("set_at", models.DateTimeField(editable=False, verbose_name="fissato il")),
                ("warned_on", models.DateField(editable=False, null=True)),
                (
                    "set_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="fissato da",
                    ),
                ),
            ],
            options={
                "verbose_name": "tetto di spesa",
                "verbose_name_plural": "tetti di spesa",
                "ordering": ["-valid_from", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Price",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("utility", "servizio pubblico (utility)"),
                            ("marketing", "promozionale (marketing)"),
                            ("service", "nella finestra di 24 ore (service)"),
                        ],
                        max_length=12,
                        verbose_name="categoria",
                    ),
                ),
                (
                    "market",
                    models.CharField(
                        default="IT",
                        help_text="Quello del prefisso di chi riceve: IT per il +39.",
                        max_length=2,
                        verbose_name="Paese",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=4,
                        help_text="Per ogni messaggio consegnato, come nel listino di Meta: per esempio 0,0300.",
                        max_digits=9,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="prezzo di un messaggio",
                    ),
                ),
                (
                    "currency",
                    models.CharField(default="USD", editable=False, max_length=3, verbose_name="valuta"),
                ),
                (
                    "free_each_month",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Messaggi che Meta non fa pagare, ogni mese.",
                        verbose_name="gratuiti ogni mese",
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(
                        help_text="Il primo giorno in cui Meta lo applica.", verbose_name="vale dal"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        help_text="Dove lo hai letto: la pagina di Meta e la sua data.",
                        max_length=200,
                        verbose_name="fonte",
                    ),
                ),
            ],
            options={
                "verbose_name": "prezzo",
                "verbose_name_plural": "prezzi",
                "ordering": ["-valid_from", "-pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="price_not_negative")
                ],
            },
        ),
        migrations.CreateModel(
            name="Expense",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(db_index=True, verbose_name="giorno")),
                ("in_window", models.BooleanField(verbose_name="nella finestra")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("utility", "servizio pubblico (utility)"),
                            ("marketing", "promozionale (marketing)"),
                            ("service", "nella finestra di 24 ore (service)"),
                        ],
                        max_length=12,
                        verbose_name="categoria",
                    ),
                ),
                ("messages", models.PositiveIntegerField(verbose_name="messaggi consegnati")),
                (
                    "campaign",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expenses",
                        to="broadcasts.campaign",
                        verbose_name="messaggio",
                    ),
                ),
            ],
            options={
                "verbose_name": "spesa",
                "verbose_name_plural": "spese",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "day", "in_window"), name="one_expense_a_day"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("campaign", None)),
                        fields=("day",),
                        name="one_expense_of_answers_a_day",
                    ),
                ],
            },
        ),
    ]
