"""A clerk's file → what is kept and sent, and what there is to say about it."""

import zlib
from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.urls import reverse

from broadcasts.content.message import filename
from broadcasts.models import Campaign
from broadcasts.rules.attachments import AttachmentRefused, other_files
from cascina_whatsapp.presentation.formatting.numbers import weight

from .checked_files import check_image, check_pdf

MAX_UPLOAD_BYTES = 50 * 1024 * 1024
"""Bytes that we are willing to look at; what may be sent is much less."""
TOO_HEAVY = f"Il file supera i {MAX_UPLOAD_BYTES // 1024**2} MB: caricane uno più leggero."
FILE_LOST = "Il file allegato non si trova più: caricalo di nuovo."
NOTHING_TO_SEND = "Un messaggio di solo testo non ha allegati: toglilo o cambia tipo."
LONGEST_NAME = 150
PDF_MARK, BEGINNING = b"%PDF-", 1024  # bytes: where readers look for it (PDF 1.7, annex H)
SUFFIXES: dict[str, tuple[str, ...]] = {
    Campaign.Kind.IMAGE: (".jpg", ".jpeg", ".png"),
    Campaign.Kind.DOCUMENT: (".pdf",),
}
"""Kind → how the files that we keep for it end; they are named by their content."""


Facts = dict[str, Any]
"""What a broadcast remembers of its file (`Campaign.attachment_facts`).

"bytes", then "pages" of a PDF or "width" and "height" of an image in pixels; in Italian, what was "changed" in the
file, and the "warnings" for who chose it. Of a PDF the "links", addresses that it opens. For what electoral periods
ask: its "name" as it was chosen, and of a PDF the "text", as far as it is kept, and what it says of itself, "hidden".
"""


def kind_of(content: bytes) -> Campaign.Kind:
    """Tell a document from an image by its content; what is no PDF counts as an image."""
    return Campaign.Kind.DOCUMENT if PDF_MARK in content[:BEGINNING] else Campaign.Kind.IMAGE


def check_upload(
    file: "File[bytes]", kind: Campaign.Kind | None = None
) -> tuple[Campaign.Kind, "ContentFile[bytes]", Facts]:
    """The file, checked and cleaned for a broadcast of this kind, or of whichever kind the file makes; and its facts.

    Raises AttachmentRefused, FileNotFoundError.
    """
    if file.size > MAX_UPLOAD_BYTES:
        raise AttachmentRefused(TOO_HEAVY)
    with file.open("rb") as opened:
        content = opened.read()
    name = PurePath(file.name or "").name
    kind = kind or kind_of(content)
    taken, facts = _image(content, name) if kind == Campaign.Kind.IMAGE else _pdf(content)
    return kind, taken, facts | {"name": name[:LONGEST_NAME]}


def matches_kind(campaign: Campaign) -> bool:
    """Tell whether the attachment is of the kind that the broadcast says, as far as its name tells."""
    return str(campaign.attachment.name).lower().endswith(SUFFIXES.get(campaign.kind, ()))


def _image(content: bytes, name: str) -> tuple["ContentFile[bytes]", Facts]:
    """Check a picture; of another program's file say which it is, rather than that it is no picture."""
    if sentence := other_files.advice(content, name):
        raise AttachmentRefused(sentence)
    try:
        image = check_image(content)
    except AttachmentRefused as refusal:
        raise AttachmentRefused(other_files.advice_by_name(name) or str(refusal)) from None
    facts = {
        "bytes": len(image.content),
        "width": image.width,
        "height": image.height,
        "changed": list(image.changed),
        "warnings": [],
    }
    return _named(image.content, image.extension), facts


def _pdf(content: bytes) -> tuple["ContentFile[bytes]", Facts]:
    pdf = check_pdf(content)
    facts = {
        "bytes": len(pdf.content),
        "pages": pdf.pages,
        "changed": [],
        "warnings": list(pdf.warnings),
        "text": pdf.text,
        "hidden": pdf.hidden,
        "links": list(pdf.links),
    }
    return _named(pdf.content, "pdf"), facts


def _named(content: bytes, extension: str) -> "ContentFile[bytes]":
    """A file under a name that nobody can guess, and that says nothing of the clerk's computer."""
    return ContentFile(content, name=f"{uuid4().hex}.{extension}")


def attached_to(campaign: Campaign) -> dict[str, Any] | None:
    """Tell of the file and of a picture of it; None where there is no attachment, or no row yet.

    In Italian: what was `changed` in the file when it was taken in, `warnings` to think over, and the `links` that a
    PDF opens when somebody touches them. The picture's mark changes with the file, not with the words.
    """
    if not (campaign.pk and campaign.attachment):
        return None
    facts = campaign.attachment_facts
    thumbnail = reverse("admin:broadcasts_campaign_thumbnail", args=[campaign.pk])
    mark = zlib.crc32(f"{campaign.attachment.name} {facts}".encode())
    return {
        "kind": campaign.kind,
        "page": reverse("admin:broadcasts_campaign_attachment", args=[campaign.pk]),
        "thumbnail": f"{thumbnail}?v={mark}",
        "name": filename(campaign),
        "size": size_of(facts),
        **{said: facts.get(said, []) for said in ("changed", "warnings", "links")},
    }


def size_of(facts: dict[str, Any]) -> str:
    """ "2 pagine, 118 kB" or "800 × 600 pixel, 34 kB"; "" without facts."""
    words = []
    if pages := facts.get("pages"):
        words.append("1 pagina" if pages == 1 else f"{pages} pagine")
    if width := facts.get("width"):
        words.append(f"{width} × {facts['height']} pixel")
    if size := facts.get("bytes"):
        words.append(weight(size))
    return ", ".join(words)
