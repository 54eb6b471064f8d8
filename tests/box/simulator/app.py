"""The ASGI application: the Graph API at /vNN.0/, the control API at /simulator/, the page of the phones; Telegram's
Bot API and channel at /telegram/; the Comune's own site at /comune/."""

import re
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse

from . import channel_page, control, graph_api, http_exchange, pages, telegram, town_page
from .config import is_loopback, is_loopback_url
from .http_exchange import Receive, Send, answer
from .whatsapp import WhatsApp

BOT = re.compile(r"/telegram/bot[^/]+/")
VERSION = re.compile(r"/v\d+\.\d+/")


class Application:
    """The application that the server calls for every request."""

    def __init__(self, whatsapp: WhatsApp) -> None:
        self.whatsapp = whatsapp

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        request = await http_exchange.read(scope, receive)
        await http_exchange.write(await self.respond(request), send)

    async def respond(self, request: ASGIRequest) -> HttpResponse:
        """Pass the request to the part of the simulator that it is for."""
        if VERSION.match(request.path):
            return await graph_api.respond(self.whatsapp, request)
        if BOT.match(request.path):
            return await telegram.respond(self.whatsapp.telegram, request)
        if not is_loopback(request.META.get("REMOTE_ADDR", "")):
            return answer({"problem": "only this machine may use the page and the controls"}, 403)
        if not is_own(request):
            return answer({"problem": "only the simulator's own page may use the controls"}, 403)
        if request.path.startswith("/telegram/"):
            return await channel_page.respond(self.whatsapp.telegram, request)
        if request.path.startswith("/comune/"):
            return await town_page.respond(self.whatsapp.town_site, request)
        page = await pages.respond(self.whatsapp, request)
        return page or await control.respond(self.whatsapp, request)


def is_own(request: ASGIRequest) -> bool:
    """Tell whether no other web page makes the browser of this machine ask.

    `Origin` names the page that asks. `Host` is a name of this machine's only: a stranger's name may be made to point
    here (DNS rebinding), and its pages then count as ours. A program sends no Origin.
    """
    host, origin = request.headers.get("host", ""), request.headers.get("origin", "")
    address = f"http://{host}"
    return is_loopback_url(address) and origin in ("", address)
