"""The checks of Meta's before it accepts a message that is not a template."""

from typing import Any

from . import interactive
from .citizens import Citizen
from .errors import GraphError
from .media import MediaStore
from .parts import check_media, part, text

HOUR = 3600
# Limits: Meta's pages on text, image and document messages, and on statuses for the reference.
REFERENCE_LIMIT = 512
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
FILENAME_LIMIT = 240


def check_envelope(body: dict[str, Any]) -> None:
    """Check what every message has. Raises GraphError."""
    if body.get("messaging_product") != "whatsapp":
        raise GraphError(100, "Param messaging_product is required and must be whatsapp")
    if body.get("recipient_type", "individual") != "individual":
        raise GraphError(131009, "Param recipient_type must be individual")
    text(body, "type", 20)
    text(body, "biz_opaque_callback_data", REFERENCE_LIMIT, is_required=False)


def check_free_form(media_store: MediaStore, body: dict[str, Any]) -> None:
    """Check the content of a message that is not a template. Raises GraphError."""
    kind = body["type"]
    if kind not in CHECKS:
        raise GraphError(131051, f"This simulator sends templates and {', '.join(CHECKS)}")
    CHECKS[kind](media_store, part(body, kind))


def check_window(citizen: Citizen, hours: float, now: float) -> None:
    """Raise GraphError 131047 when the citizen has not written for longer than the hours."""
    if now - citizen.last_spoke_at > hours * HOUR:
        raise GraphError(131047, "More than 24 hours have passed since the recipient last replied")


def check_text(media_store: MediaStore, content: dict[str, Any]) -> None:
    """Check the part `text`."""
    text(content, "body", TEXT_LIMIT)


def check_image(media_store: MediaStore, content: dict[str, Any]) -> None:
    """Check the part `image`."""
    check_media(media_store, content, "image")
    text(content, "caption", CAPTION_LIMIT, is_required=False)


def check_document(media_store: MediaStore, content: dict[str, Any]) -> None:
    """Check the part `document`."""
    check_media(media_store, content, "document")
    text(content, "caption", CAPTION_LIMIT, is_required=False)
    text(content, "filename", FILENAME_LIMIT, is_required=False)


CHECKS = {
    "text": check_text,
    "image": check_image,
    "document": check_document,
    "interactive": interactive.check,
}
