"""The page *Spesa*, made once: a month, its limit, what a message costs, and WhatsApp's account beside ours."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from broadcasts.models import WORDS, Budget, Campaign, Price
from broadcasts.rules.pricing import CATEGORY_LABELS, Category
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.presentation.formatting import currencies
from cascina_whatsapp.presentation.formatting.dates import day_of
from cascina_whatsapp.presentation.formatting.numbers import money

from . import amounts, billed_counts
from .amounts import price_list
from .billed_counts import Beside
from .month import Month, Spent, month_until

WIDTH = 200
"""The width of the meter, in its own units."""
PEOPLE = 500
"""The people of the example that an empty month gives."""
WRITTEN = 50
"""Prices and limits that the page tells, the newest ones."""
UNUSUAL = {
    CampaignStatus.SENDING: "in invio",
    CampaignStatus.PAUSED: "fermato",
    CampaignStatus.SUSPENDED: "fermato",
    CampaignStatus.CANCELLED: "fermato",
}
"""The states that a row of the month names: it is not all sent, or not yet."""
ABOUT = {
    Category.UTILITY: "Dice che cosa cambia o che cosa fare: strade, acqua, scadenze, allerte.",
    Category.MARKETING: "Propone di venire o di partecipare: per WhatsApp è pubblicità.",
    Category.SERVICE: "A chi ci ha scritto nelle ultime 24 ore.",
}


@dataclass(frozen=True)
class Row:
    """A broadcast as the page writes it."""

    campaign: Campaign
    of: Spent

    @property
    def kind(self) -> str:
        """The kind, and the state where it is not sent to all: "avviso, in invio"."""
        return ", ".join(filter(None, [self.of.kind, UNUSUAL.get(CampaignStatus(self.campaign.status), "")]))


@dataclass(frozen=True)
class Meter:
    """The month against its limit, as widths of a bar."""

    done: int
    programmed: int
    over: int

    @property
    def after(self) -> int:
        """The place where the bar of what is programmed begins."""
        return self.done + 1

    @property
    def within(self) -> int:
        """The place of the limit, as far as more than it is spent and programmed."""
        return WIDTH - self.over


@dataclass(frozen=True)
class Spending:
    """A month's spending, in euros to the cent; dollars only where the bill is meant."""

    month: Month
    lasts: bool
    """Whether the month is not over."""
    rows: list[Row]
    meter: Meter | None
    """None without a limit."""
    prices: list[dict[str, Any]]
    example: str
    """What a notice to five hundred people costs; "" where the list lacks its price."""
    beside: list[Beside]
    written: dict[str, list[Budget] | list[Price]]
    """Heading → what people wrote down, the last that takes effect first."""

    @property
    def waiting(self) -> list[Budget | Price]:
        """The limits and prices that wait for a second person."""
        return [row for rows in self.written.values() for row in rows if row.waits]

    @property
    def rate(self) -> str:
        """The rate of exchange: "1,0886 $"; "" where none was ever written down."""
        known = self.month.exchange
        return money(known.dollars, places=4) if known else ""

    @property
    def expected(self) -> str:
        """The sum that the month comes to with what is programmed, in whole euros: "157 €"; "" where nothing is."""
        if not self.month.promised:
            return ""
        whole = amounts.total([self.month.shown, self.month.programmed], self.month.exchange)
        return money(whole.cents.quantize(Decimal(1), ROUND_HALF_UP), places=0, currency=whole.currency)


def spending_of(day: date, now: datetime) -> Spending:
    """Tell the month that a day lies in. As many queries for forty broadcasts as for one."""
    prices = price_list()
    month = month_until(day, now, prices)
    notice = prices.at(Category.UTILITY, month.day)
    return Spending(
        month,
        lasts=day_of(now) <= month.last,
        rows=_rows(month),
        meter=_meter(month),
        prices=_prices(month),
        example=amounts.amount(PEOPLE * notice.amount, month.exchange).in_words if notice else "",
        beside=billed_counts.beside(month.first, now, prices),
        written={
            "Limiti scritti": list(Budget.objects.select_related("set_by")[:WRITTEN]),
            "Prezzi scritti": list(Price.objects.select_related("set_by")[:WRITTEN]),
        },
    )


def _rows(month: Month) -> list[Row]:
    found = Campaign.objects.select_related(*WORDS).in_bulk([one.campaign for one in month.broadcasts])
    return [Row(found[one.campaign], one) for one in month.broadcasts]


def _prices(month: Month) -> list[dict[str, Any]]:
    found = [(kind, month.prices.at(kind, month.day)) for kind in ABOUT]
    return [
        {
            "label": CATEGORY_LABELS[kind].capitalize(),
            "each": currencies.apiece(rate.amount, month.exchange),
            "free": rate.free_each_month,
            "about": ABOUT[kind],
        }
        for kind, rate in found
        if rate
    ]


def _meter(month: Month) -> Meter | None:
    limit, left = month.limit_shown, month.left_shown
    if limit is None or left is None:
        return None
    spent, programmed = month.shown.cents, month.programmed.cents
    whole = max(limit.cents, spent + programmed) or Decimal(1)
    widths = [int(max(Decimal(0), one) * WIDTH / whole) for one in (spent, programmed, -left.cents)]
    return Meter(*widths)
