"""Calls of messages that get no answer for now: a test decides how many are accepted before, and when they go on."""

import asyncio

from django.core.handlers.asgi import ASGIRequest

from .settings import Settings


class Stalling:
    """The calls that wait, in the order in which they came, and how many more messages may be accepted."""

    def __init__(self) -> None:
        self._clients: list[asyncio.Future[None]] = []
        """The future of each call that waits, done once its client has closed the connection."""
        self._left: int | None = None
        self._references = ""
        self._changed = asyncio.Event()

    @property
    def waiting(self) -> int:
        """The number of calls that get no answer at this moment."""
        return len(self._clients)

    def begin(self, settings: Settings) -> None:
        """Count anew, as the settings say; the calls that wait come first."""
        self._left, self._references = settings.stall_after, settings.stall_references
        self._changed.set()
        self._changed = asyncio.Event()

    def drop(self) -> None:
        """Accept none of the calls that wait, and let none wait from now on."""
        self._left = None
        for client in self._clients:
            client.cancel()

    def count(self, reference: str) -> None:
        """Note that a message with this reference was accepted."""
        if self._left and reference.startswith(self._references):
            self._left -= 1

    async def lets_pass(self, request: ASGIRequest, reference: str) -> bool:
        """Wait for the turn of the call; False where it was dropped or its client gave up meanwhile."""
        if not self._stops(reference):
            return True
        client = asyncio.ensure_future(client_leaves(request))
        self._clients.append(client)
        try:
            while self._stops(reference) and not client.done():
                changed = asyncio.ensure_future(self._changed.wait())
                await asyncio.wait((client, changed), return_when=asyncio.FIRST_COMPLETED)
                changed.cancel()
            return not client.done()
        finally:
            self._clients.remove(client)
            client.cancel()

    def _stops(self, reference: str) -> bool:
        return self._left == 0 and reference.startswith(self._references)


async def client_leaves(request: ASGIRequest) -> None:
    """Return once the client has closed the connection."""
    while (await request.scope["receive"]())["type"] != "http.disconnect":
        pass
