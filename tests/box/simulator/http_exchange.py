"""One HTTP exchange between an ASGI server and the handlers, who have Django's requests and responses.

Of Django it is these two alone, without settings of ours, middleware and views: a message costs as little as it can.
"""

import io
import json
from collections.abc import Awaitable, Callable
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse

JSON = "application/json; charset=UTF-8"
HTML = "text/html; charset=UTF-8"
SETTINGS = {
    "DATA_UPLOAD_MAX_MEMORY_SIZE": None,
    "FILE_UPLOAD_HANDLERS": ["django.core.files.uploadhandler.MemoryFileUploadHandler"],
    "FILE_UPLOAD_MAX_MEMORY_SIZE": 128 * 1024 * 1024,
}
"""The settings of Django in a process of the simulator's own: whatever comes in stays in memory."""
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
"""The functions by which an ASGI server gives what comes in, and takes what goes out."""


class BadJson(ValueError):
    """The body of the request is not a JSON object."""


def json_of(request: ASGIRequest) -> dict[str, Any]:
    """The body as a JSON object; an empty body is an empty object. Raises BadJson."""
    try:
        data = json.loads(request.body or b"{}")
    except ValueError as problem:
        raise BadJson from problem
    if not isinstance(data, dict):
        raise BadJson
    return data


def file_of(request: ASGIRequest, name: str) -> Any:
    """The file of a form, as Django's UploadedFile; None where there is none. Raises MultiPartParserError."""
    return request.FILES.get(name)


def answer(data: object, status: int = 200) -> HttpResponse:
    """Answer with JSON."""
    return HttpResponse(json.dumps(data).encode(), JSON, status)


def cut_off(response: HttpResponse) -> HttpResponse:
    """Promise more than there is: the server closes the connection, and the answer is lost on its way."""
    response["Content-Length"] = len(response.content) + 1
    return response


async def read(scope: dict[str, Any], receive: Receive) -> ASGIRequest:
    """Read the whole request from an ASGI server; its scope goes on having the function that receives."""
    body, more = io.BytesIO(), True
    while more:
        message = await receive()
        body.write(message.get("body", b""))
        more = message.get("more_body", False)
    body.seek(0)
    return ASGIRequest(scope | {"receive": receive}, body)


async def write(response: HttpResponse, send: Send) -> None:
    """Give the response to an ASGI server."""
    response.headers.setdefault("Content-Length", str(len(response.content)))
    headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in response.items()]
    more = int(response["Content-Length"]) > len(response.content)
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": response.content, "more_body": more})
