"""The broadcasts that a question is about: those that are due, leaving, on their way; never those thrown away."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from broadcasts.rules.states import CAMPAIGN_MAY_FOLLOW, CampaignStatus
from broadcasts.rules.template_states import APPROVED

WORDS = ("service__wording", "service__notice")
"""The relations to select with a broadcast whose words are wanted: of a service message they are rows."""
HAS_ITS_TEMPLATE = Q(custom_template=None) | Q(custom_template__status=APPROVED)


class CampaignQuerySet(models.QuerySet[Any]):
    def due(self, now: datetime) -> Self:
        """Select approved broadcasts whose moment has come, the oldest first: a tick starts them or finds them late.

        Whatever may keep one waiting for good reasons must keep it out of here, and move its `scheduled_for` to the
        moment at which it may go: so does a template of its own that Meta has not approved yet.
        """
        approved = self.filter(status=CampaignStatus.APPROVED, scheduled_for__lte=now)
        return approved.with_template().order_by("scheduled_for")

    def with_template(self) -> Self:
        """Select broadcasts that need no template of their own, or whose own Meta has approved."""
        return self.filter(HAS_ITS_TEMPLATE)

    def leaving(self, now: datetime) -> Self:
        """Select broadcasts on their way, or due: those that an electoral period stops."""
        is_due = Q(HAS_ITS_TEMPLATE, status=CampaignStatus.APPROVED, scheduled_for__lte=now)
        return self.filter(Q(status=CampaignStatus.SENDING) | is_due)

    def sending(self) -> Self:
        """Select broadcasts on their way, urgent ones first; with their words, which each message repeats."""
        on_their_way = self.filter(status=CampaignStatus.SENDING).select_related(*WORDS)
        return on_their_way.order_by("-is_urgent", "started_at", "pk")

    def move(self, to: CampaignStatus, **fields: Any) -> int:
        """Advance the rows that may take this step; return how many did."""
        return self.filter(status__in=CAMPAIGN_MAY_FOLLOW[to]).update(status=to, **fields)


Campaigns = models.Manager.from_queryset(CampaignQuerySet)


class KeptCampaigns(Campaigns[Any]):
    """The broadcasts that there are: those that were thrown away are for `with_thrown` alone."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(thrown_at=None)
