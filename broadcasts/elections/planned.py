"""What electoral periods ask of a broadcast as it would leave."""

from datetime import datetime

from django.contrib.auth.models import User

from broadcasts.content.validation import Problem
from broadcasts.models import Campaign
from broadcasts.steps.plan import Plan
from cascina_whatsapp.elections import active_periods, rules
from cascina_whatsapp.elections.models import ElectoralPeriod

from . import gate


def ahead(plan: Plan) -> list[ElectoralPeriod]:
    """The electoral periods that hold, or will. One query."""
    return plan.once(_ahead)


def missing(plan: Plan) -> list[Problem]:
    """List what a period asks of the broadcast that is not there yet. One query while none is ahead."""
    return plan.once(_missing)


def is_watched(plan: Plan) -> bool:
    """Tell whether a broadcast would leave while a period holds or is warned of: then its words are weighed.

    One query while none is ahead, or one holds; some ten more while it has to be foreseen.
    """
    spans = rules.union(period.watched for period in ahead(plan))
    later = [span for span in spans if span.starts_at > plan.leaves]
    return rules.holds_at(spans, plan.leaves) or bool(later and rules.meets(later, *plan.window))


def periods_of(campaign: Campaign, now: datetime) -> list[ElectoralPeriod]:
    """List the periods in which a broadcast would leave, the first to begin first. One query while none is ahead."""
    plan = Plan(campaign, now)
    return [period for period in ahead(plan) if period.span.meets(*plan.window)]


def must_be_declared(campaign: Campaign, now: datetime) -> bool:
    """Tell whether a broadcast must be declared as it is now before its approval. As costly as `missing`."""
    return bool(missing(Plan(campaign, now))) and not gate.is_declared(campaign, now)


def objections(plan: Plan, by: User) -> list[Problem]:
    """List why elections keep this person from approving the plan. One query while none is ahead."""
    return gate.objections(plan.campaign, *plan.window, by=by, now=plan.now) if ahead(plan) else []


def _ahead(plan: Plan) -> list[ElectoralPeriod]:
    return active_periods.ahead(plan.now)


def _missing(plan: Plan) -> list[Problem]:
    return gate.missing(plan.campaign, *plan.window, now=plan.now) if ahead(plan) else []
