"""The estimate of a broadcast's cost, in words."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from broadcasts.rules.pricing import CATEGORY_LABELS
from cascina_whatsapp.presentation.formatting import currencies
from cascina_whatsapp.presentation.formatting.currencies import Exchange
from cascina_whatsapp.presentation.formatting.numbers import grouped

from . import amounts
from .amounts import Amount


@dataclass(frozen=True)
class Estimate:
    """The cost of a broadcast if it left at once and arrived at everybody."""

    people: int
    inside: int
    """The people inside their window: they get a free message."""
    category: str
    template_price: Decimal | None
    """The price of one template; None where the list has none."""
    service_cost: Decimal
    """The cost of the messages to those inside, beyond the month's free ones."""
    exchange: Exchange | None = None

    @cached_property
    def total(self) -> Decimal:
        return (self.people - self.inside) * (self.template_price or Decimal(0)) + self.service_cost

    @property
    def shown(self) -> Amount | None:
        """The estimate as pages tell it; None where the list lacks its price."""
        return None if self.template_price is None else amounts.amount(self.total, self.exchange)

    @property
    def total_in_words(self) -> str:
        """The estimate in words: "14,07 €"."""
        return self.shown.in_words if self.shown else "quanto costa non si sa: manca un prezzo"

    @property
    def in_words(self) -> str:
        """The estimate, and its reason: "14,07 €: 510 persone a 2,8 centesimi."."""
        if self.template_price is None:
            return f"non si sa: manca il prezzo di un messaggio che è un {CATEGORY_LABELS[self.category]}."
        each = currencies.apiece(self.template_price, self.exchange)
        words = f"{self.total_in_words}: {_people(self.people - self.inside)} a {each}"
        if not self.inside:
            return f"{words}."
        wrote = "ci ha scritto" if self.inside == 1 else "ci hanno scritto"
        if not self.service_cost:
            return f"{words}, {self.inside} gratis perché {wrote} oggi."
        extra = amounts.amount(self.service_cost, self.exchange).in_words
        return f"{words}, {extra} per {self.inside} che {wrote} oggi."


def _people(count: int) -> str:
    return "1 persona" if count == 1 else f"{grouped(count)} persone"
