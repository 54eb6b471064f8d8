"""Posters that a blind person can have read aloud, in whatever language of the service."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from subscribers.rules.posters import drawing

ALBANIAN = "Dëshironi të merrni në WhatsApp lajmet e Comune di Cascina?"
ITALIAN: dict[str, Any] = {
    "size": "a4",
    "lang": "it",
    "owner": "Comune di Cascina",
    "title": "Le notizie del Comune su WhatsApp",
    "link": "https://wa.me/39335385843?text=Iscrizione",
    "code_told": "QR: WhatsApp +39 335 385843, «Iscrizione»",
    "before": "Scrivi",
    "word": "Iscrizione",
    "between": "su WhatsApp al numero",
    "number": "335 385843",
    "paragraphs": ((("Per smettere scrivi ", False), ("Cancellazione", True), (".", False)),),
    "foot": "Numero verde gratuito 800 01 77 28",
}


def parts(element: Any) -> Iterator[Any]:
    """Every element of a PDF's structure, in the order of reading (PDF 1.7, 14.7.2)."""
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        found = child.get_object()
        if hasattr(found, "get") and "/S" in found:
            yield found
            yield from parts(found)


@pytest.mark.parametrize(
    ("poster", "words"),
    [
        (ITALIAN, ["Le notizie del Comune", "Iscrizione", "335 385843", "Per smettere", "800 01 77 28"]),
        (ITALIAN | {"size": "a6"}, ["Iscrizione", "335 385843", "Cancellazione"]),
        (ITALIAN | {"lang": "sq", "paragraphs": (((ALBANIAN, False),),)}, ["Dëshironi", "800"]),
        (ITALIAN | {"lang": "ro", "paragraphs": ((("Doriți știri în țară?", False),),)}, ["știri în țară"]),
    ],
    ids=["A4", "A6", "Albanian", "Romanian"],
)
def test_a_poster_is_read_aloud_in_its_language(poster: dict[str, Any], words: list[str]):
    _, content = drawing.pdf(drawing.packed(poster))
    document = PdfReader(BytesIO(content))
    catalogue = document.root_object
    assert len(document.pages) == 1
    assert (catalogue["/Lang"], catalogue["/MarkInfo"]["/Marked"].value) == (poster["lang"], True)
    assert document.metadata.title == poster["title"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert b"pdfuaid:part" in catalogue["/Metadata"].get_data()
    elements = list(parts(catalogue["/StructTreeRoot"]))
    kinds = [element["/S"] for element in elements]
    assert kinds.index("/H1") < kinds.index("/Figure") < kinds.index("/Link")
    assert [element["/Alt"] for element in elements if element["/S"] == "/Figure"] == [poster["code_told"]]
    text = " ".join(document.pages[0].extract_text().replace("\xa0", " ").split())
    places = [text.index(word) for word in words]
    assert places == sorted(places)
    fonts = document.pages[0]["/Resources"]["/Font"].values()
    assert all("Titillium" in font.get_object()["/BaseFont"] for font in fonts)


@pytest.mark.parametrize(("size", "pixels"), [("a4", (1240, 1754)), ("a6", (1240, 1748))])
def test_as_a_picture_it_is_sharp_enough_to_be_printed(size: str, pixels: tuple[int, int]):
    _, content = drawing.png(drawing.packed(ITALIAN | {"size": size}))
    assert Image.open(BytesIO(content)).size == pixels


@pytest.mark.parametrize(
    ("words", "told"),
    [("Parole. " * 900, drawing.TOO_LONG), ("مرحبا", drawing.NO_LETTERS), ("Привет", drawing.NO_LETTERS)],
    ids=["too long", "Arabic", "Cyrillic"],
)
def test_what_is_not_on_one_sheet_or_has_no_letters_is_refused(words: str, told: str):
    poster = ITALIAN | {"paragraphs": (((words, False),),)}
    assert drawing.pdf(drawing.packed(poster)) == ({drawing.REFUSED: told}, b"")


def test_words_are_words_and_no_instructions():
    """A text of the office is set as it is written, whatever signs are in it."""
    poster = ITALIAN | {"paragraphs": ((('#panic() *a* $x$ \\ "q" @b', False),),)}
    _, content = drawing.pdf(drawing.packed(poster))
    assert '#panic() *a* $x$ \\ "q" @b' in PdfReader(BytesIO(content)).pages[0].extract_text()
