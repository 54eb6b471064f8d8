"""The XMP packet of a PDF: what programs write of it beside its information dictionary (ISO 16684-1, PDF 1.7 14.3.2).

Read as text, never as XML: nothing in it is expanded or fetched. A packet that is compressed is not found; the
standard wants it plain, so that programs that know no PDF can read it.
"""

import re
from collections.abc import Iterator
from html import unescape

BEGINS, ENDS = b"<x:xmpmeta", b"</x:xmpmeta>"
MOST_PACKET = 200_000
"""Bytes. Editors pad a packet with some kilobytes, and some put a thumbnail in it."""
FIELDS = {
    "dc:title": "titolo",
    "dc:creator": "autore",
    "dc:description": "argomento",
    "dc:subject": "parole chiave",
    "pdf:Keywords": "parole chiave",
}
"""The properties of the packet → what a person calls them."""
TAG = re.compile(r"<[^<>]*>")


def told(content: bytes) -> dict[str, str]:
    """Read what an XMP packet says: "autore" → "M. Rossi"; {} without one. Values of one property stand in a row."""
    packet = _packet(content)
    found: dict[str, list[str]] = {}
    for name, label in FIELDS.items():
        found.setdefault(label, []).extend(_values(packet, name))
    return {label: " ".join(values) for label, values in found.items() if values}


def _packet(content: bytes) -> str:
    begins = content.find(BEGINS)
    ends = content.find(ENDS, begins) if begins >= 0 else -1
    return content[begins : min(ends, begins + MOST_PACKET)].decode(errors="replace") if ends >= 0 else ""


def _values(packet: str, name: str) -> list[str]:
    """List the values of an XMP property: as an element, with or without a list in it, or as an attribute."""
    attributes = re.findall(rf'\s{name}="([^"<>]*)"', packet)
    words = (
        " ".join(unescape(TAG.sub(" ", value)).split()) for value in (*_elements(packet, name), *attributes)
    )
    return [value for value in words if value]


def _elements(packet: str, name: str) -> Iterator[str]:
    """Yield what stands in each element of this name, in one walk from end tag to end tag."""
    for part in packet.split(f"</{name}>")[:-1]:
        _, tag, rest = part.rpartition(f"<{name}")
        if tag:
            yield rest.partition(">")[2]
