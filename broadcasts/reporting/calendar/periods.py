"""The electoral periods that a calendar shows: those that are active and concern us, whenever they hold."""

from datetime import date, datetime, timedelta

from cascina_whatsapp.elections.in_words import midnight
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.presentation.formatting.dates import day_of, in_rome

from .weeks import Period

DAY = timedelta(days=1)
LAST_MOMENT = timedelta(microseconds=1)
CAMPAIGN = timedelta(days=30)
"""The campaign begins on the thirtieth day before the vote (law 212/1956, article 6)."""
TWO_DAYS_CLOSE_BY = 22
"""Polls that close before this hour close on the second day of the vote."""


def within(first: date, last: date) -> list[Period]:
    """List the electoral periods from `first` to `last` (days in Rome, both included). One query."""
    begun = ElectoralPeriod.objects.binding().filter(starts_at__lt=midnight(last + DAY))
    found = begun.order_by("starts_at", "pk")
    return [_as_days(period) for period in found if period.span.ends_at > midnight(first)]


def _as_days(period: ElectoralPeriod) -> Period:
    span, first = period.span, day_of(period.span.starts_at)
    campaign = _vote(period.ends_at) - CAMPAIGN
    steps = {first: "Comincia il divieto"}
    if campaign > first:
        steps[campaign] = "Comincia la campagna"
    return Period(
        number=period.pk,
        first=first,
        last=day_of(span.ends_at - LAST_MOMENT),
        name=period.name,
        steps=steps,
    )


def _vote(closes: datetime) -> date:
    """Return the first day of the vote, from the moment when the polls of the first round close."""
    local = in_rome(closes)
    return local.date() - (DAY if local.hour < TWO_DAYS_CLOSE_BY else timedelta())
