"""The answers of the page *Elezioni* around its list of periods: what may leave now, names of politicians, orders."""

from datetime import datetime
from typing import Any

from broadcasts.elections.who_may import AUTHORISE
from broadcasts.rules.declarations import LAW
from cascina_whatsapp.accounts.staff_notices.notifying import display_name, holders
from cascina_whatsapp.elections import holding, rules
from cascina_whatsapp.elections.in_words import start_in_words
from cascina_whatsapp.elections.models import ElectoralPeriod, OfficeHolder
from cascina_whatsapp.presentation.formatting.dates import moment_in_words

NAMES_AT_MOST = 20
"""Colleagues who authorise, by name."""


def answers(now: datetime) -> dict[str, Any]:
    """Collect what the page's template shows. Four queries, however many periods and names there are."""
    periods = holding.ahead(now)
    until = rules.until([period.span for period in periods], now)
    held = [period for period in periods if period.span.holds_at(now)]
    return {
        "until": moment_in_words(until) if until else "",
        "warned": [(one, start_in_words(one.starts_at)) for one in periods if one.is_warned(now)],
        "orders": [period.standing_order_number for period in held if period.standing_order_number],
        "authorisers": [display_name(one) for one in holders(AUTHORISE).order_by("pk")[:NAMES_AT_MOST]],
        "law": LAW,
        "names": list(OfficeHolder.objects.all()),
        "noted": list(ElectoralPeriod.objects.exclude(agcom_notes="")),
    }
