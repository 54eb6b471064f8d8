"""The problems of a broadcast, field by field, in words that say what to do: a table of checks by purpose.

A `Campaign` comes in, a list of problems goes out. Reads the database and the stored file, changes nothing.
"""

from collections.abc import Callable
from datetime import datetime

from broadcasts.models import Campaign

from . import news, service_messages, templates
from .news import zone_problems
from .problem import PARAMETER_PROBLEMS, Problem
from .service_messages import expiry_problems
from .templates import INVITATION_AS_NOTICE

__all__ = [
    "INVITATION_AS_NOTICE",
    "PARAMETER_PROBLEMS",
    "Problem",
    "content_problems",
    "expiry_problems",
    "launch_problems",
    "review_problems",
    "start_problems",
    "zone_problems",
]
Purpose = Campaign.Purpose
Check = Callable[[Campaign], list[Problem]]


CONTENT: dict[str, tuple[Check, ...]] = {
    Purpose.NEWS: (news.content_problems,),
    Purpose.REMINDER: (service_messages.wording_problems,),
    Purpose.NOTICE: (service_messages.wording_problems, service_messages.what_changes_problems),
    Purpose.PAUSED: (service_messages.wording_problems, service_messages.details_problems),
    Purpose.AGCOM: (service_messages.wording_problems, service_messages.details_problems),
}
"""Purpose → the checks of what is written, in this order: the first that finds something ends it."""
LAUNCH: dict[str, tuple[Check, ...]] = {
    Purpose.NEWS: (news.file_problems, templates.template_problems, news.audience_problems),
    Purpose.REMINDER: (templates.template_problems, service_messages.recorded_audience_problems),
    Purpose.NOTICE: (
        service_messages.newer_notice_problems,
        templates.template_problems,
        service_messages.recorded_audience_problems,
    ),
    Purpose.PAUSED: (templates.template_problems, service_messages.audience_problems),
    Purpose.AGCOM: (templates.template_problems, service_messages.audience_problems),
}
"""Purpose → the checks at the moment of launching, once the content is right: all of them."""


def content_problems(campaign: Campaign) -> list[Problem]:
    """List the problems that a clerk can mend on the form. Asks the database nothing and opens no file."""
    found = (check(campaign) for check in CONTENT[campaign.purpose])
    return next(filter(None, found), [])


def review_problems(campaign: Campaign, now: datetime) -> list[Problem]:
    """List everything about the content that must be right before approval is asked."""
    return [
        *content_problems(campaign),
        *templates.refusal_problems(campaign),
        *start_problems(campaign, now),
    ]


def start_problems(campaign: Campaign, now: datetime) -> list[Problem]:
    """List what may have come to stand in the way of an approved broadcast when it starts."""
    return [*expiry_problems(campaign, now), *zone_problems(campaign)]


def launch_problems(campaign: Campaign, leaves: datetime) -> list[Problem]:
    """List everything that must be right at the moment of launching a broadcast that leaves at `leaves`."""
    return [
        *(
            content_problems(campaign)
            or [problem for check in LAUNCH[campaign.purpose] for problem in check(campaign)]
        ),
        *expiry_problems(campaign, leaves),
    ]
