"""An ASGI application before a WSGI one: a thread has a request only between its whole body and its answer.

Whoever opens a connection and sends half a form, or does not take the file that was asked for, then holds some memory
for some seconds, and no thread, whatever proxy stands before.
"""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from wsgiref.util import FileWrapper

from asgiref.wsgi import WsgiToAsgiInstance
from django.conf import settings

from .large_bodies import most_of

log = logging.getLogger(__name__)
THREADS = 4
"""The threads of one process: only one runs Python at a time."""
SECONDS = 20
"""Seconds for a whole body, and for each piece of an answer to be taken."""
LEAST_RATE = 64 * 1024
"""Bytes that earn a body one second more once they have come: a large file may take long, a trickle may not."""
ALWAYS = 64 * 1024
"""Bytes that are taken of every body, more than most forms have, however much is held of others."""
MOST_HELD = 128 * 1024 * 1024
"""Bytes beyond these that one process holds at the same time: in memory, of an upload in a file without a name."""
MOST_DRAINED = 16 * 1024 * 1024
"""Bytes that are taken beyond what is kept, so that the sender reads 413; who writes on is cut off."""
PIECE = 64 * 1024
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


class GivenUp(Exception):
    """The error that a body did not come in time or in full; `status` is answered."""

    def __init__(self, status: int):
        super().__init__(status)
        self.status = status


class File(FileWrapper):
    """An answer that is a file: sending it takes none of the threads."""

    def __init__(self, file: Any, size: int = PIECE) -> None:
        super().__init__(file, max(size, PIECE))


class WholeBodies:
    """The front of one WSGI application."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application, self.held = application, 0
        self.threads: asyncio.Queue[Executor] = asyncio.Queue()
        for _ in range(THREADS):
            self.threads.put_nowait(ThreadPoolExecutor(1))

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        with SpooledTemporaryFile(settings.DATA_UPLOAD_MAX_MEMORY_SIZE) as body:
            try:
                await self._fill(body, scope, receive)
                await self._answer(scope, body, receive, send)
            except GivenUp as refusal:
                log.warning("body refused: status %d", refusal.status)
                headers = [(b"content-length", b"0"), (b"connection", b"close")]
                await _send_whole(send, refusal.status, headers, b"")
            finally:
                body.seek(0, os.SEEK_END)  # wherever the application has stopped to read
                self.held -= _beyond(body)

    async def _fill(self, body: IO[bytes], scope: Message, receive: Receive) -> None:
        """Take the body to its end, and keep what is not too much. Raises GivenUp."""
        content_type = dict(scope["headers"]).get(b"content-type", b"").decode("latin1")
        most, taken, more = most_of(scope["path"], content_type), 0, True
        begun = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(SECONDS) as clock:
                while more and taken <= most + MOST_DRAINED:
                    message = await receive()
                    if message["type"] != "http.request":
                        raise GivenUp(400)
                    piece, more = message.get("body", b""), message.get("more_body", False)
                    self._keep(body, piece[: max(0, most - taken)])
                    taken += len(piece)
                    clock.reschedule(begun + SECONDS + taken / LEAST_RATE)
        except TimeoutError:
            raise GivenUp(408) from None

    def _keep(self, body: IO[bytes], piece: bytes) -> None:
        """Add a piece to the body. Raises GivenUp where too much is held of all."""
        self.held -= _beyond(body)
        body.write(piece)
        self.held += _beyond(body)
        if _beyond(body) and self.held > MOST_HELD:
            raise GivenUp(503)

    async def _answer(self, scope: Message, body: IO[bytes], receive: Receive, send: Send) -> None:
        """Send the application's answer; its thread is free before the first byte leaves."""
        thread = await self.threads.get()
        try:
            status, headers, answer = await _in(thread, self._run, scope, body)
        finally:
            self.threads.put_nowait(thread)
        if isinstance(answer, File):
            return await _send_file(send, status, headers, answer, receive)
        await _send_whole(send, status, headers, answer)

    def _run(self, scope: Message, body: IO[bytes]) -> tuple[int, Headers, Any]:
        """Run the application in this thread. Raises GivenUp for headers that no request of ours has.

        A name with an underscore would become that of one with a hyphen, which a proxy sets: it is left out.
        """
        request: Any = WsgiToAsgiInstance(self.application)  # type: ignore[no-untyped-call]  # Django's own
        request.scope = scope | {"headers": [pair for pair in scope["headers"] if b"_" not in pair[0]]}
        body.seek(0)
        try:
            environ = request.build_environ(scope, body)
        except ValueError:
            raise GivenUp(400) from None
        begun: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], problem: Any = None) -> None:
            named = [(name.lower().encode("latin1"), value.encode("latin1")) for name, value in headers]
            begun[:] = [int(status[:3]), named]

        answer = self.application(environ | {"wsgi.file_wrapper": File}, start)
        if isinstance(answer, File):
            return begun[0], begun[1], answer
        try:
            return begun[0], begun[1], b"".join(answer)
        finally:
            _close(answer)


async def _send_whole(send: Send, status: int, headers: Headers, content: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


async def _send_file(send: Send, status: int, headers: Headers, answer: File, receive: Receive) -> None:
    """Send a file, a piece at a time, for as long as the other end takes it."""
    pieces, gone = iter(answer), asyncio.ensure_future(receive())
    try:
        await send({"type": "http.response.start", "status": status, "headers": headers})
        while not gone.done() and (piece := await _in(None, next, pieces, None)) is not None:
            async with asyncio.timeout(SECONDS):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    except TimeoutError:
        log.warning("an answer was not taken")
    finally:
        gone.cancel()
        await _in(None, _close, answer)


async def _in(thread: Executor | None, work: Callable[..., Any], *given: Any) -> Any:
    return await asyncio.get_running_loop().run_in_executor(thread, work, *given)


def _beyond(body: IO[bytes]) -> int:
    return max(0, body.tell() - ALWAYS)


def _close(answer: Any) -> None:
    """End a request of Django's: it gives the connection to the database back."""
    getattr(answer, "close", lambda: None)()
