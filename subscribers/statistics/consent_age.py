"""The age of the consents: counts only, for whoever watches over them.

Consent has no fixed life, but refreshing it at intervals is good practice (EDPB guidelines 05/2020, paragraphs
110-111): the yearly reminder does so.
"""

from datetime import datetime
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.db.models import Count, Q

from cascina_whatsapp.security.retention_rules import Term
from subscribers.models import ServiceText, Subscriber
from subscribers.models.people import is_due_for_reminder

BANDS = ("fino a 12 mesi", "da 12 a 18 mesi", "da 18 a 24 mesi", "da 24 a 36 mesi", "oltre 36 mesi")
LIMITS = (12, 18, 24, 36)
"""Months since the last yes, at which one band ends and the next begins."""
OLD = 24
"""Months after which the town hall may want to ask people again; one of LIMITS."""


def ages(now: datetime) -> dict[str, Any]:
    """Count how old the consents are. Two queries; one of them reads all subscribers, once."""
    notice = ServiceText.objects.shown("privacy_notice", now)
    counts = (
        Subscriber.objects.subscribed()
        .with_yes_at()
        .aggregate(
            subscribed=Count("pk"),
            confirmed=Count("pk", filter=Q(confirmed_at__isnull=False)),
            reminded=Count("pk", filter=Q(reminded_at__gt=_months_ago(now, settings.REMINDER_MONTHS))),
            due=Count("pk", filter=is_due_for_reminder(now)),
            joined_under_it=Count("pk", filter=_joined_under(notice)),
            told_of_it=Count(
                "pk", filter=~_joined_under(notice) & Q(told_notice__gte=notice.version if notice else 0)
            ),
            **{
                _name(months): Count("pk", filter=Q(yes_at__lte=_months_ago(now, months)))
                for months in LIMITS
            },
        )
    )
    older = {months: counts.pop(_name(months)) for months in LIMITS}
    beyond = pairwise([counts["subscribed"], *older.values(), 0])
    told = counts["joined_under_it"] + counts["told_of_it"]
    return {
        **counts,
        "bands": [(label, more - fewer) for label, (more, fewer) in zip(BANDS, beyond, strict=True)],
        "old": older[OLD],
        "notice": notice,
        "to_be_told": counts["subscribed"] - told,
    }


def _name(months: int) -> str:
    return f"older_than_{months}"


def _months_ago(now: datetime, months: int) -> datetime:
    return Term(months, "months").before(now)


def _joined_under(notice: ServiceText | None) -> Q:
    """Build the condition that people could read this notice when they joined; without one all could."""
    return Q(subscribed_at__gte=notice.in_force_from) if notice else Q(subscribed_at__isnull=False)
