# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`{% load words %}`: moments as every page writes them, for who reads now.

Each filter writes nothing for None, since a moment that has not come has no words.
"""

from datetime import date, datetime

from django import template
from django.utils import timezone

from cascina_whatsapp.presentation.formatting import dates

register = template.Library()


@register.filter
def when(moment: datetime | None) -> str:
    """Write a moment: "oggi alle 10:44", "lunedì 30 alle 9:00", "23 ottobre alle 10:12"."""
    return dates.when(moment, timezone.now()) if moment else ""


@register.filter
def day(moment: date | datetime | None) -> str:
    """Write a day: "oggi", "lunedì 30", "23 ottobre", "23 ottobre 2025"."""
    return dates.brief_day(moment, timezone.now()) if moment else ""


@register.filter
def hour(moment: datetime | None) -> str:
    """Write the hour alone, inside a list by day: "9:05"."""
    return dates.clock(moment) if moment else ""
