"""The attachment of a broadcast as its pages show it: addresses, name, size, and what there is to say about it."""

import zlib
from math import ceil
from typing import Any

from django.urls import reverse

from broadcasts.models import Campaign

from .message import filename


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
        "size": _size(facts),
        **{said: facts.get(said, []) for said in ("changed", "warnings", "links")},
    }


def weight(size: int) -> str:
    """Write a file's size from its bytes: "118 kB", "2,4 MB"."""
    return f"{size / 1_000_000:.1f} MB".replace(".", ",") if size >= 1_000_000 else f"{ceil(size / 1000)} kB"


def _size(facts: dict[str, Any]) -> str:
    """ "2 pagine, 118 kB" or "800 × 600 pixel, 34 kB"; "" without facts."""
    words = []
    if pages := facts.get("pages"):
        words.append("1 pagina" if pages == 1 else f"{pages} pagine")
    if width := facts.get("width"):
        words.append(f"{width} × {facts['height']} pixel")
    if size := facts.get("bytes"):
        words.append(weight(size))
    return ", ".join(words)
