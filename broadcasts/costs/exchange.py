"""The exchange rate of the dollar in euros that was known on a day. A later one changes no earlier figure."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce

from broadcasts.models import ExchangeRate
from broadcasts.rules.pricing import month_of
from cascina_whatsapp.presentation.formatting.currencies import Exchange
from cascina_whatsapp.presentation.formatting.dates import ROME, day_of


def known_on(day: date) -> Exchange | None:
    """The rate that was written down last by the end of `day` (Rome's calendar); None before the first. One query."""
    row = known_by(day).values_list("dollars", "day").first()
    return Exchange(*row) if row else None


def known_by(day: date) -> QuerySet[ExchangeRate]:
    """The rates that were written down by the end of `day`, the last one first."""
    return ExchangeRate.objects.filter(valid_from__lte=day)


def known_on_days(days: Iterable[date]) -> dict[date, Exchange]:
    """Day → the rate that was known on it; on days before the first rate of all, that one. One query.

    Empty where no rate was ever written down.
    """
    asked = sorted(set(days))
    if not asked:
        return {}
    before = known_by(asked[0]).values("valid_from")[:1]
    rows = ExchangeRate.objects.order_by("valid_from", "pk")
    rows = rows.filter(valid_from__gte=Coalesce(Subquery(before), date.min))
    found = [
        (valid_from, Exchange(dollars, day))
        for valid_from, dollars, day in rows.values_list("valid_from", "dollars", "day")
    ]
    return {day: _latest(found, day) for day in asked} if found else {}


def _latest(rates: list[tuple[date, Exchange]], day: date) -> Exchange:
    return next((rate for valid_from, rate in reversed(rates) if valid_from <= day), rates[0][1])


def of_month(month: date, now: datetime) -> Exchange | None:
    """The rate by which pages tell a month: of its last day, or of today while it lasts; else the first of all."""
    _, last = month_of(datetime.combine(month, time(), tzinfo=ROME))
    day = min(last, day_of(now))
    return known_on_days([day]).get(day)
