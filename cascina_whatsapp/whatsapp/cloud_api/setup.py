"""The setup of app, account and number at Meta, and its bill: questions that change nothing, each asked once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any

from . import responses
from .client import CloudApi
from .errors import CloudApiError

OBJECT = "whatsapp_business_account"
"""The object that an app subscribes to for WhatsApp (Graph API, app subscriptions)."""
FAULTS_OF_THEIRS = 500
"""The first HTTP status by which a server says that the fault is its own."""
_PROFILE_FIELDS = "about,address,description,email,websites,profile_picture_url"


@dataclass(frozen=True, kw_only=True)
class WebhookSubscription:
    """The subscription of the app: the fields that it is told of, and at which address."""

    callback_url: str
    is_active: bool
    fields: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Account:
    """Delivered messages and their cost."""

    messages: int
    cost: Decimal | None
    """The cost in the account's currency; None where Meta tells none."""


class SetupApi(CloudApi):
    """The calls that ask what `CloudApi` needs no answer to while it works. Every method may raise CloudApiError."""

    def subscribed_apps(self) -> frozenset[str]:
        """The ids of the apps that the account tells what happens."""
        with responses.opened(self._call("GET", f"{self._account}/subscribed_apps")) as found:
            return frozenset(str(item["whatsapp_business_api_data"]["id"]) for item in found["data"])

    def webhook_subscription(self, app_secret: str) -> WebhookSubscription | None:
        """Return the address at which Meta tells the app of events, and of which; None: of nothing.

        Asked with the app's own token, made of its secret.
        """
        headers = {"Authorization": f"Bearer {self._app_id}|{app_secret}"}
        with responses.opened(self._call("GET", f"{self._app}/subscriptions", headers=headers)) as found:
            ours = [item for item in found["data"] if item["object"] == OBJECT]
            return _subscription(ours[0]) if ours else None

    def profile(self) -> frozenset[str]:
        """Ask which parts of the number's profile are filled in, by Meta's names."""
        about = {"fields": _PROFILE_FIELDS}
        with responses.opened(
            self._call("GET", f"{self._number}/whatsapp_business_profile", params=about)
        ) as found:
            told: Mapping[str, Any] = found["data"][0] if found["data"] else {}
            return frozenset(name for name in _PROFILE_FIELDS.split(",") if told.get(name))

    def clock(self) -> datetime | None:
        """Meta's time, in whole seconds, also where it refuses; None where it tells none.

        Raises CloudApiError where it is at fault, or where it is not Meta that answers.
        """
        response = self._call("GET", self._number, params={"fields": "id"})
        try:
            responses.read(response)
        except CloudApiError as refusal:
            if refusal.code is None or response.status_code >= FAULTS_OF_THEIRS:
                raise
        try:
            return parsedate_to_datetime(response.headers["Date"])
        except (KeyError, ValueError):
            return None

    def account(self, *, start: datetime, end: datetime) -> Account:
        """Add up Meta's figures between two moments (Business Management API, pricing analytics).

        It looks back one year; its days are UTC's. The cost is approximate, and absent where a partner is billed in
        our place.
        """
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


def _subscription(item: Mapping[str, Any]) -> WebhookSubscription:
    fields = frozenset(
        str(one["name"] if isinstance(one, Mapping) else one) for one in item.get("fields", ())
    )
    return WebhookSubscription(
        callback_url=item.get("callback_url", ""), is_active=bool(item.get("active")), fields=fields
    )
