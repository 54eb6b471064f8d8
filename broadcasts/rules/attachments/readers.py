"""The child process's readers for an attachment: the checks and the pictures, as facts for JSON and bytes.

Each is called by its name in a process that has neither Django nor settings (see `security.untrusted_files`).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from .facts import AttachmentRefused
from .images import check_image, image_thumbnail, web_copy
from .pdfs import check_pdf, pdf_thumbnail

Answer = tuple[dict[str, Any], bytes]
REFUSED = "refused"
"""The fact that stands alone where a file is refused: the sentence for who chose it."""


def telling_refusals(read: Callable[[bytes], Answer]) -> Callable[[bytes], Answer]:
    """`read`, with a refusal as an answer: exceptions don't leave the process."""

    @wraps(read)
    def answering(content: bytes) -> Answer:
        try:
            return read(content)
        except AttachmentRefused as refusal:
            return {REFUSED: str(refusal)}, b""

    return answering


@telling_refusals
def image(content: bytes) -> Answer:
    """Check an image; return the facts of CheckedImage, and the image as it can be sent."""
    checked = check_image(content)
    facts = {
        "mime_type": checked.mime_type,
        "extension": checked.extension,
        "width": checked.width,
        "height": checked.height,
        "changed": checked.changed,
    }
    return facts, checked.content


@telling_refusals
def pdf(content: bytes) -> Answer:
    """The facts of CheckedPdf. The first page is drawn too: what no page of ours could show, no telephone could."""
    checked = check_pdf(content)
    pdf_thumbnail(content)
    facts = {
        "pages": checked.pages,
        "has_text": checked.has_text,
        "warnings": checked.warnings,
        "text": checked.text,
        "hidden": checked.hidden,
        "links": checked.links,
    }
    return facts, b""


@telling_refusals
def image_picture(content: bytes) -> Answer:
    """Draw a small PNG of an image."""
    return {}, image_thumbnail(content)


@telling_refusals
def pdf_picture(content: bytes) -> Answer:
    """Draw a small PNG of a PDF's first page."""
    return {}, pdf_thumbnail(content)


@telling_refusals
def web_copy_480(content: bytes) -> Answer:
    """Make a WebP, 480 wide, of a picture for a small page."""
    return {}, web_copy(content, 480)


@telling_refusals
def web_copy_960(content: bytes) -> Answer:
    """Make a WebP, 960 wide, of a picture for a wide or a sharp page."""
    return {}, web_copy(content, 960)
