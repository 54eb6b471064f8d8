"""The broadcasts that left while a period held, its past included: a list for who reviews them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Coalesce

from broadcasts.models import Campaign, CampaignEvent, Delivery
from broadcasts.slices.elections.models import ElectionDeclaration
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.elections.rules import Span


@dataclass(frozen=True, kw_only=True)
class SentInPeriod:
    """A broadcast of which something left while a period held. An authorisation counts from its moment on."""

    campaign: Campaign
    people: int | None = None
    """The messages that left inside and that WhatsApp took; None where single deliveries are not kept any more."""
    first: datetime | None = None
    last: datetime | None = None
    """The moments when the first and the last of them left, in UTC."""
    unauthorised: int = 0
    """The messages that no authorisation covered as they left."""
    before: int = 0
    """The messages of those that left before their authorisation."""
    declaration: ElectionDeclaration | None = None
    """The latest declaration that authorised some of them, where all were authorised; None where not all were."""
    is_authorised_since: bool = False
    """True where somebody authorised the broadcast at some moment, be it too late."""

    @property
    def after(self) -> int:
        """The number of messages that left after their authorisation had been taken back."""
        return self.unauthorised - self.before if self.is_authorised_since else 0


class Cover(NamedTuple):
    """A time in which what was approved was authorised, so that it could leave; UTC, without its end."""

    declaration: ElectionDeclaration
    begins: datetime
    ends: datetime


Approval = tuple[datetime, int | None, str]
"""When, by whom (a user's id), and the fingerprint of what."""
EARLIEST, EVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
"""The moment of an approval of which no step tells, only the row; and that of what never ended."""


def left_inside(period: ElectoralPeriod) -> list[SentInPeriod]:
    """List what left inside a period, as it began; four queries. Messages in doubt are not counted.

    A message left at its claim, which the period may stop; WhatsApp takes it later. Nothing left inside a period that
    never restricted us; inside an annulled one, what left before its annulment.
    """
    span = period.held
    if span is None:
        return []
    begun = Campaign.objects.filter(started_at__lt=span.ends_at)
    under_way = begun.filter(Q(finished_at=None) | Q(finished_at__gte=span.starts_at))
    found = {campaign.pk: campaign for campaign in under_way.order_by("started_at", "pk")}
    given, approvals = _given(found), _approvals(found)
    covers = {
        pk: list(
            _covers(given.get(pk, []), approvals.get(pk, [(EARLIEST, one.approved_by_id, one.approved_hash)]))
        )
        for pk, one in found.items()
    }
    counted = _counted(covers, span)
    lefts = [_left(one, counted.get(pk), covers[pk], span) for pk, one in found.items()]
    return [left for left in lefts if left.people != 0]


def _given(campaigns: Iterable[int]) -> dict[int, list[ElectionDeclaration]]:
    """Map each broadcast's id to the declarations that authorised it, also where that was taken back since."""
    found: dict[int, list[ElectionDeclaration]] = {}
    decided = ElectionDeclaration.objects.filter(campaign__in=list(campaigns), decided_at__isnull=False)
    rows = decided.exclude(outcome=ElectionDeclaration.Outcome.REFUSED)
    for one in rows.select_related("decided_by", "period").order_by("pk"):
        found.setdefault(one.campaign_id, []).append(one)
    return found


def _approvals(campaigns: Iterable[int]) -> dict[int, list[Approval]]:
    """Map each broadcast's id to its approvals, the first first."""
    found: dict[int, list[Approval]] = {}
    rows = CampaignEvent.objects.filter(campaign__in=list(campaigns), what__in=CampaignEvent.APPROVALS)
    for pk, at, by, fingerprint in rows.values_list("campaign", "at", "by", "fingerprint"):
        found.setdefault(pk, []).append((at, by, fingerprint))
    return found


def _covers(given: list[ElectionDeclaration], approvals: list[Approval]) -> Iterator[Cover]:
    """Yield when each authorisation let out what was approved then; by who approved it only in an emergency."""
    ends = [*(at for at, _, _ in approvals[1:]), EVER]
    for (at, by, fingerprint), until in zip(approvals, ends, strict=True):
        for one in given:
            begins = max(one.decided_at or EVER, at)
            last = min(one.withdrawn_at or EVER, until)
            is_third = one.is_emergency or one.decided_by_id != by
            if one.fingerprint == fingerprint and is_third and begins < last:
                yield Cover(one, begins, last)


def _counted(covers: dict[int, list[Cover]], span: Span) -> dict[int, dict[str, Any]]:
    """Broadcast's id → the fields of SentInPeriod that the deliveries tell; none where none are kept."""
    inside = Q(accepted_at__isnull=False, left_at__gte=span.starts_at, left_at__lt=span.ends_at)
    covered = _any(
        Q(campaign=pk, left_at__gte=one.begins, left_at__lt=one.ends)
        for pk, theirs in covers.items()
        for one in theirs
    )
    is_early = _any(
        Q(campaign=pk, left_at__lt=max(one.begins for one in theirs))
        for pk, theirs in covers.items()
        if theirs
    )
    moments = Delivery.objects.filter(campaign__in=list(covers)).order_by()
    told = (
        moments.annotate(left_at=Coalesce("claimed_at", "accepted_at"))
        .values_list("campaign")
        .annotate(
            people=Count("pk", filter=inside),
            first=Min("left_at", filter=inside),
            last=Max("left_at", filter=inside),
            unauthorised=Count("pk", filter=inside & ~covered),
            before=Count("pk", filter=inside & ~covered & is_early),
        )
    )
    names = ("people", "first", "last", "unauthorised", "before")
    return {pk: dict(zip(names, counts, strict=True)) for pk, *counts in told}


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions, Q(pk__in=[]))


def _left(
    campaign: Campaign, counted: dict[str, Any] | None, covers: list[Cover], span: Span
) -> SentInPeriod:
    if counted is None:  # the moments are lost: only what was authorised all along surely was
        first = max(campaign.started_at or span.starts_at, span.starts_at)
        last = min(campaign.finished_at or span.ends_at, span.ends_at)
        whole = [one for one in covers if one.begins <= first and one.ends >= last]
        by = whole[-1].declaration if whole else None
    else:
        by = covers[-1].declaration if covers and not counted["unauthorised"] else None
    return SentInPeriod(
        campaign=campaign, declaration=by, is_authorised_since=bool(covers), **(counted or {})
    )
