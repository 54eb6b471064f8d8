# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The electoral periods that a calendar shows: those that are active and concern us, whenever they hold."""

from datetime import date, timedelta

from cascina_whatsapp.elections.in_words import midnight
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.presentation.formatting.dates import day_of

from .weeks import Period

DAY = timedelta(days=1)
LAST_MOMENT = timedelta(microseconds=1)
RULE = "parte solo ciò che è autorizzato"


def within(first: date, last: date | None) -> list[Period]:
    """List the electoral periods from `first` to `last` (days in Rome, both included; None: no end). One query."""
    found = ElectoralPeriod.objects.binding().order_by("starts_at", "pk")
    if last is not None:
        found = found.filter(starts_at__lt=midnight(last + DAY))
    return [_as_days(period) for period in found if period.span.ends_at > midnight(first)]


def _as_days(period: ElectoralPeriod) -> Period:
    span = period.span
    return Period(
        number=period.pk,
        first=day_of(span.starts_at),
        last=day_of(span.ends_at - LAST_MOMENT),
        name=period.name,
        rule=RULE,
    )
