# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A broadcast against the month in which it would leave: what is spent, what the others will add, its own estimate.

Pages read what was counted a few minutes ago; whoever approves counts from the deliveries, one at a time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Q

from broadcasts.audience import sizes
from broadcasts.content.validation import Problem
from broadcasts.models import WORDS, Budget, Campaign, Delivery
from broadcasts.rules.pricing import month_of
from broadcasts.rules.states import CAMPAIGN_OVER, CampaignStatus, DeliveryStatus
from cascina_whatsapp.formatting.dates import day_of
from cascina_whatsapp.formatting.numbers import money

from . import billing, budget

NOT_ARRIVED_YET = (
    DeliveryStatus.QUEUED,
    DeliveryStatus.SENDING,
    DeliveryStatus.UNCERTAIN,
    DeliveryStatus.ACCEPTED,
    DeliveryStatus.SENT,
)
BEFORE_LAST_NIGHT = timedelta(days=1)
"""Broadcasts that were over earlier were counted this night: hardly anything arrives of them any more."""


@dataclass(frozen=True)
class Outlay:
    """A broadcast against the month in which it would leave: spent, promised to others, and its own estimate."""

    estimate: budget.Estimate
    month: budget.Month
    promised: Decimal
    """Broadcasts that are approved or on their way, as far as they have not arrived."""
    is_urgent: bool
    """Nobody's safety waits for a budget."""

    @property
    def expected(self) -> Decimal:
        """The month's expense with everything that is under way, and this broadcast."""
        return self.month.spent + self.promised + self.estimate.total

    @property
    def exceeds(self) -> bool:
        return self.month.limit is not None and self.expected > self.month.limit

    @property
    def blocks(self) -> bool:
        """Whether it can't be approved for that."""
        ceiling = self.month.budget
        return self.exceeds and ceiling is not None and ceiling.blocks and not self.is_urgent

    @property
    def warning(self) -> str:
        """What the budget says of it, in Italian; "" while all is well."""
        ceiling, limit = self.month.budget, self.month.limit
        if ceiling is None or limit is None or self.expected * 100 < limit * ceiling.warn_percent:
            return ""
        reached = f"Con questo messaggio la spesa del mese arriva a circa {money(self.expected)}"
        if self.exceeds:
            return f"{reached}: supera il tetto di {money(limit)}."
        return f"{reached}, su un tetto di {money(limit)}."


def outlay(campaign: Campaign, now: datetime, *, leaves: datetime | None = None) -> Outlay:
    """For the month of the moment when it leaves, or of now. For pages: what arrived was counted minutes ago."""
    moment = max(leaves or campaign.scheduled_for or now, now)
    return _against(campaign, moment, promised(campaign, now, moment))


def objections(campaign: Campaign, now: datetime, *, leaves: datetime | None = None) -> list[Problem]:
    """Why the budget does not let it be approved: only one that blocks does, and never an urgent broadcast.

    Inside a transaction: whoever approves holds the budgets, so that two approvals at once count each other. What has
    arrived is counted here from the deliveries. What may still arrive is counted before that: a message that arrives
    in between is counted twice rather than not at all.
    """
    moment = max(leaves or campaign.scheduled_for or now, now)
    if campaign.is_urgent or not _hold_budgets():
        return []
    still_to_come = promised(campaign, now, moment)
    billing.recount(now, over_since=now - BEFORE_LAST_NIGHT)
    found = _against(campaign, moment, still_to_come)
    return [Problem("", f"{found.warning} {budget.WHO_RAISES}")] if found.blocks else []


def _hold_budgets() -> bool:
    """Lock the rows of all budgets that block, whichever month they are for; whether there are any."""
    return bool(list(Budget.objects.select_for_update().filter(blocks=True).order_by("pk")))


def _against(campaign: Campaign, moment: datetime, still_to_come: Decimal) -> Outlay:
    month = budget.month_to_date(moment)
    return Outlay(budget.estimate(campaign, moment), month, still_to_come, campaign.is_urgent)


def promised(but: Campaign, now: datetime, moment: datetime) -> Decimal:
    """At most so much the others will add until the end of the month of `moment`: who may still get a message.

    Those that are just over count, too: what Meta took a moment ago has not arrived yet.
    """
    prices, day, decided = budget.price_list(), day_of(now), budget.categories()
    _, last = month_of(moment)
    approved = Q(status=CampaignStatus.APPROVED) & ~Q(scheduled_for__date__gt=last)
    just_over = Q(status__in=CAMPAIGN_OVER, started_at__isnull=False, finished_at__gte=now - billing.FRESH)
    others = list(
        Campaign.objects.exclude(pk=but.pk)
        .filter(approved | Q(status__in=[CampaignStatus.SENDING, CampaignStatus.PAUSED]) | just_over)
        .select_related("custom_template", *WORDS)
    )
    people = _not_arrived(others)
    costs = (prices.cost(budget.category_of(one, decided), people[one.pk], day) for one in others)
    return sum(costs, Decimal(0))


def _not_arrived(campaigns: Iterable[Campaign]) -> dict[int, int]:
    """Broadcast's id → people whom it has not reached yet."""
    started = [campaign.pk for campaign in campaigns if campaign.started_at]
    waiting = Delivery.objects.filter(campaign__in=started, status__in=NOT_ARRIVED_YET)
    counted = dict(waiting.order_by().values_list("campaign").annotate(people=Count("pk")))
    to_come = sizes(campaign for campaign in campaigns if not campaign.started_at)
    return {
        campaign.pk: counted.get(campaign.pk, 0) if campaign.started_at else to_come[campaign.pk]
        for campaign in campaigns
    }
