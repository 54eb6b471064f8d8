"""The bill as Meta reports it: delivered messages and their cost, by day, category, type and country.

Source: Meta, Business Management API, pricing analytics. It looks back one year; its days are UTC's. The cost is in
the account's currency, approximate, and absent where a partner is billed in our place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from . import responses
from .client import CloudApi

_DIMENSIONS = "PRICING_CATEGORY,PRICING_TYPE,COUNTRY,TIER"
_METRICS = "COST,VOLUME"


@dataclass(frozen=True, kw_only=True)
class Charge:
    """A charge of Meta's for one day (UTC) in one category, type, country and tier; words as Meta writes them."""

    day: date
    category: str
    kind: str
    """REGULAR is billed; FREE_CUSTOMER_SERVICE, FREE_ENTRY_POINT and others are not."""
    country: str
    tier: str
    """The tier of its volume discounts; "" where it tells none."""
    messages: int
    cost: Decimal | None
    """The cost in the account's currency; None where Meta tells none."""


class AnalyticsApi(CloudApi):
    """The calls that ask for figures, which sending needs none of. Raises CloudApiError."""

    def charges(self, *, start: datetime, end: datetime) -> list[Charge]:
        """Every charge between two moments, in no order."""
        asked = (
            f"pricing_analytics.start({int(start.timestamp())}).end({int(end.timestamp())})"
            f".granularity(DAILY).dimensions({_DIMENSIONS}).metric_types({_METRICS})"
        )
        response = self._call("GET", self._account, params={"fields": asked})
        with responses.opened(response) as found:
            return [_charge(point) for point in _points(found.get("pricing_analytics") or {})]


def _points(analytics: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in analytics.get("data", ()):
        yield from part.get("data_points", ())


def _charge(point: dict[str, Any]) -> Charge:
    cost = point.get("cost")
    return Charge(
        day=datetime.fromtimestamp(int(point["start"]), UTC).date(),
        category=str(point.get("pricing_category", "")),
        kind=str(point.get("pricing_type", "")),
        country=str(point.get("country", "")),
        tier=str(point.get("tier", "")),
        messages=int(point.get("volume", 0)),
        cost=None if cost is None else Decimal(str(cost)),
    )
