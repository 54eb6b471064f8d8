# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The broadcasts that left while a period held, its past included: a list for who reviews them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q

from broadcasts.models import Campaign, Delivery, ElectionDeclaration
from broadcasts.models.declarations import ElectionDeclarationQuerySet
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.elections.rules import Span


@dataclass(frozen=True, kw_only=True)
class SentInPeriod:
    """A broadcast of which something left while a period held. An authorisation counts from its moment on."""

    campaign: Campaign
    people: int | None = None
    """The messages that WhatsApp took inside; None where single deliveries are not kept any more."""
    first: datetime | None = None
    last: datetime | None = None
    """The moments when WhatsApp took the first and the last of them, in UTC."""
    unauthorised: int = 0
    """The messages that no authorisation covered at that moment."""
    before: int = 0
    """The messages of those that left before their authorisation."""
    declaration: ElectionDeclaration | None = None
    """The declaration by which all of them were authorised, as approved; None where only some were, or none."""
    is_authorised_since: bool = False
    """True where somebody authorised the broadcast at some moment, be it too late."""

    @property
    def after(self) -> int:
        """The number of messages that left after their authorisation had been taken back."""
        return self.unauthorised - self.before if self.is_authorised_since else 0


def left_inside(period: ElectoralPeriod) -> list[SentInPeriod]:
    """List what left inside a period, as it began; three queries. Messages in doubt are not counted.

    Nothing left inside a period that never restricted us; inside an annulled one, what left before its annulment.
    """
    span = period.held
    if span is None:
        return []
    found = {campaign.pk: campaign for campaign in _under_way(span)}
    counted, given = _counted(found, span), _given(found)
    lefts = [_left(one, counted.get(pk), given.get(pk, []), span) for pk, one in found.items()]
    return [left for left in lefts if left.people != 0]


def _under_way(span: Span) -> Iterable[Campaign]:
    begun = Campaign.objects.filter(started_at__lt=span.ends_at)
    return begun.filter(Q(finished_at=None) | Q(finished_at__gte=span.starts_at)).order_by("started_at", "pk")


def _counted(campaigns: Iterable[int], span: Span) -> dict[int, dict[str, Any]]:
    """Broadcast's id → the fields of SentInPeriod that the deliveries tell; none where none are kept."""
    theirs = _authorisations().filter(
        campaign=OuterRef("campaign"), fingerprint=OuterRef("campaign__approved_hash")
    )
    still = Q(withdrawn_at=None) | Q(withdrawn_at__gte=OuterRef("accepted_at"))
    uncovered = ~Exists(theirs.filter(still, decided_at__lte=OuterRef("accepted_at")))
    is_later = Exists(theirs.filter(decided_at__gt=OuterRef("accepted_at")))
    inside = Q(accepted_at__gte=span.starts_at, accepted_at__lt=span.ends_at)
    rows = Delivery.objects.filter(campaign__in=list(campaigns)).order_by().values_list("campaign")
    told = rows.annotate(
        people=Count("pk", filter=inside),
        first=Min("accepted_at", filter=inside),
        last=Max("accepted_at", filter=inside),
        unauthorised=Count("pk", filter=inside & Q(uncovered)),
        before=Count("pk", filter=inside & Q(uncovered) & Q(is_later)),
    )
    names = ("people", "first", "last", "unauthorised", "before")
    return {pk: dict(zip(names, counts, strict=True)) for pk, *counts in told}


def _authorisations() -> ElectionDeclarationQuerySet:
    """Select the declarations that authorised something, also where that was taken back since."""
    decided = ElectionDeclaration.objects.filter(decided_at__isnull=False)
    return decided.exclude(outcome=ElectionDeclaration.Outcome.REFUSED)


def _given(campaigns: dict[int, Campaign]) -> dict[int, list[ElectionDeclaration]]:
    """Map each broadcast's id to its authorisations, as it was approved, the latest last."""
    found: dict[int, list[ElectionDeclaration]] = {}
    rows = _authorisations().filter(campaign__in=list(campaigns)).select_related("decided_by", "period")
    for one in rows.order_by("pk"):
        if one.fingerprint == campaigns[one.campaign_id].approved_hash:
            found.setdefault(one.campaign_id, []).append(one)
    return found


def _left(
    campaign: Campaign, counted: dict[str, Any] | None, given: list[ElectionDeclaration], span: Span
) -> SentInPeriod:
    if counted is None:  # the moments are lost: only what was authorised all along surely was
        whole = next((one for one in reversed(given) if _covers(one, campaign, span)), None)
        return SentInPeriod(campaign=campaign, declaration=whole, is_authorised_since=bool(given))
    by = given[-1] if given and not counted["unauthorised"] else None
    return SentInPeriod(campaign=campaign, declaration=by, is_authorised_since=bool(given), **counted)


def _covers(one: ElectionDeclaration, campaign: Campaign, span: Span) -> bool:
    """Tell whether a declaration was authorised all the time in which the broadcast was leaving inside the span."""
    first = max(campaign.started_at or span.starts_at, span.starts_at)
    last = min(campaign.finished_at or span.ends_at, span.ends_at)
    if one.decided_at is None or one.decided_at > first:
        return False
    return one.withdrawn_at is None or one.withdrawn_at >= last
