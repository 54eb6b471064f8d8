"""The cost of messages: Meta's prices, the monthly budget and what is earmarked of it, messages billed by day."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from broadcasts.rules.pricing import CATEGORY_LABELS
from cascina_whatsapp.presentation.formatting.dates import day_in_words, with_article

from .campaigns import Campaign

CURRENCY = "USD"


class ByTwo(models.Model):
    """A row that one person writes; one that may stop broadcasts waits for a second person (costs.by_two)."""

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
    currency = models.CharField("valuta", max_length=3, default=CURRENCY, editable=False)
    free_each_month = models.PositiveIntegerField(
        "gratuiti ogni mese", default=0, help_text="Messaggi che WhatsApp non fa pagare, ogni mese."
    )
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
        verbose_name_plural = "limiti del mese"
        ordering = ["-valid_from", "-pk"]

    def __str__(self) -> str:
        return f"limite {with_article(day_in_words(self.valid_from), 'dal')}"


class ExchangeRate(models.Model):
    """The dollars that a euro bought on a day. Rows are added, never changed: figures of days before stay.

    A figure of some day takes the newest row that was there on that day, whichever day the rate itself is of.
    """

    dollars = models.DecimalField(
        "dollari per un euro",
        max_digits=8,
        decimal_places=4,
        validators=[MinValueValidator(Decimal("0.2")), MaxValueValidator(Decimal(5))],
        help_text="Come lo pubblica la Banca centrale europea: per esempio 1,0886.",
    )
    day = models.DateField("cambio del", help_text="Il giorno in cui è stato pubblicato.")
    source = models.CharField(
        "fonte", max_length=200, help_text="Dove lo hai letto: la pagina e la sua data."
    )
    valid_from = models.DateField("vale dal", editable=False)
    """The day on which it was written down, on Rome's calendar."""
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="scritto da",
    )
    """None: read from the bank's file."""
    set_at = models.DateTimeField("scritto il", editable=False)

    class Meta:
        verbose_name = "cambio"
        verbose_name_plural = "cambi"
        ordering = ["-valid_from", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(dollars__gt=0), name="exchange_rate_positive")]

    def __str__(self) -> str:
        return f"cambio {with_article(day_in_words(self.day), 'del')}"


class Earmark(models.Model):
    """The sum that an approved broadcast may still cost: off the month's budget until spent, or given back."""

    campaign = models.OneToOneField(
        Campaign, models.CASCADE, primary_key=True, related_name="earmark", verbose_name="messaggio"
    )
    month = models.DateField("mese", db_index=True)
    """First day of the month in which it would leave, on Rome's calendar."""
    people = models.PositiveIntegerField("persone")
    """The people for whom it was approved."""
    amount = models.DecimalField("somma approvata", max_digits=12, decimal_places=4)
    """Dollars: its estimate, when somebody approved it."""
    left = models.DecimalField("somma riservata", max_digits=12, decimal_places=4)
    """Dollars: what may still be spent of it. Falls as receipts come; 0 once it is over or was taken back."""

    class Meta:
        verbose_name = "somma riservata"
        verbose_name_plural = "somme riservate"
        constraints = [models.CheckConstraint(condition=Q(left__gte=0), name="earmark_not_negative")]

    def __str__(self) -> str:
        return f"somma riservata {self.pk}"


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
