"""What costs answer to the questions of `broadcasts.hooks`."""

from django.contrib.auth.models import User

from broadcasts.content.validation import Problem
from broadcasts.steps.plan import Plan

from . import budget
from .billed_counts import tally
from .dearer import columns, may_start, on_step, why_held

__all__ = ["columns", "may_start", "objections", "on_step", "tally", "why_held"]


def objections(plan: Plan, by: User) -> list[Problem]:
    """List why the month's budget does not bear the broadcast, whoever approves it."""
    return budget.objections(plan.campaign, plan.now, leaves=plan.leaves)
