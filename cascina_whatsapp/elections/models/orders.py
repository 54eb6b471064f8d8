"""The orders of Agcom to us."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from .periods import ElectoralPeriod

PUBLISHED_FOR = timedelta(days=15)
"""The days that a notice stays on the home page, at the least (law 28/2000, article 10)."""


class AgcomOrder(models.Model):
    """An order of Agcom, what it is about, and the notice that went out because of it. Never deleted."""

    number = models.CharField("numero della delibera", max_length=60)
    date = models.DateField("data della delibera")
    items = models.TextField("che cosa contesta", help_text="I messaggi e i fatti, uno per riga.")
    deadline = models.DateField("da eseguire entro", null=True, blank=True)
    notice_text = models.TextField("testo dell'avviso pubblicato", blank=True)
    published_where = models.CharField(
        "dove è pubblicato", max_length=300, blank=True, help_text="L'indirizzo della pagina, o il canale."
    )
    published_from = models.DateField("pubblicato dal", null=True, blank=True)
    published_to = models.DateField("pubblicato fino al", null=True, blank=True)
    period = models.ForeignKey(
        ElectoralPeriod,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="orders",
        verbose_name="periodo elettorale",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name="registrato da",
    )
    recorded_at = models.DateTimeField("registrato il", editable=False)

    class Meta:
        verbose_name = "ordine di Agcom"
        verbose_name_plural = "ordini di Agcom"
        ordering = ["-date", "-pk"]
        default_permissions = ("add", "change", "view")
        constraints = [
            models.UniqueConstraint(
                fields=["number", "date"],
                name="agcom_order_once",
                violation_error_message="Questa delibera è già registrata.",
            ),
            models.CheckConstraint(
                condition=Q(published_from=None, published_to=None) | Q(published_to__gt=F("published_from")),
                name="agcom_notice_from_one_day_to_another",
            ),
        ]

    def __str__(self) -> str:
        return f"delibera {self.number}"

    def clean(self) -> None:
        """Raise ValidationError for what is wrong between the fields, field by field."""
        if problem := self._publication_problem():
            raise ValidationError({"published_to": problem})

    def _publication_problem(self) -> str:
        first, last = self.published_from, self.published_to
        if first is None and last is None:
            return ""
        if first is None or last is None:
            return "Scrivi tutti e due i giorni."
        return "" if last >= last_day(first) else "L'avviso resta pubblicato almeno quindici giorni."

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Refuse to delete an order."""
        raise ValidationError("Un ordine di Agcom non si cancella.")


def last_day(first: date) -> date:
    """The first day on which a notice that was published on `first` may go: its fifteenth, that day included."""
    return first + PUBLISHED_FOR - timedelta(days=1)
