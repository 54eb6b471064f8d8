"""The webhooks that the service receives: envelopes as Meta writes them, signed, posted and retried."""

import asyncio
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import requests

from .citizens import Citizen
from .config import Config

SENDERS = 8
"""Posts under way at once: Meta delivers concurrently too."""
TIMEOUT = (3.05, 10)
PAUSES = (0.5, 1, 2, 4, 8, 15, 30, 30, 30, 30)
"""Seconds before each new attempt. Meta goes on for days; a rehearsal needs minutes."""
NO_ANSWER = 0


def signature(raw: bytes, secret: str) -> str:
    """The value of X-Hub-Signature-256 for these bytes."""
    return "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


def as_meta_writes(envelope: dict[str, Any]) -> bytes:
    """JSON without spaces, with everything that is not ASCII, and slashes, escaped."""
    return json.dumps(envelope, separators=(",", ":")).replace("/", "\\/").encode()


def envelope(config: Config, *values: dict[str, Any], field: str = "messages") -> dict[str, Any]:
    """A webhook body with one change for each value."""
    changes = [{"field": field, "value": value} for value in values]
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": config.business_account_id, "changes": changes}],
    }


def account_envelope(config: Config, field: str, value: dict[str, Any]) -> dict[str, Any]:
    """A webhook body about the account or a template: it carries a time and no metadata."""
    body = envelope(config, value, field=field)
    body["entry"][0]["time"] = int(time.time())
    return body


def value(config: Config, *, about: Iterable[Citizen] = (), **content: object) -> dict[str, Any]:
    """The value of a change of the field `messages`, with the contacts of the citizens it is about."""
    result = {
        "messaging_product": "whatsapp",
        "metadata": {
            "display_phone_number": config.phone_number[1:],
            "phone_number_id": config.phone_number_id,
        },
    }
    contacts = [contact(citizen) for citizen in about]
    return result | ({"contacts": contacts} if contacts else {}) | content


def contact(citizen: Citizen) -> dict[str, Any]:
    """The citizen as an item of `contacts`; the number is left out when it is not shared."""
    wa_id = citizen.visible_wa_id
    return {"profile": {"name": citizen.name}, "user_id": citizen.bsuid} | ({"wa_id": wa_id} if wa_id else {})


class Outbox:
    """Posts webhooks from a few threads, so that posting never holds up the API."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.sent = 0
        self.failed = 0
        self._threads = ThreadPoolExecutor(SENDERS, thread_name_prefix="webhook")
        self._thread = threading.local()
        self._under_way: set[asyncio.Task[None]] = set()
        self._on_the_line: set[Future[int]] = set()

    @property
    def waiting(self) -> int:
        """Posts that the service has not taken yet."""
        return len(self._under_way)

    def post(self, envelope: dict[str, Any], times: int = 1) -> None:
        """Post in the background, again and again until the service answers 200 or the pauses are used up."""
        for _ in range(times):
            task = asyncio.create_task(self._deliver(envelope))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def attempt(self, envelope: dict[str, Any] | bytes, header: str | None = None) -> int:
        """Post once; the status, or NO_ANSWER. Bytes go out as they are, `header` replaces the signature."""
        posting = self._threads.submit(self._send, envelope, header)
        self._on_the_line.add(posting)
        posting.add_done_callback(self._on_the_line.discard)
        status = await asyncio.wrap_future(posting)
        self.sent += status == requests.codes.ok
        self.failed += status != requests.codes.ok
        return status

    def forget(self) -> None:
        """Drop what is still to be posted and start counting again."""
        for task in tuple(self._under_way):
            task.cancel()
        self.sent = self.failed = 0

    async def settle(self) -> None:
        """Wait for the posts that have left already: a thread can't be stopped in the middle of one."""
        left = [asyncio.wrap_future(posting) for posting in tuple(self._on_the_line)]
        await asyncio.gather(*left, return_exceptions=True)

    async def _deliver(self, envelope: dict[str, Any]) -> None:
        for pause in (*PAUSES, None):
            if await self.attempt(envelope) == requests.codes.ok or pause is None:
                return
            await asyncio.sleep(pause)

    def _send(self, envelope: dict[str, Any] | bytes, header: str | None) -> int:
        raw = envelope if isinstance(envelope, bytes) else as_meta_writes(envelope)
        signed = signature(raw, self.config.app_secret) if header is None else header
        headers = {"Content-Type": "application/json", "User-Agent": "facebookexternalua"}
        if signed:
            headers["X-Hub-Signature-256"] = signed
        try:
            answer = self._session().post(
                self.config.webhook_url, data=raw, headers=headers, timeout=TIMEOUT, allow_redirects=False
            )
        except requests.RequestException:
            return NO_ANSWER
        return answer.status_code

    def _session(self) -> requests.Session:
        """Return the session of this thread: sessions are not made for sharing."""
        if not hasattr(self._thread, "session"):
            self._thread.session = requests.Session()
            self._thread.session.trust_env = False
        kept: requests.Session = self._thread.session
        return kept
