"""A decision on an electoral period, and what follows for broadcasts in the same transaction: for the pages.

cascina_whatsapp.elections knows no broadcasts: whoever activates, settles or annuls on a page calls these.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.auth.models import User

from broadcasts.elections.models import is_authorised
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from broadcasts.steps.plan import Plan
from cascina_whatsapp.elections import deciding
from cascina_whatsapp.elections.models import ElectoralPeriod

from . import suspending

TO_LEAVE = (CampaignStatus.IN_REVIEW, CampaignStatus.APPROVED, CampaignStatus.SENDING)


def foresee(period: ElectoralPeriod, now: datetime) -> dict[str, Any]:
    """Foresee which broadcasts a period would suspend, for the page that activates it; authorised ones are left out.

    `suspended`: those that leave now, or are due, and stop at once. `inside`: those that would leave, or go on
    leaving, while it holds, each with the moment of its first message inside. Two queries, and some ten more for each
    broadcast that is waiting or on its way.
    """
    if not period.applies_to_us or period.is_over(now):
        return {"suspended": [], "inside": []}
    open_to_us = Campaign.objects.exclude(is_authorised(now)).order_by("pk")
    suspended = list(open_to_us.leaving(now)) if period.span.holds_at(now) else []
    planned = open_to_us.filter(status__in=TO_LEAVE).exclude(pk__in=[campaign.pk for campaign in suspended])
    windows = [(campaign, *Plan(campaign, now).window) for campaign in planned]
    inside = [
        (campaign, max(first, period.span.starts_at))
        for campaign, first, last in windows
        if period.span.meets(first, last)
    ]
    return {"suspended": suspended, "inside": sorted(inside, key=lambda one: (one[1], one[0].pk))}


def activate(period: ElectoralPeriod, *, read: str, by: User, now: datetime) -> int:
    """Activate a period, and suspend at once what is leaving or due and not authorised; return how many.

    What left before, where its start is past: `sent_in_period.left_inside`. Raises deciding.CannotDecide.
    """
    counted: list[int] = []
    follow = partial(_note, counted, suspending.suspend_due, now)
    deciding.activate(period, read=read, by=by, now=now, follow=follow)
    return sum(counted)


def settle_run_off(period: ElectoralPeriod, *, is_held: bool, read: str, by: User, now: datetime) -> int:
    """Write whether there is a run-off; without one, what no period holds back goes on: how many broadcasts.

    Raises deciding.CannotDecide.
    """
    counted: list[int] = []
    follow = partial(_note, counted, suspending.release, now)
    deciding.settle_run_off(period, is_held=is_held, read=read, by=by, now=now, follow=follow)
    return sum(counted)


def annul(period: ElectoralPeriod, *, read: str, by: User, now: datetime, reason: str) -> int:
    """Annul a period; what none holds back goes on or, late by now, is paused; return how many.

    Raises deciding.CannotDecide.
    """
    counted: list[int] = []
    follow = partial(_note, counted, suspending.release, now)
    deciding.annul(period, read=read, by=by, now=now, reason=reason, follow=follow)
    return sum(counted)


def _note(counted: list[int], step: Callable[[datetime], int], now: datetime) -> None:
    """Note for how many broadcasts a step was taken."""
    counted.append(step(now))
