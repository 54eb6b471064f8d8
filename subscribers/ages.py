# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How old the consents are: counts only, for whoever watches over them.

Consent has no fixed life, but refreshing it at intervals is good practice (EDPB guidelines 05/2020, paragraphs
110-111); "until it is withdrawn" is no term (Garante, 18 July 2023, n. 321).
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Q

from cascina_whatsapp.terms import Term

from .models import ServiceText, Subscriber

BANDS = (
    ("fino a un anno", 0, 12),
    ("da uno a due anni", 12, 24),
    ("da due a tre anni", 24, 36),
    ("oltre tre anni", 36, None),
)
"""Label, and the months between which the last yes lies."""
OLD = 24
"""Months after which the town hall may want to ask people again."""


@dataclass(frozen=True)
class Ages:
    """People, as things stand now."""

    subscribed: int
    bands: list[tuple[str, int]]
    """By the time since they last said yes: by joining, or by confirming it."""
    old: int
    """Whose last yes is older than OLD months."""
    confirmed: int
    """Who have ever answered a reminder with yes."""
    reminded: int
    """Who got a reminder within REMINDER_MONTHS."""
    due: int
    """Who should get one."""
    notice: ServiceText | None
    """The privacy notice in force."""
    joined_under_it: int
    told_of_it: int
    to_be_told: int
    """Who joined under an older one and were not told of it."""


def ages(now: datetime) -> Ages:
    """Three queries, two of which read all subscribers."""
    notice = ServiceText.objects.shown("privacy_notice", now)
    subscribed = Subscriber.objects.subscribed()
    counts = subscribed.with_yes_at().aggregate(
        subscribed=Count("pk"),
        old=Count("pk", filter=Q(yes_at__lte=_months_ago(now, OLD))),
        confirmed=Count("pk", filter=Q(confirmed_at__isnull=False)),
        reminded=Count("pk", filter=Q(reminded_at__gt=_months_ago(now, settings.REMINDER_MONTHS))),
        joined_under_it=Count("pk", filter=_joined_under(notice)),
        told_of_it=Count(
            "pk", filter=~_joined_under(notice) & Q(told_notice__gte=notice.version if notice else 0)
        ),
        **{f"band_{number}": Count("pk", filter=_within(band, now)) for number, band in enumerate(BANDS)},
    )
    bands = [(label, counts.pop(f"band_{number}")) for number, (label, *_) in enumerate(BANDS)]
    told = counts["joined_under_it"] + counts["told_of_it"]
    return Ages(
        **counts,
        bands=bands,
        due=Subscriber.objects.due_for_reminder(now).count(),
        notice=notice,
        to_be_told=counts["subscribed"] - told,
    )


def _within(band: tuple, now: datetime) -> Q:
    _, youngest, oldest = band
    within = Q(yes_at__lte=_months_ago(now, youngest)) if youngest else Q(yes_at__isnull=False)
    return within & Q(yes_at__gt=_months_ago(now, oldest)) if oldest else within


def _months_ago(now: datetime, months: int) -> datetime:
    return Term(months, "months").before(now)


def _joined_under(notice: ServiceText | None) -> Q:
    """That they could read this very notice when they joined; without one there is nothing to tell."""
    return Q(subscribed_at__gte=notice.in_force_from) if notice else Q(subscribed_at__isnull=False)
