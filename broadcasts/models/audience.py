"""The people whom a broadcast concerns: one definition for sizes, snapshot, claim, what is skipped and *Notizie*."""

from dataclasses import dataclass

from django.db.models import Model, OuterRef, Q, Subquery
from django.db.models.lookups import IsNull

from subscribers.models import Subscriber


@dataclass(frozen=True)
class Audience:
    """The people whom a broadcast concerns: by topics and zones (ids; None: all), and whether it invites them.

    Whoever chose no topic, or no zone, gets those of all.
    """

    topics: frozenset[int] | None = None
    zones: frozenset[int] | None = None
    is_invitation: bool = False

    def concerns(self, topics: frozenset[int] | None, zones: frozenset[int] | None) -> bool:
        """Tell whether somebody with these topics and zones (None: all) is meant: `is_meant` in memory."""
        return all(
            own is None or chosen is None or own & chosen
            for own, chosen in ((self.topics, topics), (self.zones, zones))
        )

    def is_meant(self, row: str = "") -> Q:
        """Build the condition that a subscriber's choices are among these.

        On subscribers, asked of all at once; or on rows whose field `row` is a subscriber, asked of each by itself.
        """
        return Q(
            _has_chosen("follows_all", Subscriber.topics.through, "topic", self.topics, row),
            _has_chosen("all_zones", Subscriber.zones.through, "zone", self.zones, row),
        )

    def is_unwilling(self, row: str = "") -> Q:
        """Build the condition that a subscriber asked for a limit, or objected to invitations where this is one."""
        unwilling = Q(**{_of(row, "limited_since__isnull"): False})
        return unwilling | Q(**{_of(row, "objected_at__isnull"): False}) if self.is_invitation else unwilling

    def may_get(self, row: str = "") -> Q:
        """Build the condition that a subscriber gets it now: subscribed, reachable, willing, and meant."""
        is_reachable = {"status": Subscriber.Status.SUBSCRIBED, "unreachable_since": None}
        return (
            Q(**{_of(row, name): value for name, value in is_reachable.items()})
            & ~self.is_unwilling(row)
            & self.is_meant(row)
        )


def _of(row: str, field: str) -> str:
    return f"{row}__{field}" if row else field


def _has_chosen(every: str, through: type[Model], noun: str, wanted: frozenset[int] | None, row: str) -> Q:
    """Build the condition that somebody chose one of the wanted, or all; nothing where it doesn't matter."""
    if wanted is None:
        return Q()
    chosen = through._default_manager.filter(**{f"{noun}__in": sorted(wanted)})
    if row:  # a sub-query for one row: IN and EXISTS would read the whole table of choices at every claim
        own = chosen.filter(subscriber=OuterRef(row)).values("pk")[:1]
        return Q(**{f"{row}__{every}": True}) | Q(IsNull(Subquery(own), False))
    return Q(**{every: True}) | Q(pk__in=chosen.values("subscriber"))
