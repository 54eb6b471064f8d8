"""Folding and spelling: how what a thumb types becomes words of the lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.keywords.message import Message
from subscribers.keywords.normalization import LIMIT, fold
from subscribers.keywords.spelling import corrected, one_edit


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ISCRIZIONE", "iscrizione"),
        ("İscrizione", "iscrizione"),
        ("ıscrizione", "iscrizione"),
        ("iscrizionè", "iscrizione"),
        ("ｉｓｃｒｉｚｉｏｎｅ", "iscrizione"),
        ("𝐈𝐬𝐜𝐫𝐢𝐳𝐢𝐨𝐧𝐞", "iscrizione"),
        ("iscri\u00adzio\u200bne\u202e", "iscrizione"),
        ("*_iscrizione_*", "iscrizione"),
        ("«Iscrizione»!", "iscrizione"),
        ("iscrizione⚠️", "iscrizione"),
        ("I S C R I Z I O N E grazie", "iscrizione grazie"),
        ("i.s.c.r.i.z.i.o.n.e", "iscrizione"),
        ("1scrizi0ne", "iscrizione"),
        ("cance11azione", "cancellazione"),
        ("iscrizioneee", "iscrizione"),
        ("l'iscrizione", "l iscrizione"),
        ("Salve, iscrizione.\nGrazie", "salve , iscrizione , grazie"),
        ("Potete?", "potete ?"),
        ("iscrizione ❓", "iscrizione ?"),
        ("❌ iscrizione", "no , iscrizione"),
        ("~iscrizione~", "no , iscrizione"),
        ("i\u0336s\u0336crizione", "no , iscrizione"),
        ("👍", "ok"),
        ("nn voglio + messaggi", "nn voglio piu messaggi"),
        ("iscrizione@comune.it", "link"),
        ("https://comune.it/iscrizione", "link"),
        ("iscrizione 2027", "iscrizione 2027"),
        ("iscrizione333", "iscrizione333"),
        ("не хочу", "не хочу"),
        (" … ", ""),
    ],
)
def test_a_text_is_folded(written, folded):
    assert fold(written) == folded


@given(st.text() | st.text(alphabet="a1ibc .,?'❌👍~\u0336İß+@ﷺ", max_size=60))
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aﷺ❌ ", min_size=900, max_size=1500))
def test_what_is_folded_is_bounded(text):
    assert len(fold(text)) <= LIMIT


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("iscrizione", "iscrizione", True),
        ("iscrzione", "iscrizione", True),
        ("iscriziobe", "iscrizione", True),
        ("iscirzione", "iscrizione", True),
        ("iscrizionee", "iscrizione", True),
        ("descrizione", "iscrizione", False),
        ("icsrizioen", "iscrizione", False),
        ("", "a", True),
        ("", "ab", False),
    ],
)
def test_one_edit_is_a_change_a_loss_an_addition_or_a_swap(one, other, near):
    assert one_edit(one, other) is near
    assert one_edit(other, one) is near


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("iscirzione", "iscrizione"),
        ("scrizione", "iscrizione"),
        ("kancelazione", "cancellazione"),
        ("isrivermi", "iscrivermi"),
        ("vorei", "vorrei"),
        ("mesaggi", "messaggi"),
        ("virrei", "vorrei"),
        ("iscrivermj", "iscrivermi"),
        ("cancellarni", "cancellarmi"),
    ],
)
def test_a_slip_is_forgiven(written, meant):
    assert corrected(written) == meant


@pytest.mark.parametrize(
    "word",
    [
        "descrizione", "discrezione", "discrizione", "riscrizione", "inscrizione", "unscrizione", "iscrizioni",
        "iscriviti", "iscrivervi", "iscriverle", "scrivimi", "scrivermi", "cancello", "cancelleria", "lavatemi",
        "massaggi", "conferma", "iscrizione3", "stop", "mario", "nido",
    ],
)  # fmt: skip
def test_another_word_is_left_alone(word):
    assert corrected(word) == word


def test_a_message_does_not_show_its_words():
    assert "Mario" not in repr(Message.of("Iscrizione Mario Rossi"))
    assert "mario" not in repr(Message.of("Iscrizione Mario Rossi"))
