"""The setup of app, account and number at Meta: questions that change nothing, each asked once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from . import health, responses
from .client import CloudApi
from .errors import CloudApiError
from .health import Health

OBJECT = "whatsapp_business_account"
"""The object that an app subscribes to for WhatsApp (Graph API, app subscriptions)."""
FAULTS_OF_THEIRS = 500
"""The first HTTP status by which a server says that the fault is its own."""
_NUMBER_FIELDS = (
    "status,platform_type,quality_rating,whatsapp_business_manager_messaging_limit,throughput,name_status,"
    "is_pin_enabled,webhook_configuration"
)
_PROFILE_FIELDS = "about,address,description,email,websites,profile_picture_url"


@dataclass(frozen=True, kw_only=True)
class NumberSetup:
    """Meta's words on our number; empty where it tells none."""

    status: str
    """CONNECTED, or why not."""
    platform: str
    """CLOUD_API once it is registered."""
    quality: str
    tier: str
    throughput: str
    name_status: str
    has_pin: bool | None
    """None: Meta does not say."""
    other_callbacks: tuple[str, ...]
    """Addresses that take this number's webhooks away from the app's own."""


@dataclass(frozen=True, kw_only=True)
class WebhookSubscription:
    """The subscription of the app: the fields that it is told of, and at which address."""

    callback_url: str
    is_active: bool
    fields: frozenset[str]


class SetupApi(CloudApi):
    """The calls that ask what `CloudApi` needs no answer to while it works. Every method may raise CloudApiError."""

    def number_setup(self) -> NumberSetup:
        """Ask how our number is registered."""
        with responses.opened(self._call("GET", self._number, params={"fields": _NUMBER_FIELDS})) as found:
            addresses = found.get("webhook_configuration") or {}
            return NumberSetup(
                status=found.get("status", ""),
                platform=found.get("platform_type", ""),
                quality=found.get("quality_rating", ""),
                tier=found.get("whatsapp_business_manager_messaging_limit", ""),
                throughput=found.get("throughput", {}).get("level", ""),
                name_status=found.get("name_status", ""),
                has_pin=found.get("is_pin_enabled"),
                other_callbacks=_others(addresses),
            )

    def health(self) -> list[Health]:
        """Ask what keeps messages back, or limits them."""
        with responses.opened(self._call("GET", self._number, params={"fields": "health_status"})) as found:
            return health.told(found["health_status"])

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


def _others(addresses: Mapping[str, str]) -> tuple[str, ...]:
    """The app's own address is read where the app is asked; the number's wins over the account's over the app's."""
    levels = ("phone_number", "whatsapp_business_account")
    return tuple(str(addresses[level]) for level in levels if addresses.get(level))


def _subscription(item: Mapping[str, Any]) -> WebhookSubscription:
    fields = frozenset(
        str(one["name"] if isinstance(one, Mapping) else one) for one in item.get("fields", ())
    )
    return WebhookSubscription(
        callback_url=item.get("callback_url", ""), is_active=bool(item.get("active")), fields=fields
    )
