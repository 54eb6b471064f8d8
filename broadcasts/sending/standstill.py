"""The broadcasts that may leave and don't: WhatsApp asked us to wait, or nobody knows why."""

from datetime import datetime, timedelta

from django.db.models import Min

from broadcasts.launching import leaving
from broadcasts.models import Campaign, CampaignEvent, Delivery, RateLimiter
from broadcasts.models.office import current_calendar
from broadcasts.reporting import daily_limit
from broadcasts.rules.states import DeliveryStatus
from broadcasts.sending import rate_limiter
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence

from . import scheduling

FOR = timedelta(minutes=1)
SOON = timedelta(minutes=1)
"""A wait of less is not worth a word."""


def note(now: datetime) -> None:
    """Write down for the pages which broadcasts stand still. Nothing is written where it is as before."""
    found = [one.pk for one in standing_still(now)]
    RateLimiter.objects.exclude(still=found).update(still=found)


def standing_still(now: datetime) -> list[Campaign]:
    """List the broadcasts that stand still: in hours, with room and messages that are due, none claimed for a minute.

    Not while Meta has us wait, nor where a person did something to a broadcast meanwhile. A claim that was given back
    counts as none.
    """
    since, calendar = now - FOR, current_calendar()
    may_leave = scheduling.sendable(calendar, leaving.guards(now), now)
    in_hours = [one for one in may_leave if scheduling.in_hours(one, calendar, since)]
    found = [campaign for campaign in in_hours if _waits(campaign, since)]
    return found if found and not _has_to_wait(since, now) else []


def _waits(campaign: Campaign, since: datetime) -> bool:
    left = campaign.deliveries.filter(claimed_at__gt=since, outside_window=True)
    return not left.exists() and campaign.deliveries.due(since).wanted(campaign.audience).exists()


def _has_to_wait(since: datetime, now: datetime) -> bool:
    slowed = rate_limiter.granted_now(now.timestamp())
    steps = CampaignEvent.objects.filter(at__gt=since, campaign__started_at__isnull=False)
    is_paused = slowed.share < 1 or slowed.paused_for > FOR.total_seconds()
    return is_paused or steps.exists() or daily_limit.quota(now) == 0


def asked_to_wait(campaign: Campaign, now: datetime) -> str:
    """Say in Italian that WhatsApp asked us to wait before all that is left; "" where something leaves soon."""
    queued = Delivery.objects.filter(campaign=campaign, status=DeliveryStatus.QUEUED)
    soon = now + SOON
    paused_until = now + timedelta(seconds=rate_limiter.granted_now(now.timestamp()).paused_for)
    if paused_until <= soon and queued.due(soon).exists():
        return ""
    first = queued.aggregate(first=Min("not_before"))["first"] or paused_until
    until = max(first, paused_until)
    return f"WhatsApp chiede di aspettare: riprende {in_a_sentence(until, now)}." if until > soon else ""
