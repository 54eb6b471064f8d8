"""One HTTP exchange: the request as the handlers see it and the response they give back."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

JSON = b"application/json; charset=UTF-8"
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
"""The functions by which an ASGI server gives what comes in, and takes what goes out."""


class BadJson(ValueError):
    """The body of the request is not a JSON object."""


@dataclass(slots=True)
class Request:
    """A request whose body has been read."""

    method: str
    path: str
    query_string: bytes = field(repr=False)
    headers: list[tuple[bytes, bytes]] = field(repr=False)
    body: bytes = field(repr=False)
    client: str = ""
    receive: Receive | None = field(default=None, repr=False)

    def header(self, name: bytes) -> str:
        """The value of the header, whose name is given in lower case; empty when missing."""
        return next((value.decode("latin-1") for key, value in self.headers if key == name), "")

    @property
    def query(self) -> dict[str, str]:
        """The query string; of a repeated name the last value counts."""
        return dict(parse_qsl(self.query_string.decode("latin-1"), keep_blank_values=True))

    async def client_leaves(self) -> None:
        """Return once the client has closed the connection."""
        while self.receive and (await self.receive())["type"] != "http.disconnect":
            pass

    def json(self) -> dict[str, Any]:
        """The body as a JSON object; an empty body is an empty object. Raises BadJson."""
        try:
            data = json.loads(self.body or b"{}")
        except ValueError as problem:
            raise BadJson from problem
        if not isinstance(data, dict):
            raise BadJson
        return data


@dataclass(slots=True)
class Response:
    """A response; `is_cut_off` drops the connection in the middle of it."""

    body: bytes = b""
    status: int = 200
    content_type: bytes = JSON
    headers: tuple[tuple[bytes, bytes], ...] = ()
    is_cut_off: bool = False


def answer(data: object, status: int = 200) -> Response:
    """Answer with JSON."""
    return Response(json.dumps(data).encode(), status)


async def read(scope: dict[str, Any], receive: Receive) -> Request:
    """Read the whole request from an ASGI server."""
    message = await receive()
    chunks = [message.get("body", b"")]
    while message.get("more_body"):
        message = await receive()
        chunks.append(message.get("body", b""))
    client = (scope.get("client") or ("",))[0]
    return Request(
        scope["method"],
        scope["path"],
        scope["query_string"],
        scope["headers"],
        b"".join(chunks),
        client,
        receive,
    )


async def write(response: Response, send: Send) -> None:
    """Give the response to an ASGI server."""
    # A length that is never reached makes the server close the connection: the answer is lost on its way.
    length = len(response.body) + 1 if response.is_cut_off else len(response.body)
    headers = [
        (b"content-type", response.content_type),
        (b"content-length", str(length).encode()),
        *response.headers,
    ]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body, "more_body": response.is_cut_off})
