"""An application that answers the same bytes to whoever asks: the best that the web server can do with a page."""

import os
from collections.abc import Awaitable, Callable

BODY = b"x" * int(os.environ.get("STATIC_ANSWER_BYTES", "4000"))
HEAD = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(BODY)).encode())]


async def application(scope: dict, receive: Callable, send: Callable[[dict], Awaitable[None]]) -> None:
    """ASGI."""
    await send({"type": "http.response.start", "status": 200, "headers": HEAD})
    await send({"type": "http.response.body", "body": BODY})
