"""The reasons that keep an approved broadcast from leaving, as slices tell them: in a statement, and in memory."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Exists, Q, Value

from broadcasts import hooks
from broadcasts.content.validation import Problem
from broadcasts.models import Campaign
from broadcasts.models.campaign_rows import CampaignQuerySet
from broadcasts.steps.plan import Plan


def may_leave(at: datetime) -> Q:
    """Build the condition that a broadcast may leave at this moment. It costs no query."""
    return Q(*(ask(at) for ask in hooks.MAY_LEAVE))


def lets_through(campaign: Campaign, at: datetime) -> Q:
    """Build the condition that one broadcast may leave, for a statement about anything else, such as deliveries.

    It mentions no column of the outer query: the database asks it once a statement, and plans the rest as without it.
    """
    return Q(Exists(Campaign.objects.filter(may_leave(at), pk=campaign.pk)))


def guards(now: datetime) -> list[Callable[[datetime], bool]]:
    """Read what tells whether all but the exempt are held back at a moment, for who asks in memory (`is_held`)."""
    return [guard for ask in hooks.GUARDS if (guard := ask(now))]


def holds_back(now: datetime) -> bool:
    """Tell whether every broadcast that is not exempt is held back at this moment."""
    return any(holds(now) for holds in guards(now))


def with_exemption(campaigns: CampaignQuerySet, now: datetime) -> CampaignQuerySet:
    """Annotate broadcasts with `is_exempt`: whether they may leave while others are held back. No query more."""
    exempt = Q(*(ask(now) for ask in hooks.EXEMPT)) or Value(False)  # an empty Q holds of every broadcast
    known: CampaignQuerySet = campaigns.annotate(is_exempt=exempt)
    return known


def is_held(campaign: Campaign, known: Iterable[Callable[[datetime], bool]], now: datetime) -> bool:
    """Tell whether a broadcast is held back now, by what was read before. Asks the database nothing.

    `campaign` comes with its exemption (`with_exemption`); of another one it is taken that it has none.
    """
    return not campaign.is_exempt and any(holds(now) for holds in known)


def objections(plan: Plan, by: User) -> list[Problem]:
    """List why this person may not approve the plan, as slices say."""
    return [problem for ask in hooks.OBJECTIONS for problem in ask(plan, by)]


def why_held(campaign: Campaign, by: User, now: datetime) -> str:
    """Say in Italian why a broadcast may not go on as it was approved, in the slices' order; "" where it may."""
    return next(filter(None, (ask(campaign, by, now) for ask in hooks.WHY_HELD)), "")
