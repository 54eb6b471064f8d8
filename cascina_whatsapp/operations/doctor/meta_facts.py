"""The facts from outside: what Meta answers, and whether our own address answers as Meta would ask it."""

import secrets
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import requests
from django.conf import settings
from django.utils import timezone

from broadcasts.rules.standard_templates import LANGUAGE
from cascina_whatsapp.whatsapp.cloud_api.facts import TemplateInfo
from cascina_whatsapp.whatsapp.cloud_api.setup import SetupApi, WebhookSubscription

from .installation import CALLBACK

CONNECT_SECONDS, READ_SECONDS = 4.0, 8.0
"""The seconds for one question; all of them together have ANSWER_SECONDS (examination.py)."""


@dataclass(frozen=True)
class Handshake:
    """The answer of our own address to what Meta asks when it is told of it; by https, the certificate is proven."""

    status: int
    is_echoed: bool
    """True where our address knows the verify token."""
    certificate_ends: datetime | None
    """None: in clear, or not told."""


def api() -> SetupApi:
    """Return the client that asks Meta, for a short time."""
    return SetupApi.from_settings(settings, timeout=(CONNECT_SECONDS, READ_SECONDS))


def webhook() -> WebhookSubscription | None:
    """Return the address at which Meta tells the app of events, and of which; asked with the first of its secrets."""
    return api().webhook_subscription(next(iter(settings.WHATSAPP_APP_SECRETS), ""))


def templates() -> list[TemplateInfo]:
    """The account's templates in our language."""
    return [info for info in api().templates() if info.language == LANGUAGE]


def clock_ahead() -> float | None:
    """Measure by how many seconds our clock is ahead of Meta's, to about one; None: Meta tells no time."""
    before = timezone.now()
    told = api().clock()
    if told is None:
        return None
    # It tells whole seconds, cut off.
    meanwhile = before + (timezone.now() - before) / 2
    return (meanwhile - told - timedelta(seconds=0.5)).total_seconds()


def handshake() -> Handshake:
    """Ask our own address for its echo. Raises requests' exceptions, SSLError among them."""
    challenge = secrets.token_hex(8)
    asked = {
        "hub.mode": "subscribe",
        "hub.challenge": challenge,
        "hub.verify_token": settings.WHATSAPP_VERIFY_TOKEN,
    }
    with requests.Session() as session:
        session.trust_env = False  # a proxy of the environment would learn the token
        with session.get(
            f"{settings.SITE_URL}{CALLBACK}",
            params=asked,
            timeout=(CONNECT_SECONDS, READ_SECONDS),
            allow_redirects=False,
            stream=True,
        ) as response:
            ends = _certificate_ends(response)  # before the body is read, and the connection given back
            echoed = response.raw.read(len(challenge) + 1, decode_content=True) == challenge.encode()
            return Handshake(response.status_code, echoed, ends)


def _certificate_ends(response: requests.Response) -> datetime | None:
    socket = getattr(getattr(response.raw, "connection", None), "sock", None)
    certificate = socket.getpeercert() if isinstance(socket, ssl.SSLSocket) else None
    if not certificate:
        return None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC)
