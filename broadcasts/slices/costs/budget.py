"""A broadcast against the month in which it would leave: what is spent, what is promised to others, its estimate.

Pages read what was counted a few minutes ago; whoever approves counts from the deliveries, one at a time. A limit or
a price is written by one person, and told; one that can stop broadcasts waits for a second: stopping is the attack
here.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from broadcasts.steps.plan import Plan
from cascina_whatsapp.accounts.staff_notices.notifying import Kind, display_name, end, holders, people, tell
from cascina_whatsapp.presentation.formatting.dates import day_of

from . import amounts, billed_counts
from .amounts import price_list
from .estimates import Estimate, as_templates, estimate
from .models import Budget, Price
from .month import WHO_RAISES, Month, budget_on, month_on, not_arrived, promised_until
from .pricing import month_of

BEFORE_LAST_NIGHT = timedelta(days=1)
"""Broadcasts that were over earlier were counted this night: hardly anything arrives of them any more."""
CONFIRMS = "broadcasts.launch_campaign"
WAITS = "Può fermare i messaggi: vale quando lo conferma chi li approva."


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
    def exceeds(self) -> bool:
        return self.month.limit is not None and self.expected > self.month.limit

    @property
    def blocks(self) -> bool:
        """Tell whether the budget keeps the broadcast from being approved."""
        return bool(self.exceeds and self.month.budget and self.month.budget.blocks and not self.is_urgent)

    @property
    def warning(self) -> str:
        """The budget's warning on an outlay, in Italian; "" while all is well."""
        ceiling, limit = self.month.budget, self.month.limit
        if ceiling is None or limit is None or self.expected * 100 < limit * ceiling.warn_percent:
            return ""
        rate = self.month.exchange
        own = amounts.amount(self.estimate.total, rate)
        expected = amounts.total([self.month.shown, self.month.programmed, own], rate).in_words
        against = ": supera il limite" if self.exceeds else ", su un limite"
        how_much = amounts.amount(limit, rate).in_words
        return f"Con questo messaggio la spesa del mese arriva a {expected}{against} di {how_much}."

    @property
    def refusal(self) -> str:
        """The sentence where the budget blocks the broadcast, with what there is to do about it; else ""."""
        return f"{self.warning} {WHO_RAISES}" if self.blocks else ""


def outlay(plan: Plan) -> Outlay:
    """Project the outlay of the month in which it leaves. For pages: what arrived was counted minutes ago."""
    month = month_on(day_of(plan.leaves), plan.now, but=plan.campaign)
    return Outlay(_estimate(plan), month, plan.campaign.is_urgent)


def refusal(plan: Plan) -> str:
    """Say why the budget keeps a broadcast from approval, or from going on dearer; never an urgent one.

    Inside a transaction: whoever approves holds the budgets, so that of two approvals at once the second counts the
    first. What has arrived is counted here from the deliveries. What may still arrive is counted before that: a
    message that arrives in between is counted twice rather than not at all. An urgent one waits its turn, too: others
    count it.
    """
    campaign, now = plan.campaign, plan.now
    held = (
        Budget.objects.select_for_update().filter(blocks=True).order_by("pk")
    )  # whichever month they are for
    if not list(held) or campaign.is_urgent:
        return ""
    prices = price_list()
    promised = promised_until(month_of(plan.leaves)[1], now, prices, but=campaign)
    billed_counts.recount(now, over_since=now - BEFORE_LAST_NIGHT)
    month = month_on(day_of(plan.leaves), now, prices=prices, promised=promised)
    return Outlay(_estimate(plan), month, campaign.is_urgent).refusal


def _estimate(plan: Plan) -> Estimate:
    """Estimate what a broadcast costs; one that has left, only for who has not got it yet: the rest is spent."""
    campaign, leaves = plan.campaign, plan.leaves
    if not campaign.started_at:
        return estimate(campaign, leaves, plan.reach if leaves == plan.now else None)
    return as_templates(campaign, not_arrived([campaign])[campaign.pk], leaves)


@transaction.atomic
def write(row: Budget | Price, *, by: User) -> bool:
    """Write a row, tell who approves and the operators of it, and return whether it waits to be confirmed."""
    row.waits = waits = may_stop(row)
    row.save()
    tell(
        holders(CONFIRMS),
        subject="Sono cambiati i costi o il limite del mese",
        sentence=f"{display_name(by)} ha scritto: {row}, {row.in_words}. "
        f"{WAITS if waits else 'Vale da quel giorno.'}",
        page=page_of(row),
        kind=Kind.WAITS if waits else Kind.KNOWN,
        by=by,
        addresses=settings.ALERT_EMAILS,
    )
    return waits


def may_stop(row: Budget | Price) -> bool:
    """Tell whether a row, as it is written, could stop broadcasts that leave without it.

    Any stricter limit that blocks, whatever is spent so far: one just above it would stop the next broadcast.
    """
    if isinstance(row, Budget):
        before = budget_on(row.valid_from)
        is_lower = before is None or not before.blocks or (before.amount or 0) > (row.amount or 0)
        return row.blocks and row.amount is not None and is_lower
    rate = price_list().at(row.category, row.valid_from)
    return not rate or row.amount > rate.amount or row.free_each_month < rate.free_each_month


def may_confirm(row: Budget | Price, by: User) -> bool:
    """Tell whether this person may let a row come true that waits: who approves broadcasts, and did not write it."""
    return row.waits and by.has_perm(CONFIRMS) and by.pk != row.set_by_id


@transaction.atomic
def confirm(row: Budget | Price, *, by: User, now: datetime) -> bool:
    """Let a row come true as it was read, since none changes, and tell who wrote it; False where another did."""
    if not type(row)._default_manager.filter(pk=row.pk, waits=True).update(waits=False, confirmed_by=by):
        return False
    end(page_of(row), how="confermato", by=by, now=now)
    tell(
        people([row.set_by_id]),
        subject="Costi o limite del mese: confermato",
        sentence=f"{display_name(by)} ha confermato: {row}.",
        page=page_of(row),
        by=by,
        addresses=settings.ALERT_EMAILS,
    )
    return True


def page_of(row: Budget | Price) -> str:
    """Return the address of the page of a limit or a price."""
    return reverse(f"admin:broadcasts_{row._meta.model_name}_change", args=[row.pk])
