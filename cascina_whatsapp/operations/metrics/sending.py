"""The figures on what leaves: broadcasts and messages by state, what keeps them, how fast they may go."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import Count
from prometheus_client.core import GaugeMetricFamily, Metric

from broadcasts.limits import daily_limit, rate_limiter
from broadcasts.models import Campaign, CampaignProgress, Delivery, RateLimiter
from broadcasts.reporting import progress_counts
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from broadcasts.sending import scheduling
from cascina_whatsapp.whatsapp.cloud_api.error_codes import error_class

from .gauges import age, gauge
from .models import count


def read(now: datetime) -> Iterator[Metric]:
    """Some small queries. Deliveries are counted of broadcasts on their way, and those in doubt, along an index."""
    yield from _deliveries()
    found = dict(Campaign.objects.order_by().values_list("status").annotate(how_many=Count("pk")))
    by_state = ((state, found.get(state, 0)) for state in CampaignStatus)
    yield gauge("cascina_campaigns", "Broadcasts, by state", "state", by_state)
    yield GaugeMetricFamily(
        "cascina_approved_waiting_seconds",
        "How long the first approved broadcast has waited that might leave",
        age(scheduling.waiting_since(now), now),
    )
    yield GaugeMetricFamily(
        "cascina_campaigns_standing_still",
        "Broadcasts that may leave and have not for a minute, as noted a minute ago",
        len(RateLimiter.objects.values_list("still", flat=True).first() or []),
    )
    uncertain = Delivery.objects.filter(status=DeliveryStatus.UNCERTAIN)
    yield GaugeMetricFamily(
        "cascina_deliveries_uncertain", "Messages of which nobody knows whether they left", count(uncertain)
    )
    yield from _rate(now)
    yield from _quota(now)


def _deliveries() -> Iterator[Metric]:
    """Yield how many deliveries are in each state, and how many failed by class of Meta's error.

    Of a broadcast on its way as of now; of one that is over as its tally of each five minutes keeps them.
    """
    states: Counter[str] = Counter({state: 0 for state in DeliveryStatus})
    outcomes: Counter[str] = Counter()
    going = Campaign.objects.exclude(started_at=None).filter(finished_at=None).values_list("pk", flat=True)
    counts = progress_counts.count_now(going)
    failed = progress_counts.failures_now(counts)
    kept = CampaignProgress.objects.exclude(campaign__in=counts).values_list("counted", "totals", "failures")
    for counted, totals, failures in [*((counts[pk], {}, failed[pk]) for pk in counts), *kept]:
        states.update(totals["states"] if totals else counted)
        for code, people in (failures or {}).items():
            outcomes[error_class(int(code) if code else None).__name__] += people
    yield gauge("cascina_deliveries", "Messages of broadcasts, by state", "state", states.items())
    failed_by = "Messages that failed, by class of Meta's error"
    yield gauge("cascina_deliveries_failed", failed_by, "outcome", outcomes.items())


def _rate(now: datetime) -> Iterator[Metric]:
    asked, granted = settings.WHATSAPP_MESSAGES_PER_SECOND, rate_limiter.granted_now(now.timestamp())
    yield GaugeMetricFamily(
        "cascina_rate_asked", "Messages a second that our settings allow; 0: no limit", asked
    )
    yield GaugeMetricFamily(
        "cascina_rate_granted",
        "Messages a second after what Meta said of us being too fast; 0 without a limit of ours",
        asked * granted.share,
    )
    yield GaugeMetricFamily(
        "cascina_rate_paused_seconds", "For how long nothing may leave yet", granted.paused_for
    )


def _quota(now: datetime) -> Iterator[Metric]:
    """Yield the daily limit and what is left, by what is kept, up to a minute old; nothing without a limit."""
    number = daily_limit.number_status()
    if number.daily_limit is None or number.leaving_at is None:
        return
    counted = sum(people for at, people in number.leaving if datetime.fromisoformat(at) > now)
    yield GaugeMetricFamily(
        "cascina_daily_limit", "People whom Meta lets us write to in 24 hours", number.daily_limit
    )
    yield GaugeMetricFamily(
        "cascina_daily_limit_left", "How many of them are left", max(0, number.daily_limit - counted)
    )
