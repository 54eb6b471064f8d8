"""Words that came from a web page bring its source along: it is refused; and several paragraphs become one."""

import pytest

from broadcasts.rules.words.plain_text import in_one_paragraph, problem_in


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Via Roma chiusa", ""),
        ("Bambini < 12 anni, ridotto per chi ha > 65 anni", ""),
        ("Scrivi a <urp@comune.cascina.pi.it> & aspetta", ""),
        ("Pisa & Cascina; teatro", ""),
        ("*Grassetto* e _corsivo_ 🎉 perché è così", ""),
        ("Via <b>Roma</b> chiusa", "Togli «<b>»"),
        ("</title><script>alert(1)</script>", "Togli «</title>»"),
        ('<img src=x onerror="y">', "Togli «<img src=x"),
        ("Pisa &amp; Cascina", "Togli «&amp;»"),
        ("L&#39;ufficio", "Togli «&#39;»"),
        ("<!-- da rivedere", "Togli «<!--»"),
        ("Via\x0bRoma", "carattere che non si vede"),
        ("Via\uffff", "carattere che non si vede"),
    ],
)
def test_what_a_feed_or_a_page_could_not_hold(text: str, told: str):
    found = problem_in(text)
    assert told in found
    assert bool(found) == bool(told)


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
