# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The calls that we make to the Cloud API, each made once: a lost response may hide a message that left."""

import json
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

import requests
from requests.adapters import HTTPAdapter

from . import responses
from .durations import CONNECT_TIMEOUT, READ_TIMEOUT
from .errors import CloudApiError
from .limits import REFERENCE_LIMIT, require_filled
from .messages import Message
from .people import Address

_HEALTH_FIELDS = (
    "display_phone_number,verified_name,quality_rating,whatsapp_business_manager_messaging_limit,"
    "throughput,name_status,status"
)
_TEMPLATE_FIELDS = "id,name,language,status,category,quality_score,rejected_reason"

_PAGE_SIZE = 100
_PAGES_MAX = 100
"""Far more than the 250 templates of an account (Meta, template limits): for a cursor that never ends."""


class WhatsAppSettings(Protocol):
    """The settings that a client is made from."""

    WHATSAPP_API_URL: str
    WHATSAPP_API_VERSION: str
    WHATSAPP_PHONE_NUMBER_ID: str
    WHATSAPP_BUSINESS_ACCOUNT_ID: str
    WHATSAPP_ACCESS_TOKEN: str
    WHATSAPP_APP_ID: str


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """Meta took the message; it is not delivered yet. `message_status` may also be a word for "held"."""

    wamid: str = field(repr=False)  # its base64 holds the recipient's number
    message_status: str


@dataclass(frozen=True, kw_only=True)
class TemplateInfo:
    """A template as Meta knows it; `quality` is GREEN, YELLOW, RED, UNKNOWN or empty."""

    id: str
    name: str
    language: str
    status: str
    category: str
    quality: str = ""
    rejected_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class PhoneNumberHealth:
    """How Meta sees our number; `messaging_limit` is people a day, such as TIER_2K."""

    display_phone_number: str
    verified_name: str
    quality_rating: str
    messaging_limit: str
    throughput_level: str
    name_status: str
    status: str


@dataclass(frozen=True, kw_only=True)
class TokenFacts:
    """What Meta knows of our access token; a moment is None where Meta sets none."""

    is_valid: bool
    expires_at: datetime | None
    data_access_expires_at: datetime | None
    """When the access to data ends, which Meta asks users of an app to renew."""
    scopes: frozenset[str]


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
        self._templates = f"{self._root}/{business_account_id}/message_templates"
        self._app = f"{self._root}/{app_id}"
        self._token = access_token.strip()
        self._timeout = timeout  # seconds to connect, and between two bytes of the response
        self._thread = threading.local()

    @classmethod
    def from_settings(cls, settings: WhatsAppSettings) -> "CloudApi":
        return cls(
            api_url=settings.WHATSAPP_API_URL,
            api_version=settings.WHATSAPP_API_VERSION,
            phone_number_id=settings.WHATSAPP_PHONE_NUMBER_ID,
            business_account_id=settings.WHATSAPP_BUSINESS_ACCOUNT_ID,
            access_token=settings.WHATSAPP_ACCESS_TOKEN,
            app_id=settings.WHATSAPP_APP_ID,
        )

    def send(self, message: Message, *, to: Address, reference: str) -> Accepted:
        """Send once; `reference` comes back in every status of the message. Raises CloudApiError."""
        require_filled("reference", reference, REFERENCE_LIMIT)
        envelope = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "biz_opaque_callback_data": reference,
        }
        response = self._post_message(envelope | to.payload() | message.payload())
        return _accepted(response)

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
        query = {"fields": _TEMPLATE_FIELDS, "limit": str(_PAGE_SIZE)}
        for _ in range(_PAGES_MAX):
            with responses.opened(self._call("GET", self._templates, params=query)) as page:
                found += [_template(item) for item in page["data"]]
                # Only the cursor is taken, not the address in `next`: the token stays with our host.
                if "next" not in page.get("paging", {}):
                    break
                query["after"] = page["paging"]["cursors"]["after"]
        return found

    def create_template(self, definition: dict[str, Any]) -> TemplateInfo:
        """Submit a template for review; `definition` is in Meta's own shape."""
        with responses.opened(self._call("POST", self._templates, json=definition)) as found:
            return _template(definition | found)

    def edit_template(self, number: str, definition: dict[str, Any]) -> None:
        """Submit another content for the template with Meta's id `number`; name and language stay as they are."""
        changed = {name: definition[name] for name in ("category", "components")}
        responses.read(self._call("POST", f"{self._root}/{number}", json=changed))

    def delete_template(self, name: str) -> None:
        """Delete a template in all its languages; its name can't be used again for 30 days."""
        responses.read(self._call("DELETE", self._templates, params={"name": name}))

    def phone_number_health(self) -> PhoneNumberHealth:
        """The quality, the limits and the state of our number, now."""
        with responses.opened(self._call("GET", self._number, params={"fields": _HEALTH_FIELDS})) as found:
            return PhoneNumberHealth(
                display_phone_number=found.get("display_phone_number", ""),
                verified_name=found.get("verified_name", ""),
                quality_rating=found.get("quality_rating", ""),
                messaging_limit=found.get("whatsapp_business_manager_messaging_limit", ""),
                throughput_level=found.get("throughput", {}).get("level", ""),
                name_status=found.get("name_status", ""),
                status=found.get("status", ""),
            )

    def token_facts(self) -> TokenFacts:
        """Until when our access token is valid, and what it may do (Graph API, debug_token)."""
        about = {"input_token": self._token}
        with responses.opened(self._call("GET", f"{self._root}/debug_token", params=about)) as found:
            token = found["data"]
            return TokenFacts(
                is_valid=bool(token["is_valid"]),
                expires_at=_moment(token.get("expires_at")),
                data_access_expires_at=_moment(token.get("data_access_expires_at")),
                scopes=frozenset(token.get("scopes", ())),
            )

    def _post_message(self, body: dict[str, Any]) -> requests.Response:
        """POST to /messages by the short way: the request is prepared once a thread, then copied."""
        session = self._session()
        request = self._thread.message_request.copy()
        request.body = json.dumps(body).encode()
        request.headers["Content-Length"] = str(len(request.body))
        return self._response_to(session, request)

    def _call(self, method: str, url: str, **options: Any) -> requests.Response:
        session = self._session()
        return self._response_to(session, session.prepare_request(requests.Request(method, url, **options)))

    def _response_to(self, session: requests.Session, request: requests.PreparedRequest) -> requests.Response:
        trouble: CloudApiError
        try:
            return session.send(request, timeout=self._timeout, allow_redirects=False)
        except requests.RequestException as problem:
            trouble = responses.connection_trouble(problem)
        # Outside of the except block: the original carries the request, with the token and the text.
        raise trouble

    def _session(self) -> requests.Session:
        if not hasattr(self._thread, "session"):
            session = _session(self._token)
            headers = {"Content-Type": "application/json"}
            request = requests.Request("POST", f"{self._number}/messages", headers=headers)
            self._thread.message_request = session.prepare_request(request)
            self._thread.session = session
        kept: requests.Session = self._thread.session
        return kept


def _session(token: str) -> requests.Session:
    session = requests.Session()
    # The environment is read at every request otherwise, and its proxy would see the traffic.
    session.trust_env = False
    session.headers["Authorization"] = f"Bearer {token}"
    adapter = HTTPAdapter(pool_connections=1, pool_maxsize=1, max_retries=0)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def _accepted(response: requests.Response) -> Accepted:
    with responses.opened(response) as found:
        message = found["messages"][0]
        return Accepted(wamid=message["id"], message_status=message.get("message_status", "accepted"))


def _required(response: requests.Response, name: str) -> str:
    with responses.opened(response) as found:
        value: str = found[name]
        return value


def _moment(seconds: int | None) -> datetime | None:
    """Meta writes 0 for never."""
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def _template(item: dict[str, Any]) -> TemplateInfo:
    quality = item.get("quality_score")
    return TemplateInfo(
        id=item.get("id", ""),
        name=item.get("name", ""),
        language=item.get("language", ""),
        status=item.get("status", ""),
        category=item.get("category", ""),
        quality=quality.get("score", "") if isinstance(quality, dict) else "",
        rejected_reason=item.get("rejected_reason", ""),
    )
