"""A text of several paragraphs on one line: the same words, and one can still read them."""

import pytest

from broadcasts.rules.plain_text import in_one_paragraph


@pytest.mark.parametrize(
    ("text", "flat"),
    [
        ("", ""),
        ("Via Roma è chiusa.", "Via Roma è chiusa."),
        ("Via Roma è chiusa.\n\nRiapre lunedì.", "Via Roma è chiusa. Riapre lunedì."),
        ("Via Roma è chiusa\r\nRiapre lunedì", "Via Roma è chiusa. Riapre lunedì"),
        (
            "Si sposta:\n- banchi dalle 7:30 alle 13\n- sosta vietata dalle 5\n- piazza libera\n\nPoi torna.",
            "Si sposta: banchi dalle 7:30 alle 13; sosta vietata dalle 5; piazza libera. Poi torna.",
        ),
        ("  Orari\u2028*Lunedì* chiuso ", "Orari. *Lunedì* chiuso"),
        ("Porta:\n• un documento,\n• due foto.", "Porta: un documento, due foto."),
    ],
)
def test_the_words_stay_and_the_lines_go(text, flat):
    assert in_one_paragraph(text) == flat
    assert in_one_paragraph(flat) == flat
