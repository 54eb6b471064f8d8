"""The account's pricing analytics, as Meta's page says: from what was accepted and arrived, or wrong on purpose.

`GET /<account>?fields=pricing_analytics.start(…).end(…).granularity(DAILY).metric_types(…)`
"""

import re
import time
from collections import defaultdict
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse

from .errors import GraphError
from .http_exchange import answer
from .sent_messages import Sent
from .statuses import pricing
from .whatsapp import WhatsApp

ASKED = re.compile(r"\.(?P<name>[a-z_]+)\((?P<value>[^)]*)\)")
GRANULARITIES = {"HALF_HOUR", "DAILY", "MONTHLY"}
METRICS = {"COST", "VOLUME"}
DAY, YEAR = 86_400, 366 * 86_400
ARRIVED = ("delivered", "read")
PRICES = {"marketing": 0.0691, "utility": 0.03, "service": 0.03}
"""Dollars for a message to Italy that is not free."""


async def account(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """The fields of the account that were asked for: its analytics. Raises GraphError."""
    fields = request.GET.get("fields", "")
    told: dict[str, Any] = {"id": whatsapp.config.business_account_id}
    if fields.startswith("pricing_analytics"):
        if not whatsapp.settings.bill_allowed:
            raise GraphError(200, "Requires whatsapp_business_management permission to manage the object")
        points = charges(whatsapp, *asked_for(fields))
        told["pricing_analytics"] = {"data": [{"data_points": points}] if points else []}
    return answer(told)


def asked_for(fields: str) -> tuple[int, int]:
    """Read the span of the bill's field. Raises GraphError."""
    given = {found["name"]: found["value"] for found in ASKED.finditer(fields)}
    start, end = given.get("start", ""), given.get("end", "")
    if not start.isdecimal() or not end.isdecimal() or int(start) >= int(end):
        raise GraphError(100, "Param start or end is not valid")
    if int(start) < time.time() - YEAR:
        raise GraphError(100, "Param start must not be more than one year ago")
    if given.get("granularity") not in GRANULARITIES:
        raise GraphError(100, "Param granularity must be one of {HALF_HOUR, DAILY, MONTHLY}")
    if set(given.get("metric_types", "COST").split(",")) - METRICS:
        raise GraphError(100, "Param metric_types is not valid")
    return int(start), int(end)


def charges(whatsapp: WhatsApp, start: int, end: int) -> list[dict[str, Any]]:
    """A point for each day; wrong by as much as the settings say."""
    days: dict[int, list[float]] = defaultdict(list)
    for sent in whatsapp.sent_messages.accepted:
        if sent.status in ARRIVED and start <= sent.at < end:
            days[int(sent.at) // DAY * DAY].append(price(sent))
    settings = whatsapp.settings
    if days:
        first = days[min(days)]
        first += first[:1] * settings.bill_more_messages
    return [
        {"start": day, "end": day + DAY, "volume": len(prices)}
        | ({"cost": round(sum(prices) * settings.bill_factor, 6)} if settings.bill_costs else {})
        for day, prices in days.items()
    ]


def price(sent: Sent) -> float:
    """The dollars for one message."""
    how = pricing(sent.pricing_category)
    return PRICES.get(how["category"], PRICES["utility"]) if how["type"] == "regular" else 0.0
