"""A sum in dollars, as WhatsApp bills it, and what that is in euros."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .numbers import money

EURO = "€"


@dataclass(frozen=True)
class Exchange:
    """The dollars that one euro buys, as it is written beside a price: 1,0886."""

    dollars: Decimal

    def euros(self, amount: Decimal) -> Decimal:
        """Convert dollars to euros; not rounded."""
        return amount / self.dollars


def apiece(amount: Decimal, exchange: Exchange | None) -> str:
    """Write the price of one message: "2,76 centesimi", "3 centesimi"; "0,0300 $" without a rate."""
    if exchange is None:
        return money(amount, places=4)
    cents = (exchange.euros(amount) * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{cents:f}".rstrip("0").rstrip(".").replace(".", ",") + " centesimi"
