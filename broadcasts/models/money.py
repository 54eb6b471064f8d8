# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What messages cost: Meta's prices, the monthly budget, and how many messages were billed on which day."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from broadcasts.rules.pricing import CATEGORY_LABELS
from cascina_whatsapp.formatting.dates import day_in_figures

from .campaigns import Campaign

CURRENCY = "USD"


class Price(models.Model):
    """What Meta asks for one delivered message, from a day on. Rows are added, never changed: past costs stay."""

    category = models.CharField("categoria", max_length=12, choices=CATEGORY_LABELS)
    market = models.CharField(
        "Paese", max_length=2, default="IT", help_text="Quello del prefisso di chi riceve: IT per il +39."
    )
    amount = models.DecimalField(
        "prezzo di un messaggio",
        max_digits=9,
        decimal_places=4,
        validators=[MinValueValidator(Decimal(0))],
        help_text="Per ogni messaggio consegnato, come nel listino di Meta: per esempio 0,0300.",
    )
    currency = models.CharField("valuta", max_length=3, default=CURRENCY, editable=False)
    free_each_month = models.PositiveIntegerField(
        "gratuiti ogni mese", default=0, help_text="Messaggi che Meta non fa pagare, ogni mese."
    )
    valid_from = models.DateField("vale dal", help_text="Il primo giorno in cui Meta lo applica.")
    source = models.CharField(
        "fonte", max_length=200, help_text="Dove lo hai letto: la pagina di Meta e la sua data."
    )

    class Meta:
        verbose_name = "prezzo"
        verbose_name_plural = "prezzi"
        ordering = ["-valid_from", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="price_not_negative")]

    def __str__(self) -> str:
        return f"{self.get_category_display()}, dal {day_in_figures(self.valid_from)}"


class Budget(models.Model):
    """How much may be spent in a month, from a month on. Rows are added, never changed: they are the trace."""

    amount = models.DecimalField(
        "tetto di spesa al mese",
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text="In dollari, come fattura Meta. Vuoto: nessun tetto.",
    )
    warn_percent = models.PositiveSmallIntegerField(
        "avvisa al",
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Percentuale del tetto raggiunta la quale le pagine avvisano.",
    )
    blocks = models.BooleanField(
        "blocca i nuovi invii",
        default=False,
        help_text="Un messaggio che supererebbe il tetto non si può approvare. Gli urgenti partono comunque.",
    )
    valid_from = models.DateField("vale dal", help_text="Di solito il primo giorno di un mese.")
    note = models.CharField("motivo", max_length=200, help_text="Perché si fissa o si cambia.")
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name="fissato da",
    )
    set_at = models.DateTimeField("fissato il", editable=False)
    warned_on = models.DateField(null=True, editable=False)
    """Day on which the operators were told that the threshold is reached: once a month."""

    class Meta:
        verbose_name = "tetto di spesa"
        verbose_name_plural = "tetti di spesa"
        ordering = ["-valid_from", "-pk"]

    def __str__(self) -> str:
        return f"tetto dal {day_in_figures(self.valid_from)}"


class Expense(models.Model):
    """How many messages of one broadcast Meta bills for one day: counted now and then, kept when deliveries go."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, related_name="expenses", verbose_name="messaggio"
    )
    """None: the automatic answers of that day."""
    day = models.DateField("giorno", db_index=True)
    """On Rome's calendar: when they were delivered."""
    in_window = models.BooleanField("nella finestra")
    category = models.CharField("categoria", max_length=12, choices=CATEGORY_LABELS)
    """As Meta had it when the day was counted first: it may change its mind later."""
    messages = models.PositiveIntegerField("messaggi consegnati")

    class Meta:
        verbose_name = "spesa"
        verbose_name_plural = "spese"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "day", "in_window"], name="one_expense_a_day"),
            models.UniqueConstraint(
                fields=["day"], condition=Q(campaign=None), name="one_expense_of_answers_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"spesa {self.pk}"
