"""The account as Meta reports it: delivered messages of some days, and their cost.

Source: Meta, Business Management API, pricing analytics. It looks back one year; its days are UTC's. The cost is in
the account's currency, approximate, and absent where a partner is billed in our place.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from . import responses
from .client import CloudApi


@dataclass(frozen=True, kw_only=True)
class Account:
    """Delivered messages and their cost."""

    messages: int
    cost: Decimal | None
    """The cost in the account's currency; None where Meta tells none."""


class AnalyticsApi(CloudApi):
    """The calls that ask for figures, which sending needs none of. Raises CloudApiError."""

    def account(self, *, start: datetime, end: datetime) -> Account:
        """Add up Meta's figures between two moments."""
        span = f"start({int(start.timestamp())}).end({int(end.timestamp())})"
        asked = f"pricing_analytics.{span}.granularity(DAILY).metric_types(COST,VOLUME)"
        response = self._call("GET", self._account, params={"fields": asked})
        with responses.opened(response) as found:
            parts = (found.get("pricing_analytics") or {}).get("data", ())
            points = [point for part in parts for point in part.get("data_points", ())]
            costs = [Decimal(str(point["cost"])) for point in points if point.get("cost") is not None]
            return Account(
                messages=sum(int(point.get("volume", 0)) for point in points),
                cost=sum(costs, Decimal(0)) if len(costs) == len(points) else None,
            )
