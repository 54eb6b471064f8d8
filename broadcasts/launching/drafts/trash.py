"""Drafts that were thrown away: out of sight at once, put back for thirty days, and then really deleted.

Drafts that no person ever wrote on go by themselves: left empty, copied and never changed, proposed and never taken.
"""

import logging
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from broadcasts.models import Campaign, CampaignEvent, CampaignTopic
from broadcasts.rules.states import CampaignStatus
from broadcasts.steps import notifications

from .drafting import NotEditable, drop_file, written_by

log = logging.getLogger(__name__)
KEPT_FOR = timedelta(days=30)
EMPTY_FOR = timedelta(days=1)
"""The time for which an empty draft stays: somebody may still have it open."""
WORDS = (
    "title",
    "body",
    "link",
    "button_link",
    "button_label",
    "picture_text",
    "attachment",
    "occasion_place",
)
Step = CampaignEvent.Step


@transaction.atomic
def throw_away(campaign: Campaign, *, by: User, now: datetime) -> None:
    """Put a draft out of sight. Raises NotEditable where it is none any more."""
    stored = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not stored.is_editable:
        raise NotEditable(stored)
    Campaign.objects.filter(pk=stored.pk).update(thrown_at=now, thrown_by=by)
    notifications.end_all(stored, "buttato via", by, now)
    log.info("campaign %s thrown away by user %s", stored.pk, by.pk)


def put_back(campaign: Campaign, *, by: User) -> None:
    """Let a draft be one again, as it was."""
    Campaign.with_thrown.filter(pk=campaign.pk).update(thrown_at=None, thrown_by=None)
    log.info("campaign %s put back by user %s", campaign.pk, by.pk)


def thrown(user: User) -> QuerySet[Campaign]:
    """Select the thrown drafts that `user` wrote part of or threw away, the last one first."""
    mine = Campaign.with_thrown.filter(written_by(user) | Q(thrown_by=user), thrown_at__isnull=False)
    return mine.select_related("thrown_by").order_by("-thrown_at", "-pk")


def over(now: datetime) -> QuerySet[Campaign]:
    """Select thrown drafts that nobody may put back any more."""
    return Campaign.with_thrown.filter(thrown_at__lt=now - KEPT_FOR)


def untouched(now: datetime) -> QuerySet[Campaign]:
    """Select drafts that no person ever wrote on: empty for a day, or as a copy or proposal began for thirty."""
    steps = CampaignEvent.objects.filter(campaign=OuterRef("pk"))
    drafts = (
        Campaign.objects.filter(status=CampaignStatus.DRAFT, purpose=Campaign.Purpose.NEWS)
        .annotate(touched_at=Coalesce("changed_at", "created_at"))
        .exclude(Exists(steps.exclude(what__in=[Step.EDITED, Step.COPIED, Step.PROPOSED])))
    )
    addressed = Exists(CampaignTopic.objects.filter(campaign=OuterRef("pk")))
    is_empty = Q(**dict.fromkeys(WORDS, ""), touched_at__lt=now - EMPTY_FOR, to_everybody=False) & ~Q(
        addressed
    )
    as_it_began = Q(author=None) | Q(Exists(steps.filter(what=Step.COPIED)), version=1)
    found: QuerySet[Campaign] = drafts.filter(is_empty | (as_it_began & Q(touched_at__lt=now - KEPT_FOR)))
    return found


def delete(drafts: QuerySet[Campaign]) -> int:
    """Delete these drafts and their files; return how many."""
    count = 0
    for number in drafts.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            draft = drafts.select_for_update(of=("self",)).filter(pk=number).first()
            if draft:  # somebody may have put it back, or written on it
                drop_file(draft.attachment)
                draft.delete()
                count += 1
    return count
