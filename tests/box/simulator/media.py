"""Pictures and PDFs: uploads with their ids, samples for template review with their handles."""

import hashlib
import io
import secrets
import threading
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pypdfium2

from .errors import GraphError

MEGABYTE = 1024 * 1024
# MIME type → (how a file of the type begins, the kind of message it goes in, the largest size in bytes).
ACCEPTED = {
    "image/jpeg": (b"\xff\xd8\xff", "image", 5 * MEGABYTE),
    "image/png": (b"\x89PNG\r\n\x1a\n", "image", 5 * MEGABYTE),
    "application/pdf": (b"%PDF-", "document", 100 * MEGABYTE),
}
THUMBNAIL_WIDTH = 480
PDFIUM = threading.Lock()
"""The library behind pypdfium2 must not be used by two threads at once."""


@dataclass(slots=True, eq=False)
class Media:
    """An uploaded file."""

    id: str
    mime_type: str
    filename: str = field(repr=False)
    content: bytes = field(repr=False)

    @property
    def kind(self) -> str:
        """The message type that can carry it: image or document."""
        return ACCEPTED[self.mime_type][1]

    def as_json(self, base_url: str) -> dict[str, Any]:
        """Describe the file as the Graph API does; Meta writes the size as text."""
        return {
            "messaging_product": "whatsapp",
            "id": self.id,
            "url": f"{base_url}/simulator/media/{self.id}",
            "mime_type": self.mime_type,
            "sha256": hashlib.sha256(self.content).hexdigest(),
            "file_size": str(len(self.content)),
        }


@dataclass(slots=True)
class Session:
    """A resumable upload that was announced."""

    length: int
    mime_type: str


class MediaStore:
    """The store of all files and samples."""

    def __init__(self) -> None:
        self.files: dict[str, Media] = {}
        self.sessions: dict[str, Session] = {}
        self.handles: dict[str, str] = {}
        """Handle of a sample → its MIME type."""

    def store(self, content: bytes, *, filename: str, mime_type: str) -> Media:
        """Keep the file. Raises GraphError when type, content or size are not accepted."""
        check(content, mime_type)
        media = Media(str(secrets.randbelow(9 * 10**15) + 10**15), mime_type, filename, content)
        self.files[media.id] = media
        return media

    def open_session(self, *, length: int, mime_type: str) -> str:
        """Announce a sample; the id of the session to upload it to comes back."""
        if mime_type not in ACCEPTED:
            raise GraphError(100, "Param file_type is not supported")
        session_id = f"upload:{secrets.token_hex(16)}"
        self.sessions[session_id] = Session(length, mime_type)
        return session_id

    def finish_session(self, session_id: str, content: bytes) -> str:
        """Receive a sample; its handle comes back. Raises GraphError."""
        session = self.sessions.pop(session_id, None)
        if session is None or session.length != len(content):
            raise GraphError(100, "The upload session does not exist or its length differs")
        check(content, session.mime_type)
        handle = f"4::{secrets.token_urlsafe(32)}"
        self.handles[handle] = session.mime_type
        return handle


def check(content: bytes, mime_type: str) -> None:
    """Raise GraphError unless the type is accepted, the content is of that type and not too large."""
    if mime_type not in ACCEPTED:
        raise GraphError(
            100, f"Param file must be a file with one of the following types: {', '.join(ACCEPTED)}"
        )
    beginning, _, largest = ACCEPTED[mime_type]
    if not content.startswith(beginning):
        raise GraphError(131053, "The content of the file does not match its type")
    if len(content) > largest:
        raise GraphError(131053, f"The file is larger than {largest} bytes")


@lru_cache(maxsize=32)
def first_page(media: Media) -> bytes:
    """The first page of a PDF as a PNG; empty when it cannot be drawn."""
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(media.content)
            page = document[0]
            picture = page.render(scale=THUMBNAIL_WIDTH / page.get_width()).to_pil()
            document.close()
        except (pypdfium2.PdfiumError, IndexError, ValueError):
            return b""
    drawing = io.BytesIO()
    picture.convert("RGB").save(drawing, "PNG")
    return drawing.getvalue()
