"""The reasons that keep a broadcast from leaving: for a person who decides, in a statement, and in memory."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Exists, Q, Value

from broadcasts import hooks
from broadcasts.content.validation import Problem
from broadcasts.models import Campaign, is_withdrawn
from broadcasts.models.campaign_rows import CampaignQuerySet
from broadcasts.steps import approvals
from broadcasts.steps.plan import Plan

from . import approval, invitation_stop

NOT_BY_WRITERS = "Può riprenderlo chi può approvarlo, e non lo ha scritto."
WITHDRAWN = "È stato ritirato dalle pagine pubbliche: chi non l'ha ancora ricevuto non lo riceve più."


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


def forbids(plan: Plan, by: User) -> Iterator[Problem]:
    """List why this person may not let the broadcast leave as planned, for whoever launches, moves, resumes or sends
    again, and on the page that approves. What another moment may mend is about the field "at".
    """
    return (problem for ask in FORBIDS for problem in ask(plan, by))


def why_not_resumed(campaign: Campaign, by: User, now: datetime) -> str:
    """Say in Italian the first reason why this person can't let a broadcast go on that was stopped or over; or ""."""
    return next((problem.sentence for problem in forbids(Plan(campaign, now), by)), "")


def _withdrawn(plan: Plan, by: User) -> list[Problem]:
    return [Problem("", WITHDRAWN)] if plan.goes_on and is_withdrawn(plan.campaign) else []


def _written_by_them(plan: Plan, by: User) -> list[Problem]:
    return approval.objections(plan.campaign, by) if plan.campaign.is_unapproved else []


def _not_theirs_to_resume(plan: Plan, by: User) -> list[Problem]:
    is_another_s = plan.goes_on and not approvals.may_approve(plan.campaign, by)
    return [Problem("", NOT_BY_WRITERS)] if is_another_s else []


FORBIDS: tuple[Callable[[Plan, User], Iterable[Problem]], ...] = (
    _withdrawn,
    _written_by_them,
    invitation_stop.forbids,
    *hooks.FORBIDS,
    _not_theirs_to_resume,
)
"""The one list of what forbids that a broadcast leaves, in the order in which it is said."""
