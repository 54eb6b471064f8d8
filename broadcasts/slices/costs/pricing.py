"""Meta's price list, and what so many messages cost by it. Arithmetic only; money is Decimal.

Meta bills delivered messages. Outside the window a template costs the price of its category. Since 1 October 2026
free messages inside the window cost as well, beyond the first thousand of a month; before that they were free. A
category without a price on a day is free here. Beside each price stands what a euro bought when it was written.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from cascina_whatsapp.presentation.formatting.currencies import Exchange
from cascina_whatsapp.presentation.formatting.dates import day_of

from .models import Category, Price

NOTHING = Decimal(0)


class PriceList:
    """The prices of one market, in the order in which they were written: for the same day, the last one counts.

    Each is valid from a day on (Rome's calendar) until a later one of its category takes over.
    """

    def __init__(self, rates: Iterable[Price]) -> None:
        self._rates = sorted(rates, key=lambda rate: rate.valid_from)

    def at(self, category: str, day: date) -> Price | None:
        """The rate of that day; None where there is none yet."""
        valid = [rate for rate in self._rates if rate.category == category and rate.valid_from <= day]
        return valid[-1] if valid else None

    def exchange(self, day: date) -> Exchange | None:
        """The rate of exchange of that day, of whichever category it was written with: a later one changes nothing.

        On days before the first rate of all, that one; None without any.
        """
        known = [rate for rate in self._rates if rate.dollars_per_euro]
        valid = [rate for rate in known if rate.valid_from <= day] or known[:1]
        return Exchange(valid[-1].dollars_per_euro or NOTHING) if valid else None

    def cost(self, category: str, messages: int, day: date) -> Decimal:
        """Return what so many messages cost on that day, in dollars, free ones aside."""
        rate = self.at(category, day)
        return rate.amount * messages if rate else NOTHING

    def is_dearer(self, category: str, than: str, day: date) -> bool:
        """Tell whether a message costs more as `category` than as `than`; without both prices, an invitation does."""
        one, other = self.at(category, day), self.at(than, day)
        if one is None or other is None:
            return category == Category.MARKETING and than != category
        return one.amount > other.amount

    def left_free(self, category: str, used: int, day: date) -> int:
        """Count the messages of the month that are still free, after so many."""
        rate = self.at(category, day)
        return max(0, rate.free_each_month - used) if rate else 0

    def beyond_free(self, counts: Iterable[tuple[date, str, int]]) -> Decimal:
        """Return what a month's messages cost day by day, in dollars, beyond the free ones of their categories."""
        used: Counter[str] = Counter()
        cost = NOTHING
        for day, category, messages in sorted(counts):
            free = min(messages, self.left_free(category, used[category], day))
            used[category] += messages
            cost += self.cost(category, messages - free, day)
        return cost


def month_of(moment: datetime) -> tuple[date, date]:
    """The first and the last day of the month, on Rome's clocks."""
    first = day_of(moment).replace(day=1)
    return first, first + timedelta(days=monthrange(first.year, first.month)[1] - 1)
