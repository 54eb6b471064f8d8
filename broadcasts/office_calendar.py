# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office as the rows describe it today: its calendar, and what an answer to a citizen may say of us."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings

from subscribers.conversation.context import ConversationPorts
from subscribers.models import Subscriber

from .editing import trial_numbers
from .models import Closure, Delivery, OfficeHours
from .rules.office_hours import Closure as ClosedDays
from .rules.office_hours import Interval, OfficeCalendar

REMEMBERED = timedelta(days=90)


def office_calendar() -> OfficeCalendar:
    """The hours and closures of this moment. Two queries: keep it for as long as it may be a little old."""
    return OfficeCalendar(
        intervals=tuple(
            Interval(weekday=row.weekday, opens=row.opens, closes=row.closes)
            for row in OfficeHours.objects.all()
        ),
        closures=tuple(
            ClosedDays(first=row.first, last=row.last, reason=row.reason) for row in Closure.objects.all()
        ),
        san_sebastiano=settings.CLOSED_ON_SAN_SEBASTIANO,
    )


def build_ports(now: datetime, *, open_erasure: Callable[[Subscriber, datetime], str]) -> ConversationPorts:
    """What the conversation with citizens needs to know of the newsroom, and who takes requests about data."""
    return ConversationPorts(
        next_opening=cache(_next_opening_in_words),  # the same for all that is answered together
        messages_sent=lambda subscriber: _messages_sent(subscriber, since=now - REMEMBERED),
        confirms_number=lambda person, words, at: trial_numbers.confirm(person, words, at=at),
        open_erasure=open_erasure,
    )


def in_flight(pseudonyms: set[str]) -> set[str]:
    """For which of these people a message is leaving, or may leave although they have just decided otherwise."""
    held = Delivery.objects.in_flight().values_list(
        "subscriber__phone_pseudonym", "subscriber__bsuid_pseudonym"
    )
    return pseudonyms & {name for names in held for name in names if name}


def _next_opening_in_words(now: datetime) -> str:
    calendar = office_calendar()
    if calendar.is_open(now) or calendar.next_opening(now) is None:
        return ""
    return calendar.in_words(now).removeprefix("Chiusa: riapre ")


def _messages_sent(subscriber: Subscriber, *, since: datetime) -> int:
    return Delivery.objects.filter(subscriber=subscriber, accepted_at__gt=since).count()
