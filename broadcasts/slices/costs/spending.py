"""The page *Spesa*, made once: a month, its limit, what a message costs, and WhatsApp's account beside ours."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from broadcasts.models import WORDS, Campaign
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.presentation.formatting import currencies
from cascina_whatsapp.presentation.formatting.dates import day_of
from cascina_whatsapp.presentation.formatting.numbers import money

from . import amounts, billed_counts
from .amounts import price_list
from .models import CATEGORY_LABELS, Budget, Category, Price
from .month import Month, month_until

WIDTH = 200
"""The width of the meter, in its own units."""
WRITTEN = 50
"""Prices and limits that the page tells, the newest ones."""
UNUSUAL = {
    CampaignStatus.SENDING: "in invio",
    CampaignStatus.PAUSED: "fermato",
    CampaignStatus.SUSPENDED: "fermato",
    CampaignStatus.CANCELLED: "fermato",
}
"""The states that a row of the month names: it is not all sent, or not yet."""
ABOUT = {
    Category.UTILITY: "Dice che cosa cambia o che cosa fare: strade, acqua, scadenze, allerte.",
    Category.MARKETING: "Propone di venire o di partecipare: per WhatsApp è pubblicità.",
    Category.SERVICE: "A chi ci ha scritto nelle ultime 24 ore.",
}


def spending_of(day: date, now: datetime) -> dict[str, Any]:
    """Tell the month that a day lies in, in euros to the cent; dollars only where the bill is meant.

    As many queries for forty broadcasts as for one. `lasts`: whether the month is not over; `written`: heading → what
    people wrote down, the last that takes effect first; `waiting`: of that, what waits for a second person; `rate`:
    "1,0886 $", "" where none was ever written down.
    """
    prices = price_list()
    month = month_until(day, now, prices)
    limits, listed = (list(rows.objects.select_related("set_by")[:WRITTEN]) for rows in (Budget, Price))
    return {
        "month": month,
        "lasts": day_of(now) <= month.last,
        "rows": _rows(month),
        "meter": _meter(month),
        "prices": _prices(month),
        "beside": billed_counts.beside(month.first, now, prices),
        "written": {"Limiti scritti": limits, "Prezzi scritti": listed},
        "waiting": [row for row in (*limits, *listed) if row.waits],
        "rate": money(month.exchange.dollars, places=4) if month.exchange else "",
        "expected": _expected(month),
    }


def _expected(month: Month) -> str:
    """The sum that the month comes to with what is programmed, in whole euros: "157 €"; "" where nothing is."""
    if not month.promised:
        return ""
    whole = amounts.total([month.shown, month.programmed], month.exchange)
    return money(whole.cents.quantize(Decimal(1), ROUND_HALF_UP), places=0, currency=whole.currency)


def _rows(month: Month) -> list[dict[str, Any]]:
    """List the broadcasts; of one that is not sent to all, the kind tells its state: "avviso, in invio"."""
    found = Campaign.objects.select_related(*WORDS).in_bulk([one["campaign"] for one in month.broadcasts])
    states = {pk: UNUSUAL.get(CampaignStatus(campaign.status), "") for pk, campaign in found.items()}
    kinds = [", ".join(filter(None, [one["kind"], states[one["campaign"]]])) for one in month.broadcasts]
    whole = zip(month.broadcasts, kinds, strict=True)
    return [one | {"campaign": found[one["campaign"]], "kind": kind} for one, kind in whole]


def _prices(month: Month) -> list[dict[str, Any]]:
    found = [(kind, month.prices.at(kind, month.day)) for kind in ABOUT]
    return [
        {
            "label": CATEGORY_LABELS[kind].capitalize(),
            "each": currencies.apiece(rate.amount, month.exchange),
            "free": rate.free_each_month,
            "about": ABOUT[kind],
        }
        for kind, rate in found
        if rate
    ]


def _meter(month: Month) -> dict[str, int]:
    """Draw the month against its limit, as widths and places on a bar; {} without a limit."""
    limit, left = month.limit_shown, month.left_shown
    if limit is None or left is None:
        return {}
    spent, programmed = month.shown.cents, month.programmed.cents
    whole = max(limit.cents, spent + programmed) or Decimal(1)
    done, to_come, over = (
        int(max(Decimal(0), one) * WIDTH / whole) for one in (spent, programmed, -left.cents)
    )
    return {
        "done": done,
        "programmed": to_come,
        "over": over,
        "after": done + 1,
        "within": WIDTH - over,
    }
