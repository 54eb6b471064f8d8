"""The account's pricing analytics, as Meta's page says: from what was accepted and arrived, or wrong on purpose.

`GET /<account>?fields=pricing_analytics.start(…).end(…).granularity(DAILY).dimensions(…).metric_types(…)`
"""

import re
import time
from collections import Counter
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
DIMENSIONS = {"PRICING_CATEGORY", "PRICING_TYPE", "COUNTRY", "TIER", "PHONE"}
METRICS = {"COST", "VOLUME"}
DAY, YEAR = 86_400, 366 * 86_400
ARRIVED = ("delivered", "read")
PRICES = {"marketing": 0.0691, "utility": 0.03, "service": 0.03}
"""Dollars for a message to Italy that is not free."""
TOLD = {
    "PRICING_CATEGORY": "pricing_category",
    "PRICING_TYPE": "pricing_type",
    "COUNTRY": "country",
    "TIER": "tier",
}


async def account(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """The fields of the account that were asked for: its analytics. Raises GraphError."""
    fields = request.GET.get("fields", "")
    told: dict[str, Any] = {"id": whatsapp.config.business_account_id}
    if fields.startswith("pricing_analytics"):
        if not whatsapp.settings.bill_allowed:
            raise GraphError(200, "Requires whatsapp_business_management permission to manage the object")
        points = charges(whatsapp, asked_for(fields))
        told["pricing_analytics"] = {"data": [{"data_points": points}] if points else []}
    return answer(told)


def asked_for(fields: str) -> dict[str, Any]:
    """Read the parameters of the bill's field. Raises GraphError."""
    given = {found["name"]: found["value"] for found in ASKED.finditer(fields)}
    start, end = given.get("start", ""), given.get("end", "")
    if not start.isdecimal() or not end.isdecimal() or int(start) >= int(end):
        raise GraphError(100, "Param start or end is not valid")
    if int(start) < time.time() - YEAR:
        raise GraphError(100, "Param start must not be more than one year ago")
    if given.get("granularity") not in GRANULARITIES:
        raise GraphError(100, "Param granularity must be one of {HALF_HOUR, DAILY, MONTHLY}")
    dimensions, metrics = words(given.get("dimensions")), words(given.get("metric_types"))
    if dimensions - DIMENSIONS or metrics - METRICS:
        raise GraphError(100, "Param dimensions or metric_types is not valid")
    return {"start": int(start), "end": int(end), "dimensions": dimensions, "metrics": metrics or METRICS}


def words(value: str | None) -> set[str]:
    """Split "COST,VOLUME", also as JSON writes a list, into its words."""
    return {word for part in (value or "").split(",") if (word := part.strip(' []"'))}


def charges(whatsapp: WhatsApp, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """A point for each day and combination of dimensions; wrong by as much as the settings say."""
    volumes: Counter[tuple[int, str, str, str]] = Counter()
    for sent in whatsapp.sent_messages.accepted:
        if sent.status in ARRIVED and asked["start"] <= sent.at < asked["end"]:
            volumes[int(sent.at) // DAY * DAY, *billed_as(sent)] += 1
    settings = whatsapp.settings
    if volumes and settings.bill_more_messages:
        volumes[min(volumes)] += settings.bill_more_messages
    return [
        point(key, volume, asked, settings.bill_factor, settings.bill_costs)
        for key, volume in volumes.items()
    ]


def billed_as(sent: Sent) -> tuple[str, str, str]:
    """Category, type and country."""
    how = pricing(sent.pricing_category)
    return how["category"].upper(), how["type"].upper(), "IT"


def point(
    key: tuple[int, str, str, str], volume: int, asked: dict[str, Any], factor: float, tells_cost: bool
) -> dict[str, Any]:
    """One point, with the dimensions and metrics that were asked for."""
    start, category, kind, country = key
    every = {"pricing_category": category, "pricing_type": kind, "country": country, "tier": "TIER_1"}
    told: dict[str, Any] = {"start": start, "end": start + DAY}
    told |= {name: every[name] for dimension, name in TOLD.items() if dimension in asked["dimensions"]}
    if "VOLUME" in asked["metrics"]:
        told["volume"] = volume
    if "COST" in asked["metrics"] and tells_cost:
        price = PRICES.get(category.lower(), PRICES["utility"]) if kind == "REGULAR" else 0
        told["cost"] = round(volume * price * factor, 6)
    return told
