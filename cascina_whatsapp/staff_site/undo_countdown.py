"""The strip on every page while a broadcast is about to leave, and when it just left: a way back, then to stop it."""

from datetime import datetime
from math import ceil
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse

from broadcasts.content import authorship
from broadcasts.content.audience import sizes
from broadcasts.launching import undo_window
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus

STEER = "broadcasts.steer_campaign"
"""The right that taking an approval back needs; who wrote it takes it in hand again."""
WRITE = "broadcasts.change_campaign"


def strips_for(user: User, path: str, now: datetime) -> list[dict[str, Any]]:
    """List the broadcasts about to leave, and those that have just left, for who wrote them or may take them back.

    Nothing is asked of the database for others, one query for them while nothing is about to leave. What has left is
    told by its own page, `path`.
    """
    if not settings.LAUNCH_GRACE_SECONDS or not (user.has_perm(STEER) or user.has_perm(WRITE)):
        return []
    found = [
        _strip(one, user, path, now)
        for one in undo_window.around_departure(now)
        if user.has_perm(STEER) or user.pk in authorship.writers(one)
    ]
    return [strip for strip in found if strip["seconds"] or not strip["is_here"]]


def _strip(campaign: Campaign, user: User, path: str, now: datetime) -> dict[str, Any]:
    page = reverse("admin:broadcasts_campaign_change", args=[campaign.pk])
    steers = user.has_perm(STEER)
    is_back = steers and undo_window.goes_back_to(campaign) == CampaignStatus.IN_REVIEW
    return {
        "campaign": campaign,
        "page": page,
        "is_here": path.startswith(page.removesuffix("modifica/")),
        "seconds": 0
        if campaign.started_at
        else ceil(((campaign.scheduled_for or now) - now).total_seconds()),
        "is_over": campaign.status == CampaignStatus.SENT,
        "of": settings.LAUNCH_GRACE_SECONDS,
        "people": sizes([campaign])[campaign.pk],
        "undo": reverse(
            f"admin:broadcasts_campaign_{'take-back' if steers else 'revise'}", args=[campaign.pk]
        ),
        "becomes": "torna fra quelli da approvare" if is_back else "torna fra le tue bozze",
    }
