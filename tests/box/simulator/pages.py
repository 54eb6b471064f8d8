"""The files that a browser loads: the page of the phones, its style and script, pictures and PDFs."""

import asyncio
from pathlib import Path
from urllib.parse import quote

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse

from . import faults, media
from .http_exchange import HTML, answer
from .whatsapp import WhatsApp

STATIC = Path(__file__).parent / "static"
SECURITY = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' blob: data:",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


async def respond(whatsapp: WhatsApp, request: ASGIRequest) -> HttpResponse | None:
    """The file asked for; None when the path is not one of a file."""
    if request.path.startswith("/simulator/media/"):
        return await uploaded(whatsapp, *request.path.split("/")[3:])
    if request.path == "/faults.json":
        return answer([{"ending": fault.ending, "description": fault.description} for fault in faults.FAULTS])
    if request.path == "/":
        return HttpResponse((STATIC / "page.html").read_bytes(), HTML, headers=SECURITY)
    known = {f"/{path.name}": path for path in STATIC.glob("*.[cj]s*")}
    if request.path in known:
        kind = "css" if request.path.endswith("css") else "javascript"
        return HttpResponse(known[request.path].read_bytes(), f"text/{kind}; charset=UTF-8", headers=SECURITY)
    return None if request.path.startswith("/simulator/") else missing()


async def uploaded(whatsapp: WhatsApp, media_id: str, view: str = "") -> HttpResponse:
    """An uploaded file, or the picture of its first page."""
    found = whatsapp.media_store.files.get(media_id)
    if found is None:
        return missing()
    if view == "thumbnail":
        picture = await asyncio.to_thread(media.first_page, found)
        return file(picture, "image/png") if picture else missing()
    return file(found.content, found.mime_type, found.filename or found.id)


def file(content: bytes, content_type: str, name: str = "") -> HttpResponse:
    """A file that somebody sent; a browser's own viewer may put its style beside it."""
    response = HttpResponse(content, content_type, headers=SECURITY)
    del response["Content-Security-Policy"]
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    return response


def missing() -> HttpResponse:
    """Nothing is there."""
    return HttpResponse("Non trovato", "text/plain; charset=UTF-8", 404, headers=SECURITY)
