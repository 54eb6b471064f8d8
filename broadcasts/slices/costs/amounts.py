"""The price list, as the office keeps it, and the one amount that every page shows: in euros, to the cent.

It is rounded once; a sum is a sum of these cents. A message takes the rate of exchange of the day on which it left.
Dollars only where no rate was ever written down.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from broadcasts.content import custom_template
from broadcasts.models import Campaign, WhatsAppTemplate
from broadcasts.rules import standard_templates
from cascina_whatsapp.presentation.formatting.currencies import EURO, Exchange
from cascina_whatsapp.presentation.formatting.dates import day_of
from cascina_whatsapp.presentation.formatting.numbers import money
from cascina_whatsapp.presentation.once import once_a_page

from .models import CATEGORY_LABELS, Category, Price
from .pricing import NOTHING, PriceList

MARKET = "IT"
"""Everybody is billed at the price of Italy: numbers of other countries are so few that nobody counts them apart."""
DOLLAR = "$"


@once_a_page
def price_list() -> PriceList:
    """The prices that count. One query a page."""
    return PriceList(Price.objects.filter(market=MARKET, waits=False).order_by("pk"))


@once_a_page
def categories() -> dict[str, str]:
    """Template → what Meta bills it as. One query a page."""
    rows = WhatsAppTemplate.objects.filter(language=standard_templates.LANGUAGE).values_list(
        "name", "category"
    )
    return {name: category.lower() for name, category in rows}


def category_of(campaign: Campaign, decided: dict[str, str] | None = None) -> str:
    """Return the category in which Meta bills a broadcast's template: as Meta `decided`, or as we asked."""
    known = categories() if decided is None else decided
    category = known.get(custom_template.name_for(campaign))
    return category if category in CATEGORY_LABELS else campaign.template_set.category.lower()


@dataclass(frozen=True)
class Amount:
    """A sum as it is shown, and what Meta bills for it."""

    cents: Decimal
    """In `currency`, with two decimals."""
    currency: str
    dollars: Decimal
    """As Meta bills it; not rounded."""

    @property
    def in_words(self) -> str:
        """The amount: "12,90 €"."""
        return money(self.cents, currency=self.currency)

    @property
    def without_sign(self) -> str:
        """A sum below nothing, told by its size alone: "3,00 €"."""
        return money(abs(self.cents), currency=self.currency)

    @property
    def bill(self) -> str:
        """The dollars of the bill: "13,94 $"; "" where the amount itself is told in dollars."""
        return "" if self.currency == DOLLAR else money(self.dollars)


def amount(dollars: Decimal, rate: Exchange | None) -> Amount:
    """Show a sum of dollars at a rate, rounded to the cent; in dollars without one."""
    cents = (rate.euros(dollars) if rate else dollars).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Amount(cents, EURO if rate else DOLLAR, dollars)


def total(found: Iterable[Amount], rate: Exchange | None) -> Amount:
    """Add amounts up, cent by cent; `rate`: the one of the sum, which says the currency of nothing."""
    rows = [amount(NOTHING, rate), *found]
    return Amount(
        sum((one.cents for one in rows), NOTHING),
        rows[-1].currency,
        sum((one.dollars for one in rows), NOTHING),
    )


def difference(one: Amount, other: Amount) -> Amount:
    """Subtract one sum from another, cent by cent; below nothing where the other is greater."""
    return Amount(one.cents - other.cents, one.currency, one.dollars - other.dollars)


@dataclass(frozen=True)
class Bill:
    """The bill of a broadcast.

    Messages inside the window have no price: they share the month's free ones with the answers.
    """

    lines: tuple[tuple[int, Decimal], ...]
    """(messages that were delivered, the dollars of each)."""
    inside: int
    """Messages to people who had just written to us."""
    exchange: Exchange | None = None
    """The rate of the day on which it left."""

    @property
    def total(self) -> Decimal:
        return sum((messages * price for messages, price in self.lines), NOTHING)

    @property
    def shown(self) -> Amount:
        """The amount that every page shows for the broadcast."""
        return amount(self.total, self.exchange)


def bill_of(campaign: Campaign) -> Bill | None:
    """Build the bill of a broadcast; None before anything was delivered and counted. Two queries, small tables."""
    rows = list(campaign.expenses.values_list("day", "category", "messages"))
    if not rows:
        return None
    prices, at = price_list(), Counter[Decimal]()
    for day, category, messages in rows:
        if category != Category.SERVICE:
            at[prices.cost(category, 1, day)] += messages
    inside = sum(messages for _, category, messages in rows if category == Category.SERVICE)
    lines = tuple((messages, price) for price, messages in sorted(at.items()))
    left = day_of(campaign.started_at) if campaign.started_at else max(day for day, _, _ in rows)
    return Bill(lines, inside, prices.exchange(left))
