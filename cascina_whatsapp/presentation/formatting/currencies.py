"""A sum in dollars, as WhatsApp bills it, and what that is in euros at a rate that is named with its day."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from .dates import day_in_words
from .numbers import money

EURO = "€"


@dataclass(frozen=True)
class Exchange:
    """The dollars that one euro bought on a day, as the European Central Bank publishes it: 1,0886."""

    dollars: Decimal
    day: date

    def euros(self, amount: Decimal) -> Decimal:
        """Convert dollars to euros; not rounded."""
        return amount / self.dollars

    @property
    def in_words(self) -> str:
        """The exchange rate in words: "cambio del 26 novembre 2026: 1 € = 1,0886 $"."""
        return f"cambio del {day_in_words(self.day)}: 1 € = {money(self.dollars, places=4)}"


def apiece(amount: Decimal, exchange: Exchange | None) -> str:
    """Write the price of one message: "2,8 centesimi", "3 centesimi"; "0,0300 $" without a rate."""
    if exchange is None:
        return money(amount, places=4)
    cents = (exchange.euros(amount) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{cents:f}".removesuffix(".0").replace(".", ",") + " centesimi"
