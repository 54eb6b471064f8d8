"""May something leave now? What is due to start, hours, turns between broadcasts."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.conf import settings

from broadcasts import launching
from broadcasts.launching import leaving, suspending
from broadcasts.models import Campaign
from broadcasts.models.office import current_calendar
from broadcasts.rules import start_window
from broadcasts.rules.office_hours import OfficeCalendar
from cascina_whatsapp.whatsapp.cloud_api.client import CloudApi

LEASE = timedelta(seconds=20)
"""The time for which a sender works before it looks around again."""


def start_due(*, api: CloudApi, now: datetime) -> int:
    """Start the approved broadcasts whose moment has come, while the office is open; urgent ones anyway."""
    if not (due := _due(now)):
        return 0
    calendar, guards = current_calendar(), leaving.guards(now)
    closed = [campaign for campaign in due if leaving.is_held(campaign, guards, now)]
    suspending.suspend(closed, now)
    return sum(_start(one, calendar, api=api, now=now) for one in due if one not in closed)


def _due(now: datetime) -> list[Campaign]:
    """List the approved broadcasts whose moment has come. Most of the time none has: that takes one short query."""
    due = Campaign.objects.due(now)
    return list(leaving.with_exemption(due, now)) if due.exists() else []


def waiting_since(now: datetime) -> datetime | None:
    """Return since when the first approved broadcast waits that might leave; None: none does. UTC.

    Who has a reason to wait is left out: the hours, an electoral period, a template that Meta has not approved.
    """
    if not (due := _due(now)):
        return None
    calendar, guards = current_calendar(), leaving.guards(now)
    moments = [
        start_window.moment_due(one.scheduled_for or now, None if one.is_urgent else calendar)
        for one in due
        if _may_begin(one, calendar, now) and not leaving.is_held(one, guards, now)
    ]
    return min((moment for moment in moments if moment), default=None)


def _start(campaign: Campaign, calendar: OfficeCalendar, *, api: CloudApi, now: datetime) -> bool:
    """Start a broadcast, if this is its time. One that missed it waits for a person, also in closed hours."""
    late = start_window.late_since(
        campaign.scheduled_for or now,
        None if campaign.is_urgent else calendar,
        grace=timedelta(minutes=settings.START_GRACE_MINUTES),
        now=now,
    )
    if late:
        launching.pause_late(campaign, due=late, now=now)
        return False
    return _may_begin(campaign, calendar, now) and launching.start(campaign, api=api, now=now)


def _may_begin(campaign: Campaign, calendar: OfficeCalendar, now: datetime) -> bool:
    return start_window.may_begin(None if campaign.is_urgent else calendar, now)


def in_hours(campaign: Campaign, calendar: OfficeCalendar, now: datetime) -> bool:
    """Tell whether the hours allow a broadcast on its way to go on."""
    return campaign.is_urgent or calendar.is_open(now)


def sendable(
    calendar: OfficeCalendar, guards: Sequence[Callable[[datetime], bool]], now: datetime
) -> list[Campaign]:
    """The broadcasts that may send at this moment. While an urgent one is on its way, the others wait.

    `guards`: what holds broadcasts back, as it was read lately. Where nothing does nobody needs an exemption, and it
    is not asked for: that is most of what the question costs.
    """
    sending = Campaign.objects.sending().prefetch_related(
        "topics", "zones"
    )  # each claim asks for its audience
    on_their_way = leaving.with_exemption(sending, now) if guards else sending
    campaigns = [
        campaign
        for campaign in on_their_way
        if in_hours(campaign, calendar, now) and not leaving.is_held(campaign, guards, now)
    ]
    urgent = [campaign for campaign in campaigns if campaign.is_urgent]
    return urgent or campaigns


def is_sending(now: datetime) -> bool:
    """Tell whether a broadcast is on its way at this moment, and may be."""
    campaigns = list(Campaign.objects.sending())
    if not campaigns:
        return False
    calendar = current_calendar()
    return any(in_hours(campaign, calendar, now) for campaign in campaigns)
