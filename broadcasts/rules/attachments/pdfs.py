"""PDFs that anyone can open on a telephone, with a word about who cannot read them."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from html import unescape
from io import BytesIO
from math import ceil
from zipfile import is_zipfile

from pypdfium2 import PdfDocument, PdfiumError
from pypdfium2 import raw as pdfium

from . import acts
from .facts import HIDDEN, MOST_HIDDEN, MOST_TEXT, AttachmentRefused, CheckedPdf

MEGABYTE = 1024 * 1024
MAX_BYTES = 16 * MEGABYTE  # our rule, for people who pay for their data; Meta allows 100 MB
MAX_PAGES = 100  # our rule
SHORTEST_SIDE, LONGEST_SIDE = 72, 14_400  # points: an inch, and the limit in annex C of PDF 1.7
BEGINNING = ENDING = 1024  # bytes: where readers look for the marks of a PDF (PDF 1.7, annex H)
NOTHING = b"\0\t\n\f\r \x1a"  # what programs fill a file up with behind its end
TALLEST_THUMBNAIL = 3  # times its width

UNSEEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xAD, 0xFFFE, 0xFFFF])
"""Characters that are no words, and that not every database keeps."""

LOCKED = "Il PDF è protetto da password: salvane una copia senza password e carica quella."
SCAN = (
    "È una scansione: si può mandare, ma chi non vede non la legge. Se hai il documento originale, esportalo "
    "come PDF e carica quello."
)
MORE = (
    "Il file contiene altro prima o dopo il PDF, e c'è chi lo apre come un altro file: stampa di nuovo il documento"
    " in PDF e carica quello."
)
DAMAGED = "Il PDF è danneggiato o senza pagine: esportalo di nuovo dal programma che lo ha creato."
XMP_BEGINS, XMP_ENDS = b"<x:xmpmeta", b"</x:xmpmeta>"
"""The marks of an XMP packet: what programs write of a PDF beside its information dictionary (ISO 16684-1)."""
MOST_PACKET = 200_000
"""Bytes. Editors pad a packet with some kilobytes, and some put a thumbnail in it."""
XMP_FIELDS = {
    "dc:title": "titolo",
    "dc:creator": "autore",
    "dc:description": "argomento",
    "dc:subject": "parole chiave",
    "pdf:Keywords": "parole chiave",
}
"""The properties of the packet → what a person calls them."""
TAG = re.compile(r"<[^<>]*>")


def check_pdf(content: bytes) -> CheckedPdf:
    """The PDF, once found whole, open to all and of a size for telephones. Raises AttachmentRefused."""
    _refuse_by_bytes(content)
    with _opened(content) as document:
        _refuse_by_pages(document)
        links = acts.links(content)
        pages = len(document)
        texts = [_text(document, page) for page in range(pages)]
        mute_pages = texts.count("")
        return CheckedPdf(
            content=content,
            pages=pages,
            has_text=mute_pages < pages,
            warnings=tuple(_warnings(document, mute_pages)),
            text="\n".join(filter(None, texts))[:MOST_TEXT],
            hidden=_hidden(document, content),
            links=links,
        )


def pdf_thumbnail(content: bytes, width: int = 400) -> bytes:
    """A PNG of the first page, at most so many pixels wide. Raises AttachmentRefused."""
    largest = (width, width * TALLEST_THUMBNAIL)
    png = BytesIO()
    with _opened(content) as document, closing(document[0]) as page:
        scale = min(largest[0] / page.get_width(), largest[1] / page.get_height())
        with closing(page.render(scale=scale)) as bitmap:
            picture = bitmap.to_pil().convert("RGB")
            picture.thumbnail(largest)  # rendering rounds up
            picture.save(png, "PNG")
    return png.getvalue()


@contextmanager
def _opened(content: bytes) -> Iterator[PdfDocument]:
    """Open a PDF, in one thread only: PDFium keeps its state in global variables (see `readers`)."""
    try:
        with PdfDocument(content) as document:
            yield document
    except PdfiumError as problem:
        # The code may be left over from an earlier file: a locked one also names its encryption.
        locked = problem.err_code == pdfium.FPDF_ERR_PASSWORD and b"/Encrypt" in content
        raise AttachmentRefused(LOCKED if locked else DAMAGED) from None


def _refuse_by_bytes(content: bytes) -> None:
    if b"%PDF-" not in content[:BEGINNING]:
        raise AttachmentRefused("Il file non è un PDF: esportalo come PDF e caricalo di nuovo.")
    if len(content) > MAX_BYTES:
        raise AttachmentRefused(
            f"Il PDF pesa {ceil(len(content) / MEGABYTE)} MB e il massimo è {MAX_BYTES // MEGABYTE}:"
            " esportalo con immagini più leggere, oppure pubblicalo sul sito e invia il link."
        )
    if b"%%EOF" not in content[-ENDING:]:
        raise AttachmentRefused("Il PDF è incompleto: scaricalo o esportalo di nuovo e ricaricalo.")
    begins, ends = content.startswith(b"%PDF-"), content.rstrip(NOTHING).endswith(b"%%EOF")
    if not (begins and ends) or is_zipfile(BytesIO(content)):
        raise AttachmentRefused(MORE)


def _refuse_by_pages(document: PdfDocument) -> None:
    pages = len(document)
    if pages > MAX_PAGES:
        raise AttachmentRefused(
            f"Il PDF ha {pages} pagine e il massimo è {MAX_PAGES}: pubblicalo sul sito e invia il link."
        )
    for number in range(pages):
        if not all(SHORTEST_SIDE <= side <= LONGEST_SIDE for side in document.get_page_size(number)):
            raise AttachmentRefused(
                f"La pagina {number + 1} del PDF ha una misura che i telefoni non mostrano:"
                " esportalo di nuovo in formato A4."
            )


def _text(document: PdfDocument, number: int) -> str:
    """The words of a page, line by line."""
    with closing(document[number]) as page, closing(page.get_textpage()) as text:
        lines = str(text.get_text_range()).translate(UNSEEN).splitlines()
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _hidden(document: PdfDocument, content: bytes) -> dict[str, str]:
    """Read what a PDF says of itself; what its XMP packet, unread by PDFium, says otherwise comes behind."""
    packet, told = _told_by_xmp(content), {}
    for key, label in HIDDEN.items():
        value = str(document.get_metadata_value(key)).translate(UNSEEN).strip()
        more = packet.get(label, "").translate(UNSEEN)
        told[label] = value if more in value else f"{value} {more}".strip()
    return {label: value[:MOST_HIDDEN] for label, value in told.items() if value}


def _warnings(document: PdfDocument, mute_pages: int) -> Iterator[str]:
    pages = len(document)
    if mute_pages == pages:
        yield SCAN
    elif mute_pages:
        lack = "1 pagina" if mute_pages == 1 else f"{mute_pages} pagine"
        verb = "non contiene" if mute_pages == 1 else "non contengono"
        yield f"Si può mandare, ma {lack} su {pages} {verb} testo: chi non vede non sa che cosa c'è scritto."
    elif not document.is_tagged():
        yield (
            "Si può mandare, ma il PDF non ha una struttura (tag): chi usa un lettore di schermo fatica a seguirlo."
            " Se puoi, esportalo di nuovo come PDF accessibile."
        )


def _told_by_xmp(content: bytes) -> dict[str, str]:
    """Read what an XMP packet says: "autore" → "M. Rossi"; {} without one. Values of one property stand in a row.

    Read as text, never as XML: nothing in it is expanded or fetched. A packet that is compressed is not found; the
    standard wants it plain, so that programs that know no PDF can read it.
    """
    packet = _packet(content)
    found: dict[str, list[str]] = {}
    for name, label in XMP_FIELDS.items():
        found.setdefault(label, []).extend(_values(packet, name))
    return {label: " ".join(values) for label, values in found.items() if values}


def _packet(content: bytes) -> str:
    begins = content.find(XMP_BEGINS)
    ends = content.find(XMP_ENDS, begins) if begins >= 0 else -1
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
