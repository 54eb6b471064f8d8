"""Answers of costs to the questions of `broadcasts.hooks`."""

from datetime import datetime

from django.contrib.auth.models import User

from broadcasts.content.validation import Problem
from broadcasts.models import Campaign, CampaignEvent, is_withdrawn
from broadcasts.steps.plan import Plan

from . import budget, dearer, review
from .billed_counts import tally
from .category_changes import on_announced
from .dearer import columns, may_start
from .desk import DECIDE, DECIDERS, home, waiting
from .estimates import at_most
from .review import on_template

__all__ = [
    "DECIDE",
    "DECIDERS",
    "at_most",
    "columns",
    "due",
    "forbids",
    "home",
    "may_start",
    "on_announced",
    "on_step",
    "on_template",
    "tally",
    "waiting",
]
Step = CampaignEvent.Step


def forbids(plan: Plan, by: User) -> list[Problem]:
    """List why the month's budget does not bear the broadcast, whoever approves it, or its price keeps it stopped."""
    if plan.goes_on:
        why = dearer.why_held(plan, by)
    else:
        why = budget.refusal(plan) if plan.is_decided else plan.once(budget.outlay).refusal
    return [Problem("at", why)] if why else []


def on_step(campaign: Campaign, what: Step, by: User | None, now: datetime) -> None:
    """Have Meta review a text whose approval somebody asks for or gives; stop what goes on by itself and dearer."""
    if by and what in (Step.REVIEW_ASKED, *CampaignEvent.APPROVALS):
        review.ask(campaign=campaign, by=by, now=now)
    elif by is None and what in (Step.RESUMED, Step.RELEASED) and not is_withdrawn(campaign):
        dearer.stop(campaign, now)


def due(now: datetime) -> list[tuple[str, ...]]:
    """Name the tick that submits texts, where somebody has just asked for a review."""
    return [("broadcasts.submit_templates",)] if review.new().exists() else []
