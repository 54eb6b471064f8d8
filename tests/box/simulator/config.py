"""The configuration of the simulator: its address, the webhook it posts to, ids and secrets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, kw_only=True)
class Config:
    """The configuration: everything that is decided before the simulator starts."""

    host: str = "127.0.0.1"
    port: int = 8001
    webhook_url: str = "http://127.0.0.1:8000/webhooks/whatsapp/"
    phone_number_id: str = "100000000000001"
    business_account_id: str = "100000000000002"
    app_id: str = "100000000000003"
    access_token: str = field(default="simulator-token", repr=False)
    app_secret: str = field(default="simulator-secret", repr=False)
    phone_number: str = "+39335385843"
    display_phone_number: str = "+39 335 385843"
    verified_name: str = "Comune di Cascina"

    @property
    def base_url(self) -> str:
        """The address at which the simulator is reached, without a slash at the end."""
        return f"http://{self.host}:{self.port}"


# Our field → the environment variable.
SHARED_NAMES = {
    "phone_number_id": "WHATSAPP_PHONE_NUMBER_ID",
    "business_account_id": "WHATSAPP_BUSINESS_ACCOUNT_ID",
    "app_id": "WHATSAPP_APP_ID",
    "access_token": "WHATSAPP_ACCESS_TOKEN",
    "app_secret": "WHATSAPP_APP_SECRET",
    "port": "SIMULATOR_PORT",
    "webhook_url": "SIMULATOR_WEBHOOK_URL",
}


def from_names(values: Mapping[str, str], **options: object) -> Config:
    """The configuration for WHATSAPP_* and SIMULATOR_* values; options that are not None win.

    Of several secrets, two while rotating, the first one signs.
    """
    found: dict[str, Any] = {ours: values.get(theirs) for ours, theirs in SHARED_NAMES.items()}
    found |= {name: value for name, value in options.items() if value is not None}
    given = {name: value for name, value in found.items() if value}
    if "app_secret" in given:
        given["app_secret"] = given["app_secret"].split(",")[0].strip()
    return Config(**given | {"port": int(given.get("port", Config.port))})


def is_loopback(host: str) -> bool:
    """Tell whether the host name or address never leaves this machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def is_loopback_url(url: str) -> bool:
    """Tell whether the URL points at this machine."""
    return is_loopback(urlsplit(url).hostname or "")
