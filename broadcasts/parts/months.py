"""The month that a page's address names, and those before and after it."""

from datetime import date, datetime
from typing import Any

from django.db.models import Min

from broadcasts.models import Campaign
from broadcasts.reporting import month
from cascina_whatsapp.presentation.formatting.dates import day_of


def asked_month(words: str, now: datetime) -> date:
    """Read "2026-11" as its first day; this month for anything else, or for a month to come."""
    this = day_of(now).replace(day=1)
    try:
        asked = date.fromisoformat(f"{words}-01")
    except ValueError:
        return this
    return min(asked, this)


def neighbours(first: date, now: datetime) -> dict[str, Any]:
    """The month before, if anything had left by then, and the one after, if it has begun."""
    began = Campaign.objects.aggregate(first=Min("started_at"))["first"]
    before = month.previous_month(first) if began and day_of(began) < first else None
    after = month.next_month(first) if month.next_month(first) <= day_of(now) else None
    return {"before": before, "after": after}
