"""The subscribers at a glance: how many, how that came about and changed in the last days, what they chose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate

from django.core.cache import cache
from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from cascina_whatsapp.presentation.formatting.dates import brief_day, day_of
from cascina_whatsapp.presentation.formatting.numbers import grouped
from subscribers.models import Subscriber, Topic

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
        """The number of subscribed people at the end of each day."""
        moves = [left - joined for joined, left in zip(self.joined, self.left, strict=True)]
        return list(accumulate(reversed(moves[1:]), initial=self.now))[::-1]

    @property
    def all_joined(self) -> int:
        """The number of people who joined on any of these days."""
        return sum(self.joined)

    @property
    def all_left(self) -> int:
        """The number of people who left on any of these days."""
        return sum(self.left)


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


@dataclass(frozen=True)
class People:
    """Subscribers now, and how that came about in the last days."""

    now: int
    before: int
    since: str
    days: int
    joined: int
    left: int
    line: str
    """Points of a line, one a day."""

    @property
    def label(self) -> str:
        """The course of the subscribers in words."""
        return (
            f"In {self.days} giorni gli iscritti sono passati da {grouped(self.before)} a {grouped(self.now)}"
        )


def people_in(trend: Trend) -> People:
    """Tell a trend as a figure, a line and a sentence."""
    counts = trend.subscribed
    return People(
        now=trend.now,
        before=counts[0],
        since=brief_day(trend.days[0], trend.days[-1]),
        days=len(counts),
        joined=trend.all_joined,
        left=trend.all_left,
        line=_line(counts),
    )


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
