"""Attachments, each read in a child process: the same checks and pictures as `rules.attachments`, safe from the file.

Bytes come in; what may be sent, or AttachmentRefused with a sentence for who chose the file, goes out.
"""

from broadcasts.rules.attachments import AttachmentRefused, CheckedImage, CheckedPdf
from broadcasts.rules.attachments.acts import LONGEST_LINK, MOST_LINKS
from broadcasts.rules.attachments.facts import HIDDEN, MOST_HIDDEN, MOST_TEXT
from cascina_whatsapp.security import untrusted_files

COMPLEX_IMAGE = "Il file è troppo complesso: apri l'immagine, salvala più piccola come JPEG, e carica quella."
COMPLEX_PDF = (
    "Il file è troppo complesso: stampalo in un nuovo PDF, oppure esportalo di nuovo più semplice"
    " dal documento originale, e carica quello."
)
BUSY = "In questo momento siamo occupati: riprova fra poco."


def check_image(content: bytes) -> CheckedImage:
    """Check an image and return it as it can be sent. Raises AttachmentRefused."""
    facts, clean = _read("image", content, COMPLEX_IMAGE)
    return CheckedImage(
        content=clean,
        mime_type=str(facts["mime_type"]),
        extension=str(facts["extension"]),
        width=int(facts["width"]),
        height=int(facts["height"]),
        changed=tuple(facts["changed"]),
    )


def check_pdf(content: bytes) -> CheckedPdf:
    """The PDF, once found whole, open to all and of a size for telephones. Raises AttachmentRefused."""
    facts, _ = _read("pdf", content, COMPLEX_PDF)
    return CheckedPdf(
        content=content,
        pages=int(facts["pages"]),
        has_text=bool(facts["has_text"]),
        warnings=tuple(facts["warnings"]),
        text=str(facts["text"])[:MOST_TEXT],
        hidden={label: str(facts["hidden"].get(label, ""))[:MOST_HIDDEN] for label in HIDDEN.values()},
        links=tuple(str(link)[:LONGEST_LINK] for link in facts["links"][:MOST_LINKS]),
    )


def image_thumbnail(content: bytes) -> bytes:
    """A PNG of the image, for the pages. Raises AttachmentRefused."""
    return _read("image_picture", content, COMPLEX_IMAGE)[1]


def web_copy(content: bytes, width: int) -> bytes:
    """A WebP of the image for a page, as wide and as light as rules.attachments.facts.WEB_COPIES says.

    Raises AttachmentRefused.
    """
    return _read(f"web_copy_{width}", content, COMPLEX_IMAGE)[1]


def pdf_thumbnail(content: bytes) -> bytes:
    """A PNG of the first page, for the pages. Raises AttachmentRefused."""
    return _read("pdf_picture", content, COMPLEX_PDF)[1]


def _read(reader: str, content: bytes, too_complex: str) -> untrusted_files.Answer:
    from broadcasts.rules.attachments import readers  # large libraries, for the child alone

    try:
        facts, made = untrusted_files.read(getattr(readers, reader), content)
    except untrusted_files.TooComplex:
        raise AttachmentRefused(too_complex) from None
    except untrusted_files.Busy:
        raise AttachmentRefused(BUSY) from None
    if readers.REFUSED in facts:
        raise AttachmentRefused(str(facts[readers.REFUSED]))
    return facts, made
