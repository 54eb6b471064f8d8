"""The colleagues who have a broadcast open to write on it."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import QuerySet

from broadcasts.models import Campaign, OpenDraft

MARK_VALIDITY = timedelta(seconds=75)
"""A page tells every twenty seconds that it is open: after three silences it is closed."""


def mark_open(campaign: Campaign, user: User, now: datetime) -> None:
    """Mark that this person has the broadcast open now."""
    OpenDraft.objects.update_or_create(campaign=campaign, user=user, defaults={"seen_at": now})


def others_writing(campaign: Campaign, user: User, now: datetime) -> QuerySet[OpenDraft]:
    """Select everybody else who has the broadcast open, with `user` at hand."""
    fresh = campaign.open_drafts.filter(seen_at__gt=now - MARK_VALIDITY).exclude(user=user)
    return fresh.select_related("user").order_by("pk")


def stale_marks(before: datetime) -> QuerySet[OpenDraft]:
    """Select signs of pages that were closed before that moment, and of no use any more."""
    return OpenDraft.objects.filter(seen_at__lt=before)
