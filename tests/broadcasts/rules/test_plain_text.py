"""Words that came from a web page bring its source along: it is refused, what only looks like it is not."""

import pytest

from broadcasts.rules.plain_text import problem_in


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
