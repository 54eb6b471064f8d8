"""The facts of a file that was checked, their bounds, and its refusal; without the child process's libraries."""

from dataclasses import dataclass, field

WEB_COPIES = {480: 35_000, 960: 70_000}
"""Width in pixels of a copy for a web page → bytes at most: with page, style and fonts it stays below 150 KB."""
MOST_TEXT = 20_000
"""Characters of a PDF's words that are kept: some eight pages."""
MOST_HIDDEN = 300
"""Characters of each thing that a PDF says of itself."""
HIDDEN = {"Title": "titolo", "Author": "autore", "Subject": "argomento", "Keywords": "parole chiave"}
"""The facts that a PDF tells of itself where nobody looks (PDF 1.7, 14.3.3) → what a person calls them."""


@dataclass(frozen=True, kw_only=True)
class CheckedImage:
    """An image that WhatsApp accepts; `changed` says in Italian what is no longer as in the original."""

    content: bytes = field(repr=False)
    mime_type: str
    extension: str  # "jpg" or "png"
    width: int  # pixels
    height: int
    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CheckedPdf:
    """A PDF that WhatsApp accepts, unchanged, and in which nothing acts; `warnings` are Italian, for who wrote it."""

    content: bytes = field(repr=False)
    pages: int
    has_text: bool  # False for a scan, which no screen reader can read aloud
    warnings: tuple[str, ...]
    text: str = field(default="", repr=False)
    """The words of the PDF, as far as MOST_TEXT."""
    hidden: dict[str, str] = field(default_factory=dict, repr=False)
    """The facts that it tells of itself: "autore" → "M. Rossi"."""
    links: tuple[str, ...] = ()
    """The addresses that it opens when somebody touches them: who approves reads them."""


class AttachmentRefused(ValueError):
    """The file may not be sent; the message, in Italian, says what is wrong and what to do."""
