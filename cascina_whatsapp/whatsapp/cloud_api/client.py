"""The calls that we make to the Cloud API, each made once: a lost response may hide a message that left."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self, cast

import requests

from . import facts, responses
from .durations import CONNECT_TIMEOUT, READ_TIMEOUT
from .errors import CloudApiError
from .facts import Health, TemplateInfo
from .limits import REFERENCE_LIMIT, require_filled
from .messages import Message
from .people import Address
from .posting import OneConnection

_HEALTH_FIELDS = (
    "display_phone_number,verified_name,quality_rating,whatsapp_business_manager_messaging_limit,"
    "throughput,name_status,status,platform_type,is_pin_enabled,webhook_configuration,health_status"
)
_LEVELS = ("phone_number", "whatsapp_business_account")
"""Where an address may stand that wins over the app's own, which is read where the app is asked."""
_HELD = {"held_for_quality_assessment", "paused"}
"""Meta's words for a message that it took and keeps back (Meta, template pacing); any other word is no reason to
believe so."""
_ENVELOPE = {"messaging_product": "whatsapp", "recipient_type": "individual"}
_PAGE_SIZE = 100
_PAGES_MAX = 100
"""Far more than the 250 templates of an account (Meta, template limits): for a cursor that never ends."""


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """Meta took the message; it is not delivered yet. `message_status` is told of templates that Meta paces."""

    wamid: str = field(repr=False)  # its base64 holds the recipient's number
    message_status: str

    @property
    def is_held(self) -> bool:
        """Tell whether Meta keeps a message back until it knows how others receive the template; then it decides."""
        return self.message_status in _HELD


@dataclass(frozen=True, kw_only=True)
class PhoneNumberHealth:
    """The state of our number at Meta, "" where it tells none; `messaging_limit` is people a day, such as TIER_2K."""

    display_phone_number: str
    verified_name: str
    quality_rating: str
    messaging_limit: str
    throughput_level: str
    name_status: str
    status: str
    """CONNECTED, or why not."""
    platform: str = ""
    """CLOUD_API once it is registered."""
    has_pin: bool | None = None
    """None: Meta does not say."""
    other_callbacks: tuple[str, ...] = ()
    """Addresses that take this number's webhooks away from the app's own: the number's, then the account's."""
    parts: tuple[Health, ...] = ()
    """The parties that let messages pass or not; empty where Meta does not tell."""


@dataclass(frozen=True, kw_only=True)
class TokenFacts:
    """The facts that Meta knows of our access token; a moment is None where Meta sets none."""

    is_valid: bool
    expires_at: datetime | None
    data_access_expires_at: datetime | None
    """The end of the access to data, which Meta asks users of an app to renew."""
    scopes: frozenset[str]
    app_id: str = ""
    """The app that it was made for."""
    kind: str = ""
    """SYSTEM_USER, or USER for a person's, which ends after some weeks."""


class CloudApi:
    """The Graph API for one business number. Make one and share it: every thread keeps its own connection."""

    def __init__(
        self,
        *,
        api_url: str,
        api_version: str,
        phone_number_id: str,
        business_account_id: str,
        access_token: str,
        app_id: str = "",
        timeout: tuple[float, float] = (CONNECT_TIMEOUT, READ_TIMEOUT),
    ) -> None:
        self._root = f"{api_url.rstrip('/')}/{api_version}"
        self._number = f"{self._root}/{phone_number_id}"
        self._account = f"{self._root}/{business_account_id}"
        self._templates = f"{self._account}/message_templates"
        self._app_id = app_id
        self._app = f"{self._root}/{app_id}"
        self._token = access_token.strip()
        self._timeout = timeout  # seconds to connect, and between two bytes of the response
        self._thread = threading.local()

    @classmethod
    def from_settings(
        cls, settings: Any, *, timeout: tuple[float, float] = (CONNECT_TIMEOUT, READ_TIMEOUT)
    ) -> Self:
        return cls(
            api_url=settings.WHATSAPP_API_URL,
            api_version=settings.WHATSAPP_API_VERSION,
            phone_number_id=settings.WHATSAPP_PHONE_NUMBER_ID,
            business_account_id=settings.WHATSAPP_BUSINESS_ACCOUNT_ID,
            access_token=settings.WHATSAPP_ACCESS_TOKEN,
            app_id=settings.WHATSAPP_APP_ID,
            timeout=timeout,
        )

    def send(self, message: Message, *, to: Address, reference: str) -> Accepted:
        """Send once; `reference` comes back in every status of the message. Raises CloudApiError."""
        require_filled("reference", reference, REFERENCE_LIMIT)
        known = json.dumps(_ENVELOPE | {"biz_opaque_callback_data": reference} | to.payload())
        # The rest is the same for everybody who gets it, and is written once.
        body = b"%b, %b" % (known[:-1].encode(), message.encoded[1:])
        with responses.opened(self._post_message(body)) as found:
            taken = found["messages"][0]
            return Accepted(wamid=taken["id"], message_status=taken.get("message_status", "accepted"))

    def upload_media(self, content: bytes, *, filename: str, mime_type: str) -> str:
        """The media id to send by; it lives 30 days."""
        response = self._call(
            "POST",
            f"{self._number}/media",
            data={"messaging_product": "whatsapp", "type": mime_type},
            files={"file": (filename, content, mime_type)},
        )
        return _required(response, "id")

    def upload_sample(self, content: bytes, *, filename: str, mime_type: str) -> str:
        """The handle that a template's header wants as its example (Graph API, Resumable Upload)."""
        about = {"file_name": filename, "file_length": str(len(content)), "file_type": mime_type}
        session = _required(self._call("POST", f"{self._app}/uploads", params=about), "id")
        headers = {"Authorization": f"OAuth {self._token}", "file_offset": "0"}
        return _required(self._call("POST", f"{self._root}/{session}", data=content, headers=headers), "h")

    def templates(self) -> list[TemplateInfo]:
        """Every template of the account."""
        found: list[TemplateInfo] = []
        query = {"fields": facts.TEMPLATE_FIELDS, "limit": str(_PAGE_SIZE)}
        for _ in range(_PAGES_MAX):
            with responses.opened(self._call("GET", self._templates, params=query)) as page:
                found += [facts.template(item) for item in page["data"]]
                # Only the cursor is taken, not the address in `next`: the token stays with our host.
                if "next" not in page.get("paging", {}):
                    break
                query["after"] = page["paging"]["cursors"]["after"]
        return found

    def create_template(self, definition: dict[str, Any]) -> TemplateInfo:
        """Submit a template for review; `definition` is in Meta's own shape."""
        with responses.opened(self._call("POST", self._templates, json=definition)) as found:
            return facts.template(definition | found)

    def edit_template(self, number: str, definition: dict[str, Any]) -> None:
        """Submit another content for the template with Meta's id `number`; name and language stay as they are."""
        may_change = ("category", "components", "message_send_ttl_seconds")
        changed = {name: definition[name] for name in may_change if name in definition}
        responses.read(self._call("POST", f"{self._root}/{number}", json=changed))

    def delete_template(self, name: str) -> None:
        """Delete a template in all its languages; its name can't be used again for 30 days."""
        responses.read(self._call("DELETE", self._templates, params={"name": name}))

    def phone_number_health(self) -> PhoneNumberHealth:
        """The quality, the limits and the state of our number, now."""
        with responses.opened(self._call("GET", self._number, params={"fields": _HEALTH_FIELDS})) as found:
            addresses = found.get("webhook_configuration") or {}
            return PhoneNumberHealth(
                display_phone_number=found.get("display_phone_number", ""),
                verified_name=found.get("verified_name", ""),
                quality_rating=found.get("quality_rating", ""),
                messaging_limit=found.get("whatsapp_business_manager_messaging_limit", ""),
                throughput_level=found.get("throughput", {}).get("level", ""),
                name_status=found.get("name_status", ""),
                status=found.get("status", ""),
                platform=found.get("platform_type", ""),
                has_pin=found.get("is_pin_enabled"),
                parts=tuple(facts.health(found["health_status"])) if "health_status" in found else (),
                other_callbacks=tuple(str(addresses[level]) for level in _LEVELS if addresses.get(level)),
            )

    def token_facts(self) -> TokenFacts:
        """Ask until when our access token is valid, and what it may do (Graph API, debug_token)."""
        about = {"input_token": self._token}
        with responses.opened(self._call("GET", f"{self._root}/debug_token", params=about)) as found:
            token = found["data"]
            return TokenFacts(
                is_valid=bool(token["is_valid"]),
                expires_at=_moment(token.get("expires_at")),
                data_access_expires_at=_moment(token.get("data_access_expires_at")),
                scopes=frozenset(token.get("scopes", ())),
                app_id=str(token.get("app_id", "")),
                kind=token.get("type", ""),
            )

    def _post_message(self, body: bytes) -> requests.Response:
        """Post to /messages by the short way."""
        self._session()
        adapter: OneConnection = self._thread.adapter
        url, headers = f"{self._number}/messages", self._thread.headers
        return _answered(lambda: adapter.post(url, headers, body, self._timeout))

    def _call(self, method: str, url: str, **options: Any) -> requests.Response:
        session = self._session()
        request = session.prepare_request(requests.Request(method, url, **options))
        return _answered(lambda: session.send(request, timeout=self._timeout, allow_redirects=False))

    def _session(self) -> requests.Session:
        if not hasattr(self._thread, "session"):
            adapter = OneConnection()
            session = _session(self._token, adapter)
            self._thread.headers = dict(session.headers) | {"Content-Type": "application/json"}
            self._thread.adapter, self._thread.session = adapter, session
        return cast(requests.Session, self._thread.session)


def _answered(call: Callable[[], requests.Response]) -> requests.Response:
    trouble: CloudApiError
    try:
        return call()
    except requests.RequestException as problem:
        trouble = responses.connection_trouble(problem)
    # Outside of the except block: the original carries the request, with the token and the text.
    raise trouble


def _session(token: str, adapter: OneConnection) -> requests.Session:
    session = requests.Session()
    # The environment is read at every request otherwise, and its proxy would see the traffic.
    session.trust_env = False
    session.headers["Authorization"] = f"Bearer {token}"
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def _required(response: requests.Response, name: str) -> str:
    with responses.opened(response) as found:
        return str(found[name])


def _moment(seconds: int | None) -> datetime | None:
    """Read a moment from Unix seconds; None for 0, which Meta writes for never."""
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
