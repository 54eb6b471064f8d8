"""The subscribers at a glance: how many, how that came about, what they chose."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Q

from cascina_whatsapp.presentation.formatting.dates import brief_day
from cascina_whatsapp.presentation.formatting.numbers import grouped
from subscribers.models import Subscriber, Topic

from .trend import KEPT, LARGE, Trend

WIDTH, HEIGHT, MARGIN = 300, 60, 4
"""The size of the line's picture, in its own units."""


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
