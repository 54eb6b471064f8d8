"""A broadcast against the month in which it would leave: what is spent, what is promised to others, its own estimate.

Pages read what was counted a few minutes ago; whoever approves counts from the deliveries, one at a time.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from broadcasts.content.preview import Reach
from broadcasts.content.validation import Problem
from broadcasts.models import Budget, Campaign
from broadcasts.rules.pricing import month_of
from cascina_whatsapp.presentation.formatting.dates import day_of

from . import amounts, billed_counts
from .amounts import Amount
from .estimates import Estimate, estimate, estimate_of_rest
from .month import WHO_RAISES, Month, month_on, not_arrived, promised_until
from .prices import price_list

BEFORE_LAST_NIGHT = timedelta(days=1)
"""Broadcasts that were over earlier were counted this night: hardly anything arrives of them any more."""


@dataclass(frozen=True)
class Outlay:
    """A broadcast against the month in which it would leave."""

    estimate: Estimate
    month: Month
    """Without this broadcast."""
    is_urgent: bool
    """Nobody's safety waits for a budget."""

    @property
    def expected(self) -> Decimal:
        """The month's expense with everything that is under way, and this broadcast."""
        return self.month.spent + self.month.reserved + self.estimate.total

    @property
    def expected_shown(self) -> Amount:
        """The same, as pages tell it."""
        rate = self.month.exchange
        own = amounts.amount(self.estimate.total, rate)
        return amounts.total([self.month.shown, self.month.programmed, own], rate)

    @property
    def exceeds(self) -> bool:
        return self.month.limit is not None and self.expected > self.month.limit

    @property
    def blocks(self) -> bool:
        """Tell whether the budget keeps the broadcast from being approved."""
        ceiling = self.month.budget
        return self.exceeds and ceiling is not None and ceiling.blocks and not self.is_urgent

    @property
    def warning(self) -> str:
        """The budget's warning on an outlay, in Italian; "" while all is well."""
        ceiling, limit = self.month.budget, self.month.limit
        if ceiling is None or limit is None or self.expected * 100 < limit * ceiling.warn_percent:
            return ""
        reached = f"Con questo messaggio la spesa del mese arriva a {self.expected_shown.in_words}"
        how_much = amounts.amount(limit, self.month.exchange).in_words
        return (
            f"{reached}: supera il limite di {how_much}."
            if self.exceeds
            else f"{reached}, su un limite di {how_much}."
        )

    @property
    def refusal(self) -> str:
        """The sentence where the budget blocks the broadcast, with what there is to do about it."""
        return f"{self.warning} {WHO_RAISES}"


def outlay(campaign: Campaign, now: datetime, *, reach: Reach | None = None) -> Outlay:
    """Project the outlay of the month in which the broadcast leaves, or of this month.

    For pages: what arrived was counted minutes ago. `reach`: whom it reaches now, where a page asks that too.
    """
    moment = max(campaign.scheduled_for or now, now)
    cost = _estimate(campaign, moment, reach if moment == now else None)
    return Outlay(cost, month_on(day_of(moment), now, but=campaign), campaign.is_urgent)


def objections(campaign: Campaign, now: datetime, *, leaves: datetime | None = None) -> list[Problem]:
    """List why the budget keeps a broadcast from approval, or from going on dearer; never an urgent one.

    Inside a transaction: whoever approves holds the budgets, so that of two approvals at once the second counts the
    first. What has arrived is counted here from the deliveries. What may still arrive is counted before that: a
    message that arrives in between is counted twice rather than not at all. An urgent one waits its turn, too: others
    count it.
    """
    moment = max(leaves or campaign.scheduled_for or now, now)
    if not _hold_budgets() or campaign.is_urgent:
        return []
    prices = price_list()
    promised = promised_until(month_of(moment)[1], now, prices, but=campaign)
    billed_counts.recount(now, over_since=now - BEFORE_LAST_NIGHT)
    month = month_on(day_of(moment), now, prices=prices, promised=promised)
    found = Outlay(_estimate(campaign, moment), month, campaign.is_urgent)
    return [Problem("", found.refusal)] if found.blocks else []


def _hold_budgets() -> bool:
    """Lock the rows of all budgets that block, whichever month they are for; whether there are any."""
    return bool(list(Budget.objects.select_for_update().filter(blocks=True).order_by("pk")))


def _estimate(campaign: Campaign, moment: datetime, reach: Reach | None = None) -> Estimate:
    """Estimate what a broadcast costs; one that has left, only for who has not got it yet: the rest is spent."""
    if not campaign.started_at:
        return estimate(campaign, moment, reach)
    return estimate_of_rest(campaign, not_arrived([campaign])[campaign.pk], moment)
