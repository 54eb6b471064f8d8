# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rule of `subscribers.rules.renewal` as conditions on subscribers, with the terms that the town hall has set."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from cascina_whatsapp.security.retention_rules import Term
from subscribers.rules.renewal import Due, Limits

ANSWER_MAY_COME = timedelta(days=7)
"""The time after the term in which Meta may still tell us of an answer that was given in time."""
LAPSES_AFTER = timedelta(days=30)
"""The time after the term in which it may end: later the end would come out of the blue, so one asks anew."""


def limits(now: datetime) -> Limits:
    """Compute the limits of the renewal from the settings, whether it is on or off."""
    return Limits(
        old=Term(settings.RENEWAL_MONTHS, "months").before(now),
        remind=now - timedelta(days=settings.RENEWAL_REMINDER_DAYS),
        end=now - ANSWER_MAY_COME,
        lapsed=now - LAPSES_AFTER,
    )


def is_old(at: Limits) -> Q:
    """Return the condition that a subscriber's last yes is old."""
    return Q(subscribed_at__lte=at.old) & (Q(confirmed_at=None) | Q(confirmed_at__lte=at.old))


def is_asked(at: Limits) -> Q:
    """Return the condition that the question has reached a subscriber and still counts."""
    return is_old(at) & Q(renewal_until__gte=at.lapsed)


def is_due(what: Due, at: Limits) -> Q:
    """Return the condition that this comes next for a subscriber; only for what a message or an end follows from."""
    return {
        Due.ASK: is_old(at) & (Q(renewal_asked_at=None) | Q(renewal_until__lt=at.lapsed)),
        Due.REMIND: is_asked(at) & Q(renewal_reminded_at=None, renewal_asked_at__lte=at.remind),
        Due.END: is_asked(at) & Q(renewal_reminded_at__isnull=False, renewal_until__lt=at.end),
    }[what]
