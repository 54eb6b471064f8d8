"""The unapproved messages of one colleague: drafts, requests for approval, and those sent back."""

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from broadcasts.models import Campaign, CampaignEvent
from broadcasts.rules.states import CampaignStatus

MOST = 20
"""Messages that are told, those touched last."""


def written_by(user: User) -> Q:
    """The condition that `user` wrote part of a broadcast."""
    edited = CampaignEvent.objects.filter(campaign=OuterRef("pk"), what=CampaignEvent.Step.EDITED, by=user)
    return Q(author=user) | Q(changed_by=user) | Q(Exists(edited))


def unapproved(user: User) -> QuerySet[Campaign]:
    """Select the unapproved messages that `user` wrote part of, the last touched first."""
    found = Campaign.objects.filter(
        written_by(user), status__in=[CampaignStatus.DRAFT, CampaignStatus.IN_REVIEW]
    )
    return found.order_by(Coalesce("changed_at", "created_at").desc(), "-pk")[:MOST]
