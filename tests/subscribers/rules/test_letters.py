"""Letters to citizens as files: real text that can be read aloud, whatever is in it."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from subscribers.rules.posters import drawing


def text_of(text: str) -> str:
    words = {"owner": "Comune di Cascina", "title": "La tua richiesta", "text": text}
    pages = PdfReader(BytesIO(drawing.letter(drawing.packed(words))[1])).pages
    return "\n".join(page.extract_text() for page in pages)


def test_paragraphs_and_lists_come_out_as_they_were_written():
    text = text_of("Prima riga.\nSeconda riga.\n\nResta:\n• la prova\n• *questa* #richiesta")
    for words in ("La tua richiesta", "Prima riga.", "Seconda riga.", "la prova", "*questa* #richiesta"):
        assert words in text


def test_a_long_letter_numbers_its_pages():
    assert "2 di 2" in text_of("\n\n".join(f"Paragrafo {number}." for number in range(45)))


@pytest.mark.parametrize("words", ["مرحبا", "ciao 😀"])
def test_a_letter_that_the_font_lacks_leaves_the_rest_to_read(words):
    assert "Il resto si legge." in text_of(f"{words}\n\nIl resto si legge.")
