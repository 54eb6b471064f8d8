"""The files that a browser loads: the page of the phones, its style and script, pictures and PDFs."""

import asyncio
import json
from pathlib import Path
from urllib.parse import quote

from . import faults, media
from .http_exchange import Request, Response
from .whatsapp import WhatsApp

STATIC = Path(__file__).parent / "static"
FILES = {
    "/": ("page.html", b"text/html; charset=UTF-8"),
    "/channel.css": ("channel.css", b"text/css; charset=UTF-8"),
    "/channel.js": ("channel.js", b"text/javascript; charset=UTF-8"),
    "/phone.css": ("phone.css", b"text/css; charset=UTF-8"),
    "/phone.js": ("phone.js", b"text/javascript; charset=UTF-8"),
    "/marks.js": ("marks.js", b"text/javascript; charset=UTF-8"),
    "/bubbles.js": ("bubbles.js", b"text/javascript; charset=UTF-8"),
    "/control.js": ("control.js", b"text/javascript; charset=UTF-8"),
    "/account.js": ("account.js", b"text/javascript; charset=UTF-8"),
    "/panels.js": ("panels.js", b"text/javascript; charset=UTF-8"),
}
SECURITY = (
    (b"content-security-policy", b"default-src 'self'; img-src 'self' blob: data:"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)
MISSING = Response(b"Non trovato", 404, b"text/plain; charset=UTF-8", SECURITY)


async def respond(whatsapp: WhatsApp, request: Request) -> Response | None:
    """The file asked for; None when the path is not one of a file."""
    if request.path.startswith("/simulator/media/"):
        return await uploaded(whatsapp, *request.path.split("/")[3:])
    if request.path == "/faults.json":
        rows = [{"ending": fault.ending, "description": fault.description} for fault in faults.FAULTS]
        return Response(json.dumps(rows).encode(), headers=SECURITY)
    if request.path in FILES:
        name, content_type = FILES[request.path]
        return Response((STATIC / name).read_bytes(), 200, content_type, SECURITY)
    return None if request.path.startswith("/simulator/") else MISSING


async def uploaded(whatsapp: WhatsApp, media_id: str, view: str = "") -> Response:
    """An uploaded file, or the picture of its first page."""
    found = whatsapp.media_store.files.get(media_id)
    if found is None:
        return MISSING
    if view == "thumbnail":
        picture = await asyncio.to_thread(media.first_page, found)
        return Response(picture, 200, b"image/png", SECURITY) if picture else MISSING
    disposition = f"inline; filename*=UTF-8''{quote(found.filename or found.id)}".encode()
    headers = (*SECURITY[1:], (b"content-disposition", disposition))
    return Response(found.content, 200, found.mime_type.encode(), headers)
