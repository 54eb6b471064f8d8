"""The settings that the checks depend on, read once: the checks themselves read none."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

META = "graph.facebook.com"
CALLBACK = "/webhooks/whatsapp/"
"""The path that Meta posts to, below SITE_URL."""


@dataclass(frozen=True, kw_only=True)
class Installation:
    """The installation: which service it is, and what time it is there."""

    now: datetime
    is_debug: bool
    is_embedded: bool
    """SQLite instead of a server."""
    has_redis: bool
    site_url: str
    api_url: str
    app_id: str
    rate: int
    """Messages a second that we let ourselves send; 0: as many as we can."""
    mail_is_on: bool
    lacking_addresses: tuple[str, ...]
    """Settings that should name somebody to be told, and are empty."""
    seals_are_sent: bool

    @property
    def callback_url(self) -> str:
        """The address that Meta should have."""
        return f"{self.site_url}{CALLBACK}"

    @property
    def is_public(self) -> bool:
        """Tell whether Meta could reach the site: by https."""
        return urlsplit(self.site_url).scheme == "https"

    @property
    def talks_to_meta(self) -> bool:
        """Tell whether the service talks to Meta, and not to a simulator."""
        return urlsplit(self.api_url).hostname == META


def read(settings: Any, now: datetime) -> Installation:
    """The installation that these settings describe."""
    told = ("ALERT_EMAILS", "PRIVACY_EMAILS")
    return Installation(
        now=now,
        is_debug=settings.DEBUG,
        is_embedded="sqlite" in settings.DATABASES["default"]["ENGINE"],
        has_redis=bool(settings.REDIS_URL),
        site_url=settings.SITE_URL,
        api_url=settings.WHATSAPP_API_URL,
        app_id=settings.WHATSAPP_APP_ID,
        rate=settings.WHATSAPP_MESSAGES_PER_SECOND,
        mail_is_on="dummy" not in settings.EMAIL_BACKEND,
        lacking_addresses=tuple(name for name in told if not getattr(settings, name)),
        seals_are_sent=bool(settings.PROTOCOL_EMAILS),
    )
