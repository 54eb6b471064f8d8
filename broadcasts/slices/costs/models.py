"""The cost of messages: Meta's prices, the monthly budget, messages billed by day, and Meta's account of a month."""

from decimal import Decimal
from enum import StrEnum

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from broadcasts.models import Campaign
from cascina_whatsapp.presentation.formatting.dates import day_in_words, with_article
from cascina_whatsapp.presentation.formatting.numbers import grouped, money


class Category(StrEnum):
    """The category in which Meta bills a message."""

    MARKETING = "marketing"
    UTILITY = "utility"
    SERVICE = "service"


CATEGORY_LABELS: dict[str, str] = {
    Category.UTILITY: "avviso",
    Category.MARKETING: "invito",
    Category.SERVICE: "risposta",
}


class ByTwo(models.Model):
    """A row that one person writes; one that may stop broadcasts waits for a second person (costs.budget)."""

    waits = models.BooleanField("aspetta una conferma", default=False, db_default=False, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="confermato da",
    )

    class Meta:
        abstract = True


class Price(ByTwo):
    """A price of Meta's for one delivered message, from a day on. Rows are added, never changed: past costs stay."""

    category = models.CharField(
        "categoria",
        max_length=12,
        choices=CATEGORY_LABELS,
        help_text="Nel listino di WhatsApp l'invito è la riga della pubblicità, l'avviso quella dei servizi.",
    )
    market = models.CharField(
        "Paese", max_length=2, default="IT", help_text="Quello del prefisso di chi riceve: IT per il +39."
    )
    amount = models.DecimalField(
        "prezzo di un messaggio",
        max_digits=9,
        decimal_places=4,
        validators=[MinValueValidator(Decimal(0))],
        help_text="Per ogni messaggio consegnato, come nel listino di WhatsApp: per esempio 0,0300.",
    )
    currency = models.CharField("valuta", max_length=3, default="USD", editable=False)
    free_each_month = models.PositiveIntegerField(
        "gratuiti ogni mese", default=0, help_text="Messaggi che WhatsApp non fa pagare, ogni mese."
    )
    dollars_per_euro = models.DecimalField(
        "dollari per un euro",
        max_digits=8,
        decimal_places=4,
        null=True,
        validators=[MinValueValidator(Decimal("0.2")), MaxValueValidator(Decimal(5))],
        help_text="Il cambio di oggi, come lo pubblica la Banca centrale europea: per esempio 1,0886. Da quel giorno "
        "ogni somma si legge con questo.",
    )
    """None: written before a rate stood beside each price."""
    valid_from = models.DateField("vale dal", help_text="Il primo giorno in cui WhatsApp lo applica.")
    source = models.CharField(
        "fonte", max_length=200, help_text="Dove lo hai letto: la pagina di WhatsApp e la sua data."
    )
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="scritto da",
    )
    """None: of the first list, or written before anybody was noted."""

    class Meta:
        verbose_name = "prezzo"
        verbose_name_plural = "prezzi"
        ordering = ["-valid_from", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="price_not_negative")]

    def __str__(self) -> str:
        return f"{self.get_category_display()}, {with_article(day_in_words(self.valid_from), 'dal')}"

    @property
    def in_words(self) -> str:
        """The price and its rate: "0,0300 $ a messaggio, 1 € = 1,0886 $"."""
        free = f", {grouped(self.free_each_month)} gratis al mese" if self.free_each_month else ""
        rate = f", 1 € = {money(self.dollars_per_euro, places=4)}" if self.dollars_per_euro else ""
        return f"{money(self.amount, places=4)} a messaggio{free}{rate}"


class Budget(ByTwo):
    """A sum that may be spent in a month, from a month on. Rows are added, never changed: they are the trace."""

    amount = models.DecimalField(
        "limite del mese",
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text="In dollari, come fattura WhatsApp. Vuoto: nessun limite.",
    )
    warn_percent = models.PositiveSmallIntegerField(
        "avvisa al",
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Per cento del limite: da lì in poi le pagine avvisano.",
    )
    blocks = models.BooleanField(
        "blocca i nuovi invii",
        default=False,
        help_text="Un messaggio che supererebbe il limite non si può approvare. Gli urgenti partono comunque.",
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
        verbose_name = "limite del mese"
        verbose_name_plural = "spesa"
        ordering = ["-valid_from", "-pk"]

    def __str__(self) -> str:
        return f"limite {with_article(day_in_words(self.valid_from), 'dal')}"

    @property
    def in_words(self) -> str:
        """The sum and what it does: "400,00 $, blocca i nuovi invii, soglia 80 %"."""
        if self.amount is None:
            return "nessun limite"
        effect = "blocca i nuovi invii" if self.blocks else "avvisa soltanto"
        return f"{money(self.amount)}, {effect}, soglia {self.warn_percent} %"


class Expense(models.Model):
    """The messages of one broadcast that Meta bills for one day: counted now and then, kept when deliveries go."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, related_name="expenses", verbose_name="messaggio"
    )
    """None: the automatic answers of that day."""
    day = models.DateField("giorno", db_index=True)
    """The day on which they were delivered, on Rome's calendar."""
    in_window = models.BooleanField("nella finestra")
    category = models.CharField("categoria", max_length=12, choices=CATEGORY_LABELS)
    """The category that Meta had when the day was counted first: it may change its mind later."""
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


class ReportedMonth(models.Model):
    """Messages and cost of a month as Meta told them last, beside our own count, which they never touch."""

    month = models.DateField("mese", unique=True)
    """Its first day."""
    messages = models.PositiveIntegerField("messaggi")
    cost = models.DecimalField("costo", max_digits=14, decimal_places=6, null=True)
    """The cost in the account's currency; None where Meta tells none."""

    class Meta:
        verbose_name = "conto di WhatsApp"
        verbose_name_plural = "conti di WhatsApp"

    def __str__(self) -> str:
        return f"conto di WhatsApp {self.pk}"
