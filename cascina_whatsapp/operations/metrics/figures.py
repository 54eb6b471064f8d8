"""The figures read from the database: what leaves and what keeps it, what comes in, what has to be looked after."""

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from broadcasts.models import Campaign, CampaignProgress, Delivery, RateLimiter
from broadcasts.reporting import daily_limit, progress_counts
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from broadcasts.sending import rate_limiter, scheduling
from cascina_whatsapp.operations.backups import Backup, last_backup
from cascina_whatsapp.whatsapp.cloud_api.error_codes import error_class
from cascina_whatsapp.whatsapp.webhook.models import DeadLetter, Heartbeat, Priority, WebhookPost
from subscribers.models import Reply, Seal

MOST = 20_000
"""Rows: whatever is more than that is far over every alarm."""


def gauge(
    name: str,
    text: str,
    label: str,
    values: Iterable[tuple[str, float]],
    kind: type[GaugeMetricFamily | CounterMetricFamily] = GaugeMetricFamily,
) -> Metric:
    """Build a family that has a figure for each value of its label."""
    family = kind(name, text, labels=[label])
    for value, figure in values:
        family.add_metric([value], figure)
    return family


def age(at: datetime | None, now: datetime) -> float:
    """Return the seconds since then; 0 where nothing was."""
    return max(0.0, (now - at).total_seconds()) if at else 0.0


def count(rows: QuerySet[Any]) -> int:
    """Count rows; MOST where there are more: what is asked for every few seconds reads no million of them."""
    return rows.order_by()[:MOST].count()


def of_sending(now: datetime) -> Iterator[Metric]:
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


def of_listening(now: datetime) -> Iterator[Metric]:
    """Eleven small queries, along indexes: of answers, those that confirm a consent and the others have one each."""
    posts = {
        priority.name.lower(): WebhookPost.objects.filter(priority=priority).order_by("pk")
        for priority in Priority
    }
    yield gauge(
        "cascina_backlog",
        "Posts of Meta's that wait, by priority",
        "priority",
        ((name, count(waiting)) for name, waiting in posts.items()),
    )
    yield gauge(
        "cascina_backlog_age_seconds",
        "How long the first of them has waited",
        "priority",
        ((name, _first(waiting, "received_at", now)) for name, waiting in posts.items()),
    )
    due = Reply.objects.due(now)
    answers = {"confirming": due.filter(consent__isnull=False), "other": due.filter(consent__isnull=True)}
    yield gauge(
        "cascina_answers_waiting",
        "Answers that are to be sent",
        "kind",
        ((name, count(waiting)) for name, waiting in answers.items()),
    )
    yield gauge(
        "cascina_answers_waiting_seconds",
        "How long the first of them has been due",
        "kind",
        ((name, _first(waiting, "not_before", now)) for name, waiting in answers.items()),
    )
    yield gauge(
        "cascina_heartbeat_age_seconds",
        "Since a sign of life: beat, tick of a worker, webhook",
        "name",
        ((name, age(at, now)) for name, at in Heartbeat.objects.values_list("name", "at")),
    )
    yield GaugeMetricFamily(
        "cascina_dead_letters", "Events that wait for a person to look at", count(DeadLetter.objects.all())
    )


def _first(waiting: QuerySet[Any], since: str, now: datetime) -> float:
    """Return how long the first of these rows has waited; 0 where none does."""
    return age(waiting.values_list(since, flat=True).first(), now)


def of_upkeep(now: datetime) -> Iterator[Metric]:
    """Yield the figures on upkeep: two small queries and one small file. What never was, or is unknown, has none."""
    token = daily_limit.number_status().token
    refused = float(token.is_refused)
    yield GaugeMetricFamily("cascina_token_refused", "Whether Meta refuses our access token", refused)
    if token.expires_at is not None:
        days = (token.expires_at - now).total_seconds() / 86_400
        yield GaugeMetricFamily("cascina_token_days", "Until our access token expires", days)
    if last := Seal.objects.order_by("-pk").values_list("sealed_at", flat=True).first():
        yield GaugeMetricFamily(
            "cascina_seal_age_seconds", "Since the register was last sealed", age(last, now)
        )
    with suppress(OSError, ValueError):  # a record that can't be read, or none
        yield from _backup(last_backup(settings.VAR_DIR), now)
    with suppress(OSError):  # not mounted: /readyz says so
        free = shutil.disk_usage(settings.VAR_DIR).free
        yield GaugeMetricFamily("cascina_disk_free_bytes", "What is free in VAR_DIR, on this machine", free)


def _backup(backup: Backup | None, now: datetime) -> Iterator[Metric]:
    if backup is None:
        return
    yield GaugeMetricFamily("cascina_backup_age_seconds", "Since the last backup", age(backup.at, now))
    if backup.restored_at is not None:
        restored = "Since a backup was last restored on trial"
        yield GaugeMetricFamily("cascina_restore_age_seconds", restored, age(backup.restored_at, now))
    ok = "Whether the last backup, or its last restore, went well"
    yield GaugeMetricFamily("cascina_backup_ok", ok, float(backup.is_good and backup.drill_is_good))
