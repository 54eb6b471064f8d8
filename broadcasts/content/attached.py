"""The attachment of a broadcast as its pages show it: addresses, name, size, and what there is to say about it."""

import zlib
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.urls import reverse

from broadcasts.models import Campaign

from .message import filename


@dataclass(frozen=True)
class Attached:
    """The attachment as pages show it. Its addresses answer whoever may see the broadcast."""

    kind: str
    page: str
    """The address of the file itself."""
    thumbnail: str
    """The address of a picture of it."""
    name: str
    """The name of the file on a citizen's telephone."""
    size: str
    """ "2 pagine, 118 kB"; "" of what was taken in before facts were kept."""
    changed: list[str]
    """The changes, in Italian, that were made to the file when it was taken in."""
    warnings: list[str]
    """The points, in Italian, to think over."""
    links: list[str]
    """The addresses that a PDF opens when somebody touches them."""


def attached_to(campaign: Campaign) -> Attached | None:
    """None where there is no attachment, or no row yet."""
    if not (campaign.pk and campaign.attachment):
        return None
    facts = campaign.attachment_facts
    thumbnail = reverse("admin:broadcasts_campaign_thumbnail", args=[campaign.pk])
    return Attached(
        kind=campaign.kind,
        page=reverse("admin:broadcasts_campaign_attachment", args=[campaign.pk]),
        thumbnail=f"{thumbnail}?v={_version(campaign)}",
        name=filename(campaign),
        size=_size(facts),
        changed=facts.get("changed", []),
        warnings=facts.get("warnings", []),
        links=facts.get("links", []),
    )


def weight(size: int) -> str:
    """Write a file's size from its bytes: "118 kB", "2,4 MB"."""
    return f"{size / 1_000_000:.1f} MB".replace(".", ",") if size >= 1_000_000 else f"{ceil(size / 1000)} kB"


def _version(campaign: Campaign) -> int:
    """Return a mark that changes with the file, not with the words: few pictures are drawn at once."""
    return zlib.crc32(f"{campaign.attachment.name} {campaign.attachment_facts}".encode())


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
