"""Words announced in another language: joining strictly alone or with courtesy, leaving generously."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.keywords import evidence, understand
from subscribers.texts.declarations.translations import SO_FAR
from tests.languages import ALBANIAN

WORDS = (SO_FAR[0].words, ALBANIAN.words)


@pytest.mark.parametrize(
    ("text", "intent", "rule"),
    [
        ("Regjistrim", "join", "language-join-sq-0"),
        ("REGJISTRIM!!", "join", "language-join-sq-0"),
        ("Buongiorno, regjistrim grazie", "join", "language-join-sq-0"),
        ("dua regjistrim, ju lutem", "join", "language-join-sq-0"),
        ("regjistrim?", "unclear", "language-unclear-sq-0"),
        ("regjistrim ❌", "unclear", "language-unclear-sq-0"),
        ("mos regjistrim", "unclear", "language-unclear-sq-0"),
        ("regjistrim per mamma", "unclear", "language-unclear-sq-0"),
        ("regjistrim anulim", "unclear", "language-unclear-sq-0"),
        ("Anulim", "leave", "language-leave-sq-0"),
        ("anulim mesazhe whatsapp", "leave", "language-leave-sq-0"),
        ("Nuk jetoj më këtu. Anulim!", "leave", "language-leave-sq-0"),
        ("anulim?", "unclear", "language-unclear-sq-0"),
        ("mos anulim", "unclear", "language-unclear-sq-0"),
        ("Ho pagato la multa. Anulim", "unclear", "language-leave-sq-0"),
        ("Shqip", "language", "language-language-sq-0"),
        ("in shqip, ju lutem", "language", "language-language-sq-0"),
        ("shqip jo", "other", "nothing-of-ours"),
        ("flet shqip?", "other", "nothing-of-ours"),
        ("Italiano", "language", "italian"),
        ("Iscrizione, ju lutem", "join", "join-word"),
        ("Iscrizione", "join", "join-word"),
        ("STOP", "leave", "leave-word"),
        ("subscribe", "unclear", "half-word"),
        ("c'è un incendio anulim", "other", "emergency"),
    ],
)
def test_what_is_understood(text: str, intent: str, rule: str):
    understood = understand(text, WORDS)
    assert (understood.intent, understood.rule) == (intent, rule)


@given(st.text(st.characters(codec="ascii", exclude_characters="\0"), max_size=40))
def test_another_word_never_joins(other: str):
    """Whatever stands beside the word: if it is no courtesy, nobody is subscribed."""
    said = understand(f"regjistrim nuk{other}", WORDS)
    assert said.intent != "join"


def test_without_the_language_its_words_do_nothing():
    assert {understand(word).intent for word in ("Regjistrim", "Anulim", "Shqip")} <= {"other", "unclear"}


def test_the_register_keeps_the_announced_words_and_no_others():
    spoken = ALBANIAN.words.spoken
    assert evidence("Regjistrim Arben Hoxha, ju lutem", spoken) == "Regjistrim … ju lutem"
    assert evidence("Regjistrim") == "…"


def test_a_long_message_never_joins():
    assert understand("regjistrim" + " ju lutem" * 60, WORDS).intent == "unclear"
