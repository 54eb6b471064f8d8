"""The unapproved broadcasts of one colleague, and the facts that the page of one tells before its approval."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from broadcasts.launching import approval
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.reporting.wording import sentences
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.presentation.formatting.dates import at_moment

from .outside_drafts import origin_in_words

Step = CampaignEvent.Step
STEPS = (Step.REVIEW_ASKED, *CampaignEvent.NOTES, Step.WITHDRAWN, Step.REVISED)
"""The latest of these says where what is not approved stands."""
MOST = 20
"""Broadcasts that are told, those touched last."""


@dataclass(frozen=True)
class OwnDraft:
    """An unapproved broadcast of its reader's, and the last step of its way to the approval, if any."""

    campaign: Campaign
    step: CampaignEvent | None

    @property
    def was_sent_back(self) -> bool:
        """Tell whether the writer has to mend the broadcast, by the note of the step."""
        is_draft = self.campaign.status == CampaignStatus.DRAFT
        return is_draft and self.step is not None and self.step.what in CampaignEvent.NOTES


def written_by(user: User) -> Q:
    """The condition that `user` wrote part of a broadcast."""
    edited = CampaignEvent.objects.filter(campaign=OuterRef("pk"), what=Step.EDITED, by=user)
    return Q(author=user) | Q(changed_by=user) | Q(Exists(edited))


def unapproved(user: User) -> list[OwnDraft]:
    """List the unapproved broadcasts that `user` wrote part of, the last touched first. Two queries."""
    events = CampaignEvent.objects.filter(campaign=OuterRef("pk"))
    steps = events.filter(what__in=STEPS).order_by("-at", "-pk").values("pk")[:1]
    found = Campaign.objects.filter(
        written_by(user), status__in=[CampaignStatus.DRAFT, CampaignStatus.IN_REVIEW]
    ).annotate(last_step=Subquery(steps))
    touched = Coalesce("changed_at", "created_at").desc()
    campaigns: list[Any] = list(found.order_by(touched, "-pk")[:MOST])
    told = CampaignEvent.objects.select_related("by").in_bulk(
        [one.last_step for one in campaigns if one.last_step]
    )
    return [OwnDraft(one, told.get(one.last_step)) for one in campaigns]


def draft_facts_of(campaign: Campaign, now: datetime) -> dict[str, Any]:
    """The facts of a broadcast that is stored. One query."""
    events = list(campaign.events.select_related("by"))
    return {
        "events": events,
        "origin": origin_in_words(events[0] if events else None, now),
        "sent_back": approval.note_among(campaign, events),
        "called_off": sentences.called_off(campaign, events, now),
        "saved_at": at_moment(campaign.changed_at or campaign.created_at, now),
    }
