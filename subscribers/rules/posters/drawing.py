"""Draws a poster, a card or a letter to a citizen by Typst, which writes tagged PDFs of real text."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
import typst
from pypdfium2 import PdfDocument

FOLDER = Path(__file__).parent
TEXT_SIZES = {"a4": (16, 14, 12.5, 11), "a6": (9, 8, 7)}
"""Size of the sheet → points of its small text, the first with which everything is on one sheet."""
DOTS = {"a4": 150, "a6": 300}
"""Per inch, of a picture."""
REFUSED = "refused"
"""The fact that stands alone where nothing is drawn: why, in Italian."""
TOO_LONG = "Il testo è troppo lungo per un foglio solo."
NO_LETTERS = "Mancano i caratteri di questa lingua: si può stampare soltanto in alfabeto latino."
Answer = tuple[dict[str, Any], bytes]
Run = tuple[str, bool]
"""Words, and whether they are bold."""


def packed(words: dict[str, Any]) -> bytes:
    """Return the words of a sheet as a reader takes them; the same for the same words."""
    return json.dumps(words, sort_keys=True, ensure_ascii=False).encode()


def pdf(content: bytes) -> Answer:
    """PDF/UA-1 (ISO 14289-1) of the poster that `content` is.

    Its `size`, "a4" or "a6", and `lang`, ISO 639-1; from above: `owner`, `title`, `link`, which the code opens, and
    `code_told`, the code in words; `before`, the words above the `word` to write, `between` it and the `number`, ""
    where the language has none; `paragraphs` of runs, and the `foot`.
    """
    return _drawn(content, "pdf")


def png(content: bytes) -> Answer:
    """Draw a poster as a picture."""
    return _drawn(content, "png")


def _drawn(content: bytes, format_: str) -> Answer:
    poster = json.loads(content)
    inputs = {"poster": json.dumps(poster | {"code": code(poster["link"])})}
    try:
        for text_size in TEXT_SIZES[poster["size"]]:
            sheet = Sheet("poster.typ", inputs | {"text_size": str(text_size)})
            document = sheet.pdf()
            with PdfDocument(document) as opened:
                pages = len(opened)
            if pages == 1:
                return {}, document if format_ == "pdf" else sheet.png(DOTS[poster["size"]])
    except typst.TypstError as problem:
        if "could not be displayed" not in str(problem):
            raise
        return {REFUSED: NO_LETTERS}, b""
    return {REFUSED: TOO_LONG}, b""


class Sheet:
    """A template of this folder with its words; our fonts alone, so that it looks the same everywhere."""

    def __init__(self, template: str, inputs: dict[str, str]) -> None:
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER / "fonts")]
        )
        self._source = (FOLDER / template).read_bytes()
        self._compiler = typst.Compiler(self._source, root=str(FOLDER), font_paths=fonts, sys_inputs=inputs)

    def pdf(self, *, is_accessible: bool = True) -> bytes:
        """Draw the sheet as a PDF: PDF/UA-1 (ISO 14289-1), unless `is_accessible` is false.

        Raises TypstError where an accessible one lacks something, or has a letter that the font lacks.
        """
        return self._made(format="pdf", pdf_standards=["ua-1"] if is_accessible else [])

    def png(self, dots: int) -> bytes:
        """Draw the sheet as a PNG, with so many dots an inch."""
        return self._made(format="png", ppi=dots)

    def _made(self, **options: Any) -> bytes:
        made = self._compiler.compile(self._source, **options)
        if not isinstance(made, bytes):
            raise TypeError("a sheet is one file")
        return made


def code(link: str) -> str:
    """The square as SVG; a quarter of it may be dirty or torn (level Q of ISO/IEC 18004)."""
    drawn = BytesIO()
    segno.make(link, error="q").save(drawn, kind="svg", border=4, omitsize=True, xmldecl=False)
    return drawn.getvalue().decode()


def letter(content: bytes) -> Answer:
    """PDF/UA-1 (ISO 14289-1) of the letter that `content` is; without that mark where our font lacks a letter.

    From above: `owner`, who writes, `title`, and `text`: paragraphs between empty lines, in which a line that begins
    with "• " is one of a list.
    """
    words = json.loads(content)
    blocks = [block.splitlines() for block in words["text"].split("\n\n") if block.strip()]
    sheet = Sheet("letter.typ", {"letter": json.dumps(words | {"blocks": blocks})})
    try:
        return {}, sheet.pdf()
    except typst.TypstError as problem:
        if "could not be displayed" not in str(problem):
            raise
        return {}, sheet.pdf(is_accessible=False)
