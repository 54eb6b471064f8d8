"""The facts that whoever approves a broadcast has to know beside its words: people, cost, moment, who asks."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User

from broadcasts.content import content_diff, time_to_live
from broadcasts.costs.budget import Outlay, outlay
from broadcasts.elections.position import declared_of
from broadcasts.limits import weekly_limit
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.outlets import registry
from broadcasts.reporting.forecast.same_matter import left_lately
from broadcasts.reporting.progress.outlook import Outlook, outlook
from broadcasts.reporting.report.files import LIVES, facts_of
from broadcasts.reporting.wording import sentences
from broadcasts.rules.states import CampaignStatus

from . import urgency
from .sending_window import Plan

Step = CampaignEvent.Step
DECIDED = (Step.APPROVED, Step.APPROVED_OWN, Step.REVIEW_ASKED, Step.DEARER)


@dataclass(frozen=True)
class ApprovalFacts:
    """The facts as things stand. Sentences are Italian, "" where there is nothing to say; sums are dollars."""

    asked_by: User | None
    dearer: str
    """The reason why its price took it back from its approval, as long as nobody has decided since."""
    called_off: str
    """The sentence that what it announces will not take place, as its source says."""
    where: str
    """The places where it goes."""
    alert_lines: list[str]
    """The lines that programs of others read of a warning."""
    outlook: Outlook
    outlay: Outlay
    held_back: str
    """The sentence that some people have reached their week's limit of messages."""
    left_lately: list[str]
    """Other broadcasts that may say the same."""
    lives: str
    """The sentence on its time to live, for who has the telephone switched off."""
    overridden: urgency.Overridden | None
    """The rules that an urgent broadcast does not wait for."""
    declared: dict[str, Any] | None
    service: list[tuple[str, object]]
    """(what, value), of a message about the service."""
    events: list[CampaignEvent]
    """The steps that people and the service took, the first one first."""


def approval_facts_of(plan: Plan) -> ApprovalFacts:
    """The facts of a broadcast as it is planned."""
    campaign, now = plan.campaign, plan.now
    events = list(campaign.events.select_related("by"))
    asking = _request_of(campaign, events)
    return ApprovalFacts(
        asked_by=asking.by if asking else None,
        dearer=_dearer(events),
        called_off=sentences.called_off(campaign, events, now),
        where=registry.in_words(campaign),
        alert_lines=content_diff.alert_lines(campaign),
        outlook=outlook(campaign, now, plan.situation),
        outlay=outlay(campaign, now, reach=plan.reach),
        held_back=_held_back(plan),
        left_lately=left_lately(campaign, now),
        lives=time_to_live.told(campaign),
        overridden=urgency.overridden(campaign, now) if campaign.is_urgent else None,
        declared=declared_of(campaign, now),
        service=[(what, value) for what, value in facts_of(campaign) if what != LIVES],
        events=events,
    )


def _held_back(plan: Plan) -> str:
    people = weekly_limit.would_be_held_back(plan.campaign, plan.now)
    if not people:
        return ""
    most = "un messaggio" if settings.WEEKLY_MESSAGES == 1 else f"{settings.WEEKLY_MESSAGES} messaggi"
    had = "ha" if people == 1 else "hanno"
    return f"Per {sentences.people(people)} non parte: {had} già ricevuto {most} questa settimana."


def _request_of(campaign: Campaign, events: list[CampaignEvent]) -> CampaignEvent | None:
    """The request that waits for an answer; None of a draft, and of one that was put back without anybody asking."""
    asked = [event for event in events if event.what == Step.REVIEW_ASKED and event.by]
    return asked[-1] if asked and campaign.status == CampaignStatus.IN_REVIEW else None


def _dearer(events: list[CampaignEvent]) -> str:
    steps = [event for event in events if event.what in DECIDED]
    return steps[-1].note if steps and steps[-1].what == Step.DEARER else ""
