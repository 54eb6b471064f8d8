"""The sums that approvals take off the month's budget, and give back: by receipts, at the end, when undone.

Whoever approves holds the budgets (projected_spend.py), writes the earmark and lets go of them together: of two who
approve at once the second reads what the first has reserved.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q

from broadcasts.audience import sizes
from broadcasts.models import WORDS, Campaign, Delivery, Earmark
from broadcasts.rules.pricing import NOTHING, month_of
from broadcasts.rules.states import CAMPAIGN_OVER, CampaignStatus, DeliveryStatus
from cascina_whatsapp.presentation.formatting.dates import day_of

from . import budget
from .amounts import FRESH as FRESH

HALFWAY = (CampaignStatus.SENDING, CampaignStatus.PAUSED, CampaignStatus.SUSPENDED)
"""The states in which some people may still get a message."""
NOT_ARRIVED_YET = (
    DeliveryStatus.QUEUED,
    DeliveryStatus.SENDING,
    DeliveryStatus.UNCERTAIN,
    DeliveryStatus.HELD,
    DeliveryStatus.ACCEPTED,
    DeliveryStatus.SENT,
)


def reserve(campaign: Campaign, *, leaves: datetime, now: datetime) -> Earmark:
    """Earmark a broadcast's estimate for the month in which it leaves. In the transaction of the approval."""
    estimate = budget.estimate(campaign, max(leaves, now))
    return _keep(campaign, leaves, estimate.people, estimate.total)


def release(campaign: Campaign) -> None:
    """Give back all that is earmarked for a broadcast that does not leave any more."""
    Earmark.objects.filter(pk=campaign.pk).update(left=NOTHING)


def settle(campaign: Campaign, now: datetime) -> None:
    """Give back what a cancelled broadcast will not spend: what is in flight may still arrive."""
    if campaign.started_at:
        _count([campaign], now)
    else:
        release(campaign)


def follow(now: datetime) -> None:
    """Bring every earmark up to what receipts have told by now; a broadcast over for an hour holds back nothing.

    A broadcast without one, approved by an older version, gets it.
    """
    alive = Campaign.objects.filter(_may_still_cost(now))
    # In one statement: an approval that commits meanwhile brings its earmark along.
    Earmark.objects.filter(left__gt=0).exclude(campaign__in=alive).update(left=NOTHING)
    rows = alive.select_related("earmark", "custom_template", *WORDS)
    found = list(rows.prefetch_related("topics"))
    _provide(found, now)
    _count([campaign for campaign in found if campaign.started_at], now)


def not_arrived(campaigns: Sequence[Campaign]) -> dict[int, int]:
    """Broadcast's id → people whom it has not reached yet."""
    started = [campaign.pk for campaign in campaigns if campaign.started_at]
    waiting = Delivery.objects.filter(campaign__in=started, status__in=NOT_ARRIVED_YET)
    counted = dict(waiting.order_by().values_list("campaign").annotate(people=Count("pk")))
    to_come = sizes(campaign for campaign in campaigns if not campaign.started_at)
    return {
        campaign.pk: counted.get(campaign.pk, 0) if campaign.started_at else to_come[campaign.pk]
        for campaign in campaigns
    }


def _may_still_cost(now: datetime) -> Q:
    """The condition that a broadcast may still cost something.

    Those just over count, too: what Meta took a moment ago has not arrived yet.
    """
    just_over = Q(status__in=CAMPAIGN_OVER, started_at__isnull=False, finished_at__gte=now - FRESH)
    return Q(status=CampaignStatus.APPROVED) | Q(status__in=HALFWAY) | just_over


def _provide(campaigns: Iterable[Campaign], now: datetime) -> None:
    """Write the earmarks of the broadcasts that have none."""
    without = [campaign for campaign in campaigns if not hasattr(campaign, "earmark")]
    if not without:
        return
    costs, people = _Costs(now), sizes(without)
    for campaign in without:
        leaves, how_many = campaign.started_at or campaign.scheduled_for or now, people[campaign.pk]
        _keep(campaign, leaves, how_many, costs.cost_of(campaign, how_many))


def _count(started: list[Campaign], now: datetime) -> None:
    """Count anew, for broadcasts that have left, what the people who have not got them yet may still cost."""
    costs, people = _Costs(now), not_arrived(started)
    for campaign in started:
        left = costs.cost_of(campaign, people[campaign.pk])
        Earmark.objects.filter(pk=campaign.pk).exclude(left=left).update(left=left)


class _Costs:
    """The cost of so many messages of a broadcast today, as if nobody were inside their window."""

    def __init__(self, now: datetime) -> None:
        self.prices, self.decided, self.day = budget.price_list(), budget.categories(), day_of(now)

    def cost_of(self, campaign: Campaign, people: int) -> Decimal:
        return self.prices.cost(budget.category_of(campaign, self.decided), people, self.day)


def _keep(campaign: Campaign, leaves: datetime, people: int, amount: Decimal) -> Earmark:
    month, _ = month_of(leaves)
    values = {"month": month, "people": people, "amount": amount, "left": amount}
    kept, _ = Earmark.objects.update_or_create(campaign=campaign, defaults=values)
    return kept
