"""The simulated WhatsApp without a process: what `requests` would send to Meta is answered by its Graph API here."""

import asyncio
import re
from collections.abc import Mapping
from email.utils import formatdate
from io import BytesIO
from threading import Event
from urllib.parse import urlsplit

import requests
import responses
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest

from tests.box.simulator import graph_api
from tests.box.simulator.config import from_names
from tests.box.simulator.whatsapp import WhatsApp
from tests.patience import UNTIL


class InProcess:
    """Meta at `settings.WHATSAPP_API_URL`, as long as `meta` is in force."""

    def __init__(self, meta: responses.RequestsMock, webhook_url: str) -> None:
        names = ("PHONE_NUMBER_ID", "BUSINESS_ACCOUNT_ID", "APP_ID", "ACCESS_TOKEN")
        values = {f"WHATSAPP_{name}": getattr(settings, f"WHATSAPP_{name}") for name in names}
        values["WHATSAPP_APP_SECRET"] = settings.WHATSAPP_APP_SECRETS[0]
        self.whatsapp = WhatsApp(from_names(values, webhook_url=webhook_url))
        self.asked: list[str] = []
        """Method and path of each request, in order."""
        self.may_answer = Event()
        """Cleared by a test, it keeps every answer back until it is set again."""
        self.instead: tuple[int, bytes] | None = None
        """Status and body that somebody else answers with in Meta's place."""
        self.may_answer.set()
        for method in ("GET", "POST", "DELETE"):
            meta.add_callback(method, re.compile(f"^{re.escape(settings.WHATSAPP_API_URL)}/v"), self._answer)

    def behaves(self, **changes: object) -> None:
        """Change settings of the simulator: see its `settings.py`."""
        self.whatsapp.settings = self.whatsapp.settings.changed(changes)

    def has_template(self, definition: dict, *, status: str = "APPROVED", category: str = "UTILITY") -> None:
        """The account has this template, in this state."""
        template = self.whatsapp.shelf.add(definition)
        template.status, template.category = status, category

    def _answer(self, request: requests.PreparedRequest) -> tuple[int, dict[str, str], bytes]:
        address = urlsplit(request.url)
        self.asked.append(f"{request.method} {address.path}")
        self.may_answer.wait(UNTIL)
        if self.instead:
            return self.instead[0], {"Date": formatdate(usegmt=True)}, self.instead[1]
        asked = request_of(request.method, request.url, request.body or b"", request.headers)
        given = asyncio.run(graph_api.respond(self.whatsapp, asked))
        return given.status_code, dict(given.items()), given.content


def request_of(
    method: str, url: str, body: bytes | str = b"", headers: Mapping[str, str] = {}
) -> ASGIRequest:
    """A request as the simulator reads it from its server."""
    address = urlsplit(url)
    scope = {
        "method": method,
        "path": address.path,
        "query_string": address.query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }
    return ASGIRequest(scope, BytesIO(body.encode() if isinstance(body, str) else body))
