# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An ASGI application before a WSGI one: a thread is given to a request only once its whole body has arrived.

Whoever opens a connection and sends half a post then holds some memory for some seconds, and no thread.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

from asgiref.wsgi import WsgiToAsgiInstance

from .large_bodies import MOST_DRAINED

log = logging.getLogger(__name__)
SECONDS = 20
"""Seconds for a whole body; Meta's largest, 3 MB, takes less than one."""
MOST_HELD = 128 * 1024 * 1024
"""Bytes of bodies that one process holds at the same time."""
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Answer = tuple[int, list[tuple[bytes, bytes]], bytes]


class GivenUp(Exception):
    """The error that a body did not come in time or in full; `status` is answered."""

    def __init__(self, status: int):
        super().__init__(status)
        self.status = status


class WholeBodies:
    """The front of one WSGI application, whose requests run in `threads` threads."""

    def __init__(self, application: Callable[..., Iterable[bytes]], *, threads: int, most: int):
        """`most`: bytes of a body that are kept; what comes beyond is taken and thrown away, for the answer 413."""
        self.application, self.most, self.held = application, most, 0
        self.threads = ThreadPoolExecutor(threads)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        body = bytearray()
        try:
            async with asyncio.timeout(SECONDS):
                await self._fill(body, receive)
            answer = await asyncio.get_running_loop().run_in_executor(
                self.threads, self._answer, scope, bytes(body)
            )
        except (GivenUp, TimeoutError) as problem:
            status = problem.status if isinstance(problem, GivenUp) else 408
            log.warning("body refused: status %d", status)
            answer = status, [(b"content-length", b"0"), (b"connection", b"close")], b""
        finally:
            self.held -= len(body)
        status, headers, content = answer
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    async def _fill(self, body: bytearray, receive: Receive) -> None:
        """Take the body to its end. Raises GivenUp where the sender is gone, or too much is being held."""
        taken, more = 0, True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                raise GivenUp(400)
            piece = message.get("body", b"")
            taken += len(piece)
            kept = piece[: max(0, self.most - len(body))]
            if self.held + len(kept) > MOST_HELD:
                raise GivenUp(503)
            body += kept
            self.held += len(kept)
            more = message.get("more_body", False) and taken <= MOST_DRAINED

    def _answer(self, scope: Message, body: bytes) -> Answer:
        """Run the application in this thread. Raises GivenUp for headers that no request of ours has."""
        request: Any = WsgiToAsgiInstance(self.application)  # type: ignore[no-untyped-call]  # Django's own
        request.scope = scope
        try:
            environ = request.build_environ(scope, BytesIO(body))
        except ValueError:
            raise GivenUp(400) from None
        begun: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], problem: Any = None) -> None:
            named = [(name.lower().encode("latin1"), value.encode("latin1")) for name, value in headers]
            begun[:] = [int(status[:3]), named]

        response = self.application(environ, start)
        try:
            content = b"".join(response)
        finally:
            getattr(response, "close", lambda: None)()  # Django gives the connection to the database back
        return begun[0], begun[1], content
