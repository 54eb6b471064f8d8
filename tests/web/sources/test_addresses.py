"""What a page announces is asked for over https, or not at all."""

import pytest

from cascina_whatsapp.web.sources.finding import is_readable, mended

MENDED = [
    ("https://www.comune.example/rss", "https://www.comune.example/rss", True),
    ("http://www.comune.example/rss", "https://www.comune.example/rss", True),
    ("webcal://www.comune.example/e.ics", "https://www.comune.example/e.ics", True),
    ("http://localhost/rss", "https://localhost/rss", False),
    ("http://www.comune.example:8080/rss", "https://www.comune.example:8080/rss", False),
    ("file:///etc/passwd", "file:///etc/passwd", False),
    ("javascript:alert(1)", "javascript:alert(1)", False),
    (f"https://www.comune.example/{'a' * 500}", f"https://www.comune.example/{'a' * 500}", False),
]


@pytest.mark.parametrize(("announced", "asked", "may_be"), MENDED, ids=range(len(MENDED)))
def test_an_announced_address_is_mended_and_judged(announced, asked, may_be):
    assert mended(announced) == asked
    assert is_readable(mended(announced)) is may_be
