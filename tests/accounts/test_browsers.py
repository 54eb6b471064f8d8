"""What a browser is called, by what it says of itself."""

import pytest

from cascina_whatsapp.accounts.signing_in.sessions import browser_in_words

MOZILLA, WEBKIT = "Mozilla/5.0", "AppleWebKit/537.36 (KHTML, like Gecko)"
WINDOWS, MAC = "(Windows NT 10.0; Win64; x64)", "(Macintosh; Intel Mac OS X 14_6)"
IPHONE = "(iPhone; CPU iPhone OS 18_1 like Mac OS X)"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (f"{MOZILLA} (Windows NT 10.0; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox su Windows"),
        (f"{MOZILLA} {WINDOWS} {WEBKIT} Chrome/131.0.0.0 Safari/537.36", "Chrome su Windows"),
        (f"{MOZILLA} {WINDOWS} {WEBKIT} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", "Edge su Windows"),
        (f"{MOZILLA} {MAC} {WEBKIT} Version/18.1 Safari/605.1.15", "Safari su Mac"),
        (f"{MOZILLA} {IPHONE} {WEBKIT} Version/18.1 Mobile/15E148 Safari/604.1", "Safari su iPhone"),
        (f"{MOZILLA} {IPHONE} {WEBKIT} CriOS/131.0 Mobile/15E148 Safari/604.1", "Chrome su iPhone"),
        (
            f"{MOZILLA} (Linux; Android 14; SM-A55) {WEBKIT} Chrome/131.0 Mobile Safari/537.36",
            "Chrome su Android",
        ),
        (f"{MOZILLA} (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox su Linux"),
        ("curl/8.5.0", "Un altro programma"),
        ("", "Un altro programma"),
    ],
)
def test_it_is_called_as_people_call_it(user_agent, words):
    assert browser_in_words(user_agent) == words
