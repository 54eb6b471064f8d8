"""Requests about files: upload, describe and delete media; send a sample for template review."""

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse
from django.http.multipartparser import MultiPartParserError

from .errors import GraphError
from .http_exchange import answer, file_of
from .media import Media
from .whatsapp import WhatsApp


async def upload(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Keep an uploaded file; its id goes back. Raises GraphError."""
    if request.content_type != "multipart/form-data":
        raise GraphError(100, "The upload must be multipart/form-data")
    try:
        form, file = request.POST, file_of(request, "file")
    except MultiPartParserError:
        raise GraphError(100, "The form cannot be read") from None
    if form.get("messaging_product") != "whatsapp":
        raise GraphError(100, "Param messaging_product is required and must be whatsapp")
    if file is None:
        raise GraphError(100, "Param file is required")
    mime_type = str(form.get("type", file.content_type))
    media = whatsapp.media_store.store(file.read(), filename=file.name, mime_type=mime_type)
    whatsapp.sent_messages.uploads += 1
    return answer({"id": media.id})


async def describe(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Tell what is known of a file. Raises GraphError."""
    return answer(_media(whatsapp, request).as_json(whatsapp.config.base_url))


async def delete(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Throw a file away. Raises GraphError."""
    del whatsapp.media_store.files[_media(whatsapp, request).id]
    return answer({"success": True})


async def open_session(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Announce a sample; the id of the upload session goes back. Raises GraphError."""
    query = request.GET
    length = query.get("file_length", "")
    if not length.isdecimal():
        raise GraphError(100, "Param file_length must be a number")
    session_id = whatsapp.media_store.open_session(length=int(length), mime_type=query.get("file_type", ""))
    # Meta's ids carry a query string of their own: the client must use them as they are.
    return answer({"id": f"{session_id}?sig={session_id[-12:]}"})


async def receive_sample(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse:
    """Receive the sample; its handle goes back. Raises GraphError."""
    session_id = _owner(request)
    if (
        dict(request.scope["headers"]).get(b"file_offset") != b"0"
        or request.GET.get("sig") != session_id[-12:]
    ):
        raise GraphError(100, "The header file_offset must be 0 and the session id complete")
    return answer({"h": whatsapp.media_store.finish_session(session_id, request.body)})


def _owner(request: ASGIRequest) -> str:
    return request.path.split("/")[2]


def _media(whatsapp: WhatsApp, request: ASGIRequest) -> Media:
    media = whatsapp.media_store.files.get(_owner(request))
    if media is None:
        raise GraphError(100, "The object does not exist or cannot be loaded", subcode=33)
    return media
