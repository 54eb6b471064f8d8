"""A language is written down in lines that people read and compare; the words tell which one somebody speaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.rules.buttons import BUTTONS
from subscribers.rules.languages import Language, Languages, read, written
from subscribers.texts.declarations.translations import SO_FAR
from tests.languages import ALBANIAN

KNOWN = Languages([SO_FAR[0], ALBANIAN])


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("subscribe", "en"),
        ("SUBSCRIBE!", "en"),
        ("please unsubscribe me", "en"),
        ("please stop sending messages", "en"),
        ("Yes, subscribe me", "en"),
        ("Unsubscribe", "en"),
        ("No, thanks", "en"),
        ("Shqip", "sq"),
        ("regjistrim, ju lutem", "sq"),
        ("dua të largohem", "sq"),
        ("Po, regjistromë", "sq"),
        ("STOP", ""),
        ("Iscrizione", ""),
        ("ok", ""),
        ("No, grazie", ""),
        ("ju lutem", ""),
        ("", ""),
    ],
)
def test_the_words_tell_the_language(words: str, language: str):
    assert KNOWN.language_of(words) == language


def test_a_title_that_two_languages_share_tells_none():
    """Least of all one that is Italian, too."""
    titles = {"No, grazie": "No, grazie", "Sì, continua": "Yes, go on"}
    shared = Languages([SO_FAR[0], Language(code="sq", in_use=True, titles=titles)])
    assert shared.language_of("No, grazie") == shared.language_of("Yes, go on") == ""
    assert shared.language_of("Undo") == "en"


def test_what_is_out_of_use_tells_nothing_and_is_left_by_its_words():
    retired = Languages([read("sq", written(ALBANIAN).replace("In uso: sì", "In uso: no"))])
    assert retired.language_of("Shqip") == ""
    assert retired.title("Annulla", "sq") == "Annulla"
    assert (retired.words[0].joins, retired.words[0].leaves) == (frozenset(), {"largohem", "anulim"})


def test_a_language_on_paper():
    assert written(ALBANIAN).splitlines()[:7] == [
        "Nome: Shqip",
        "In uso: sì",
        "Per iscriversi: Regjistrim",
        "Per smettere: Anulim, Largohem",
        "Per sceglierla: Shqip",
        "Parole gentili: faleminderit, ju lutem, dua, të",
        "Altre parole: mesazhe",
    ]
    assert read("sq", written(ALBANIAN)) == ALBANIAN


words = st.text(st.characters(categories=["L"]), min_size=1, max_size=9)
phrases = st.lists(words, max_size=4, unique=True).map(tuple)


@given(
    st.builds(
        Language,
        code=st.just("sq"),
        name=words,
        in_use=st.booleans(),
        joins=phrases,
        leaves=phrases,
        chooses=phrases,
        titles=st.dictionaries(st.sampled_from([button.title for button in BUTTONS]), words),
    )
)
def test_what_is_written_is_read_again(language: Language):
    assert read("sq", written(language)) == language


@given(st.text())
def test_whatever_is_written_can_be_read(body: str):
    assert read("sq", body).code == "sq"
