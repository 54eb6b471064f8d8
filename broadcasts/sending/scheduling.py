# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""May something leave now, and who sends it? Hours, turns between broadcasts, slots for the senders."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from broadcasts import launching
from broadcasts.models import Campaign, SenderLease
from broadcasts.office_calendar import current_calendar
from broadcasts.rules import start_window
from broadcasts.rules.office_hours import OfficeCalendar
from cascina_whatsapp.cloud_api.client import CloudApi
from cascina_whatsapp.cloud_api.durations import LONGEST_CALL

LEASE = timedelta(seconds=20)
"""How long a sender works before it looks around again."""
GRACE = LONGEST_CALL + timedelta(seconds=5)
"""How long after its lease a slot of a sender that died stays taken: longer than a call to Meta may last.

A sender whose calls are all in flight finishes its slice after the lease, up to a call later. A second sender beside
it would send nothing twice, nor too fast: the claim and the rate limiter see to that. But it would be one more than
WHATSAPP_SENDERS, in a process that replies to citizens need, at the very moment when Meta is slow. A slot could be
free sooner only if its holder said, while it works, that it lives.
"""


@dataclass(frozen=True)
class SenderSlot:
    """A sender slot: held by one worker process."""

    number: int
    holder: str


def start_due(*, api: CloudApi, now: datetime) -> int:
    """Start the approved broadcasts whose moment has come, while the office is open; urgent ones anyway."""
    due = list(Campaign.objects.due(now))
    if not due:
        return 0
    calendar = current_calendar()
    return sum(_start(campaign, calendar, api=api, now=now) for campaign in due)


def _start(campaign: Campaign, calendar: OfficeCalendar, *, api: CloudApi, now: datetime) -> bool:
    """Start it, if this is its time. One that missed its time waits for a person, also while the office is closed."""
    late = start_window.late_since(
        campaign.scheduled_for or now,
        None if campaign.is_urgent else calendar,
        grace=timedelta(minutes=settings.START_GRACE_MINUTES),
        now=now,
    )
    if late:
        launching.pause_late(campaign, due=late, now=now)
        return False
    return may_leave(campaign, calendar, now) and launching.start(campaign, api=api, now=now)


def may_leave(campaign: Campaign, calendar: OfficeCalendar, now: datetime) -> bool:
    """Whether the hours allow it."""
    return campaign.is_urgent or calendar.is_open(now)


def sendable(calendar: OfficeCalendar, now: datetime) -> list[Campaign]:
    """The broadcasts that may send at this moment. While an urgent one is on its way, the others wait."""
    campaigns = [campaign for campaign in Campaign.objects.sending() if may_leave(campaign, calendar, now)]
    urgent = [campaign for campaign in campaigns if campaign.is_urgent]
    return urgent or campaigns


def is_sending(now: datetime) -> bool:
    """Whether a broadcast is on its way at this moment, and may be."""
    campaigns = list(Campaign.objects.sending())
    if not campaigns:
        return False
    calendar = current_calendar()
    return any(may_leave(campaign, calendar, now) for campaign in campaigns)


def take_sender_slot(now: datetime) -> SenderSlot | None:
    """One of the WHATSAPP_SENDERS slots, or None when all are taken: replies need the other processes."""
    holder = uuid.uuid4().hex
    until = now + LEASE + GRACE
    for number in range(1, settings.WHATSAPP_SENDERS + 1):
        SenderLease.objects.get_or_create(pk=number, defaults={"expires_at": now - GRACE})
        free = SenderLease.objects.filter(pk=number, expires_at__lte=now)
        if free.update(expires_at=until, holder=holder):
            return SenderSlot(number, holder)
    return None


def release_sender_slot(slot: SenderSlot, now: datetime) -> None:
    """Give the slot back, unless somebody thought us dead and took it."""
    SenderLease.objects.filter(pk=slot.number, holder=slot.holder).update(expires_at=now)
