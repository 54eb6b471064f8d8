"""The page of a month's spending, made once: the account, the limit, what a message costs."""

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from broadcasts.rules.pricing import Category, Rate
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.presentation.formatting import currencies
from cascina_whatsapp.presentation.formatting.dates import day_of
from cascina_whatsapp.presentation.formatting.numbers import money

from . import amounts
from .amounts import Amount
from .budget import Month
from .prices import price_list
from .statement import Broadcast, Share, Statement

WIDTH = 200
"""The width of the meter, in its own units."""
PEOPLE = 500
"""The people of the example that an empty month gives."""
UNUSUAL = {
    CampaignStatus.SENDING: "in invio",
    CampaignStatus.PAUSED: "fermato",
    CampaignStatus.SUSPENDED: "fermato",
    CampaignStatus.CANCELLED: "fermato",
}
"""The states that a row of the month names: it is not all sent, or not yet."""


@dataclass(frozen=True)
class Row:
    """A broadcast as the page writes it."""

    of: Broadcast

    @property
    def kind(self) -> str:
        """The kind, and the state where it is not sent to all: "avviso, in invio"."""
        state = UNUSUAL.get(CampaignStatus(self.of.campaign.status))
        return f"{self.of.kind}, {state}" if state else self.of.kind


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

    account: Statement
    month: Month
    lasts: bool
    """Whether the month is not over."""
    rows: list[Row]
    meter: Meter | None
    """None without a limit."""
    notice_price: str
    """The price of one message in cents; "" where the list lacks it."""
    invitation_price: str
    example: str
    """What a notice to five hundred people costs; "" where the list lacks its price."""
    dearer: str
    """How much more an invitation costs than a notice: "più del doppio", "di più"; "" where it does not."""
    free_each_month: int
    """Messages inside the window, answers included, that WhatsApp does not bill in a month."""

    @property
    def total(self) -> Amount:
        return self.account.total

    @property
    def kinds(self) -> list[Share]:
        return self.account.by_kind

    @property
    def is_all_inside_free(self) -> bool:
        """Tell whether every message inside the window was among the month's free ones."""
        return not self.account.inside_cost.dollars

    @property
    def expected(self) -> str:
        """The sum that the month comes to with what is programmed, in whole euros: "157 €"; "" where nothing is."""
        if not self.lasts or not self.month.programmed.cents:
            return ""
        whole = amounts.total([self.total, self.month.programmed])
        return money(whole.cents.quantize(Decimal(1), ROUND_HALF_UP), places=0, currency=whole.currency)


def spending_of(account: Statement, month: Month, now: datetime) -> Spending:
    """Put a month's account beside its limit and the prices of its last day, or of today. One query."""
    day = min(account.last, day_of(now))
    prices = price_list()
    notice, invitation, answer = (
        prices.at(kind, day) for kind in (Category.UTILITY, Category.MARKETING, Category.SERVICE)
    )
    return Spending(
        account,
        month,
        lasts=day_of(now) <= account.last,
        rows=[Row(broadcast) for broadcast in account.broadcasts],
        meter=_meter(account.total, month),
        notice_price=currencies.apiece(notice.amount, account.exchange) if notice else "",
        invitation_price=currencies.apiece(invitation.amount, account.exchange) if invitation else "",
        example=amounts.amount(PEOPLE * notice.amount, account.exchange).in_words if notice else "",
        dearer=_dearer(invitation, notice),
        free_each_month=answer.free_each_month if answer else 0,
    )


def _dearer(invitation: Rate | None, notice: Rate | None) -> str:
    if invitation is None or notice is None or invitation.amount <= notice.amount:
        return ""
    return "più del doppio" if invitation.amount > 2 * notice.amount else "di più"


def _meter(spent: Amount, month: Month) -> Meter | None:
    limit = month.limit_shown
    if limit is None:
        return None
    whole = max(limit.cents, spent.cents + month.programmed.cents) or Decimal(1)
    done, programmed = (int(one.cents * WIDTH / whole) for one in (spent, month.programmed))
    left = month.left_shown
    over = int(-left.cents * WIDTH / whole) if left and left.cents < 0 else 0
    return Meter(done, programmed, over)
