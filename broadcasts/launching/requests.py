"""Requests for an approval that wait: since when, by whom, and who may answer them. One query for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from broadcasts.content import authorship
from broadcasts.models import Campaign, CampaignEvent

from . import approval

Step = CampaignEvent.Step


@dataclass(frozen=True)
class Request:
    """A broadcast that waits for its approval."""

    campaign: Campaign
    asked_at: datetime
    asked_by: User | None
    is_corrected: bool
    """True for a broadcast that had been sent back before."""


def open_requests(campaigns: Sequence[Campaign], *, to: User) -> list[Request]:
    """Return the requests about these broadcasts in review that `to` may answer: who waits longest comes first."""
    steps: dict[int, list[CampaignEvent]] = {campaign.pk: [] for campaign in campaigns}
    told = CampaignEvent.objects.filter(
        campaign__in=steps, what__in=[Step.EDITED, Step.REVIEW_ASKED, Step.SENT_BACK]
    )
    for step in told.select_related("by").order_by("at", "pk"):
        steps[step.campaign_id].append(step)
    found = [_request(one, steps[one.pk]) for one in campaigns if _may_answer(one, steps[one.pk], to)]
    return sorted(found, key=lambda request: (request.asked_at, request.campaign.pk))


def _may_answer(campaign: Campaign, steps: list[CampaignEvent], to: User) -> bool:
    wrote = authorship.who_wrote(campaign, [(step.what, step.by_id) for step in steps])
    return not approval.objections_of(campaign, wrote, to)


def _request(campaign: Campaign, steps: list[CampaignEvent]) -> Request:
    asked = [step for step in steps if step.what == Step.REVIEW_ASKED]
    return Request(
        campaign=campaign,
        asked_at=asked[-1].at if asked else campaign.created_at,
        asked_by=asked[-1].by if asked else campaign.author,
        is_corrected=any(step.what == Step.SENT_BACK for step in steps),
    )
