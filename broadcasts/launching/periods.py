"""A decision on an electoral period, and what follows for broadcasts in the same transaction: for the pages.

cascina_whatsapp.elections knows no broadcasts: whoever activates, settles or annuls on a page calls these.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from broadcasts.models import Campaign, is_authorised
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.elections import deciding
from cascina_whatsapp.elections.models import ElectoralPeriod

from . import sending_window, suspending

TO_LEAVE = (CampaignStatus.IN_REVIEW, CampaignStatus.APPROVED, CampaignStatus.SENDING)


@dataclass(frozen=True)
class BroadcastInPeriod:
    """A broadcast that would leave while a period holds."""

    campaign: Campaign
    first: datetime
    """The moment when its first message would leave inside."""


@dataclass(frozen=True)
class Foreseen:
    """The effect of activating a period on broadcasts, as things stand."""

    suspended: list[Campaign]
    """The broadcasts that leave now, or are due: they stop at once."""
    inside: list[BroadcastInPeriod]
    """The broadcasts that would leave, or go on leaving, while it holds, and will not without authorisation."""


def foresee(period: ElectoralPeriod, now: datetime) -> Foreseen:
    """Foresee which broadcasts a period would suspend, for the page that activates it; authorised ones are left out.

    Two queries, and some ten more for each broadcast that is waiting or on its way.
    """
    if not period.applies_to_us or period.is_over(now):
        return Foreseen([], [])
    open_to_us = Campaign.objects.exclude(is_authorised(now)).order_by("pk")
    suspended = list(open_to_us.leaving(now)) if period.span.holds_at(now) else []
    planned = open_to_us.filter(status__in=TO_LEAVE).exclude(pk__in=[campaign.pk for campaign in suspended])
    inside = [found for campaign in planned if (found := _inside(campaign, period, now))]
    return Foreseen(suspended, sorted(inside, key=lambda one: (one.first, one.campaign.pk)))


def _inside(campaign: Campaign, period: ElectoralPeriod, now: datetime) -> BroadcastInPeriod | None:
    first, last = sending_window.Plan(campaign, now).window
    return (
        BroadcastInPeriod(campaign, max(first, period.span.starts_at))
        if period.span.meets(first, last)
        else None
    )


def activate(period: ElectoralPeriod, *, read: str, by: User, now: datetime) -> int:
    """Activate a period, and suspend at once what is leaving or due and not authorised; return how many.

    What left before, where its start is past: `sent_in_period.left_inside`. Raises deciding.CannotDecide.
    """
    after = _Counted(suspending.suspend_due, now)
    deciding.activate(period, read=read, by=by, now=now, follow=after)
    return after.count


def settle_run_off(period: ElectoralPeriod, *, is_held: bool, read: str, by: User, now: datetime) -> int:
    """Write whether there is a run-off; without one, what no period holds back goes on: how many broadcasts.

    Raises deciding.CannotDecide.
    """
    after = _Counted(suspending.release, now)
    deciding.settle_run_off(period, is_held=is_held, read=read, by=by, now=now, follow=after)
    return after.count


def annul(period: ElectoralPeriod, *, read: str, by: User, now: datetime, reason: str) -> int:
    """Annul a period; what none holds back goes on or, late by now, is paused; return how many.

    Raises deciding.CannotDecide.
    """
    after = _Counted(suspending.release, now)
    deciding.annul(period, read=read, by=by, now=now, reason=reason, follow=after)
    return after.count


class _Counted:
    """A step that counts how many broadcasts it was taken for."""

    def __init__(self, step: Callable[[datetime], int], now: datetime) -> None:
        self.step, self.now, self.count = step, now, 0

    def __call__(self) -> None:
        self.count = self.step(self.now)
