"""The statistics of subscriptions: how many, how that changed, what they chose, and how old the consents are.

Reads subscribers and the register, in numbers only; writes nothing. Consent has no fixed life, but refreshing it at
intervals is good practice (EDPB guidelines 05/2020, paragraphs 110-111): the yearly reminder does so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate, pairwise
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from cascina_whatsapp.presentation.formatting.dates import brief_day, day_of
from cascina_whatsapp.presentation.formatting.numbers import grouped
from cascina_whatsapp.security.retention_rules import Term
from subscribers.models import ServiceText, Subscriber, Topic
from subscribers.models.people import is_due_for_reminder

DAYS = 30
LARGE = 20_000
"""Subscribers: of more the trend may be a minute old, since counting them is most of what the home page costs."""
KEPT = 60
"""Seconds, in each process of the site."""
WIDTH, HEIGHT, MARGIN = 300, 60, 4
"""The size of the line's picture, in its own units."""


@dataclass(frozen=True)
class Trend:
    """Subscribers now; who joined and who left on each day of Cascina's calendar, the last one today."""

    now: int
    days: Sequence[date]
    joined: Sequence[int]
    left: Sequence[int]

    @property
    def subscribed(self) -> list[int]:
        """The number of subscribed people before the first day, and at the end of each."""
        moves = [left - joined for joined, left in zip(self.joined, self.left, strict=True)]
        return list(accumulate(reversed(moves), initial=self.now))[::-1]


@dataclass(frozen=True)
class Moves:
    """The numbers of people who joined and who left within some time."""

    joined: int
    left: int


def moves(since: datetime, until: datetime) -> Moves:
    """Count who joined and left from `since` up to `until`, which is out. Two queries, each on an index of its own.

    By each person's latest choices, as the trend.
    """
    return Moves(
        joined=Subscriber.objects.filter(subscribed_at__gte=since, subscribed_at__lt=until).count(),
        left=Subscriber.objects.filter(left_at__gte=since, left_at__lt=until).count(),
    )


def trend_until(now: datetime) -> Trend:
    """The last thirty days, today included; three queries, or none where a large town was counted a moment ago.

    By each person's latest choices: of who left and came back within these days, only the return is known.
    """
    today = day_of(now)
    kept: Trend | None = cache.get(f"trend-{today}")
    if kept:
        return kept
    counted = _count(today)
    if counted.now > LARGE:
        cache.set(f"trend-{today}", counted, KEPT)
    return counted


def _count(today: date) -> Trend:
    days = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    since = timezone.make_aware(datetime.combine(days[0], time()))
    return Trend(
        now=Subscriber.objects.subscribed().count(),
        days=days,
        joined=_by_day("subscribed_at", since, days),
        left=_by_day("left_at", since, days),
    )


def _by_day(moment: str, since: datetime, days: Sequence[date]) -> list[int]:
    people = Subscriber.objects.filter(**{f"{moment}__gte": since}).order_by()
    counted = dict(people.values_list(TruncDate(moment)).annotate(people=Count("pk")))
    return [counted.get(day, 0) for day in days]


def people_in(trend: Trend) -> dict[str, Any]:
    """Tell a trend as a figure, a `line` of points, one a day, and a sentence, its `label`."""
    counts, days = trend.subscribed, len(trend.days)
    course = f"passati da {grouped(counts[0])} a {grouped(trend.now)}"
    return {
        "now": trend.now,
        "before": counts[0],
        "since": brief_day(trend.days[0], trend.days[-1]),
        "days": days,
        "joined": sum(trend.joined),
        "left": sum(trend.left),
        "line": _line(counts),
        "label": f"In {days} giorni gli iscritti sono {course}",
    }


def chosen() -> list[Topic]:
    """Count who gets each active topic, by choice or because they get everything; of a large town once a minute.

    Each topic has its `people`.
    """
    kept: list[Topic] | None = cache.get("topics-chosen")
    if kept:
        return kept
    everything = Subscriber.objects.subscribed().filter(follows_all=True).count()
    by_choice = Q(followers__status=Subscriber.Status.SUBSCRIBED, followers__follows_all=False)
    people = Count("followers", filter=by_choice) + everything
    topics = Topic.objects.filter(is_active=True).annotate(people=people)
    counted: list[Topic] = list(topics.order_by("position", "name"))
    if everything > LARGE:
        cache.set("topics-chosen", counted, KEPT)
    return counted


def _line(counts: list[int]) -> str:
    """Points from left to right; the least at the foot, the most at the top, and a constant in the middle."""
    least, most = min(counts), max(counts)
    step = WIDTH / (len(counts) - 1)
    room = HEIGHT - 2 * MARGIN
    return " ".join(
        f"{number * step:.0f},{MARGIN + (room * (most - count) / (most - least) if most > least else room / 2):.0f}"
        for number, count in enumerate(counts)
    )


BANDS = ("fino a 12 mesi", "da 12 a 18 mesi", "da 18 a 24 mesi", "da 24 a 36 mesi", "oltre 36 mesi")
LIMITS = (12, 18, 24, 36)
"""Months since the last yes, at which one band ends and the next begins."""
OLD = 24
"""Months after which the town hall may want to ask people again; one of LIMITS."""


def ages(now: datetime) -> dict[str, Any]:
    """Count how old the consents are. Two queries; one of them reads all subscribers, once."""
    notice = ServiceText.objects.shown("privacy_notice", now)
    counts = (
        Subscriber.objects.subscribed()
        .with_yes_at()
        .aggregate(
            subscribed=Count("pk"),
            confirmed=Count("pk", filter=Q(confirmed_at__isnull=False)),
            reminded=Count("pk", filter=Q(reminded_at__gt=_months_ago(now, settings.REMINDER_MONTHS))),
            due=Count("pk", filter=is_due_for_reminder(now)),
            joined_under_it=Count("pk", filter=_joined_under(notice)),
            told_of_it=Count(
                "pk", filter=~_joined_under(notice) & Q(told_notice__gte=notice.version if notice else 0)
            ),
            **{
                f"older_than_{months}": Count("pk", filter=Q(yes_at__lte=_months_ago(now, months)))
                for months in LIMITS
            },
        )
    )
    older = {months: counts.pop(f"older_than_{months}") for months in LIMITS}
    beyond = pairwise([counts["subscribed"], *older.values(), 0])
    told = counts["joined_under_it"] + counts["told_of_it"]
    return {
        **counts,
        "bands": [(label, more - fewer) for label, (more, fewer) in zip(BANDS, beyond, strict=True)],
        "old": older[OLD],
        "notice": notice,
        "to_be_told": counts["subscribed"] - told,
    }


def _months_ago(now: datetime, months: int) -> datetime:
    return Term(months, "months").before(now)


def _joined_under(notice: ServiceText | None) -> Q:
    """Build the condition that people could read this notice when they joined; without one all could."""
    return Q(subscribed_at__gte=notice.in_force_from) if notice else Q(subscribed_at__isnull=False)
