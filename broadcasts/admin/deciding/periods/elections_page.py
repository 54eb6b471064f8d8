"""The answers of the page *Elezioni* around its list of periods: what may leave now, names of politicians, orders."""

from datetime import datetime
from typing import Any

from broadcasts.elections.who_may import AUTHORISE
from broadcasts.rules.declarations import LAW
from cascina_whatsapp.accounts.staff_notices.notifying import display_name, holders
from cascina_whatsapp.elections.models import ElectoralPeriod, OfficeHolder

NAMES_AT_MOST = 20
"""Colleagues who authorise, by name."""


def answers(now: datetime) -> dict[str, Any]:
    """Collect what the page's template shows; until when a period holds is told by the bar above.

    Four queries, however many periods and names there are.
    """
    held = list(ElectoralPeriod.objects.blocking(now))
    return {
        "holds": bool(held),
        "orders": [period.standing_order_number for period in held if period.standing_order_number],
        "authorisers": [display_name(one) for one in holders(AUTHORISE).order_by("pk")[:NAMES_AT_MOST]],
        "law": LAW,
        "names": list(OfficeHolder.objects.all()),
        "noted": list(ElectoralPeriod.objects.exclude(agcom_notes="")),
    }
