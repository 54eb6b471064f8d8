"""Requests about files: upload, describe and delete media; send a sample for template review."""

from . import multipart
from .errors import GraphError
from .http_exchange import Request, Response, answer
from .media import Media
from .whatsapp import WhatsApp


async def upload(whatsapp: WhatsApp, request: Request) -> Response:
    """Keep an uploaded file; its id goes back. Raises GraphError."""
    form = multipart.parse(request.header(b"content-type"), request.body)
    if "messaging_product" not in form or form["messaging_product"].content != b"whatsapp":
        raise GraphError(100, "Param messaging_product is required and must be whatsapp")
    if "file" not in form:
        raise GraphError(100, "Param file is required")
    file = form["file"]
    mime_type = form["type"].content.decode() if "type" in form else file.content_type
    media = whatsapp.media_store.store(file.content, filename=file.filename, mime_type=mime_type)
    whatsapp.sent_messages.uploads += 1
    return answer({"id": media.id})


async def describe(whatsapp: WhatsApp, request: Request) -> Response:
    """Tell what is known of a file. Raises GraphError."""
    return answer(_media(whatsapp, request).as_json(whatsapp.config.base_url))


async def delete(whatsapp: WhatsApp, request: Request) -> Response:
    """Throw a file away. Raises GraphError."""
    del whatsapp.media_store.files[_media(whatsapp, request).id]
    return answer({"success": True})


async def open_session(whatsapp: WhatsApp, request: Request) -> Response:
    """Announce a sample; the id of the upload session goes back. Raises GraphError."""
    query = request.query
    length = query.get("file_length", "")
    if not length.isdecimal():
        raise GraphError(100, "Param file_length must be a number")
    session_id = whatsapp.media_store.open_session(length=int(length), mime_type=query.get("file_type", ""))
    # Meta's ids carry a query string of their own: the client must use them as they are.
    return answer({"id": f"{session_id}?sig={session_id[-12:]}"})


async def receive_sample(whatsapp: WhatsApp, request: Request) -> Response:
    """Receive the sample; its handle goes back. Raises GraphError."""
    session_id = _owner(request)
    if request.header(b"file_offset") != "0" or request.query.get("sig") != session_id[-12:]:
        raise GraphError(100, "The header file_offset must be 0 and the session id complete")
    return answer({"h": whatsapp.media_store.finish_session(session_id, request.body)})


def _owner(request: Request) -> str:
    return request.path.split("/")[2]


def _media(whatsapp: WhatsApp, request: Request) -> Media:
    media = whatsapp.media_store.files.get(_owner(request))
    if media is None:
        raise GraphError(100, "The object does not exist or cannot be loaded", subcode=33)
    return media
