# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Wishes told by their grammar: in another language, about what another sentence names, with what somebody misses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.keywords import understand
from subscribers.keywords.bare_wishes import is_bare_wish
from subscribers.keywords.foreign_wishes import foreign_wish
from subscribers.keywords.join_beside import tells_of_lack
from subscribers.keywords.message import Message

FOREIGN = [
    "Please add me to the list",
    "I would like to receive the alerts",
    "Je voudrais recevoir les messages de la commune",
    "Quiero recibir los avisos del ayuntamiento",
    "Quero receber as notícias",
    "Ich möchte die Nachrichten der Gemeinde bekommen",
    "Ik wil graag de berichten van de gemeente ontvangen",
    "Vreau să primesc și eu mesajele primăriei",
    "Dua të marr njoftimet e komunës",
    "Chciałbym się zapisać",
    "Хочу получать сообщения",
    "Запишіть мене на повідомлення",
    "أريد الاشتراك من فضلك",
    "请把我加到名单里",
    "我想订阅通知",
]
NOT_OURS = [
    "I want to join the football club",
    "please send me the form",
    "can you add my husband",
    "je veux m'inscrire à la piscine",
    "ich möchte mich für den Kurs anmelden",
    "vreau sa inscriu copilul la scoala",
    "хочу записать ребёнка в школу",
    "хочу записаться к врачу",
    "我要报名汉语课",
    "اريد التسجيل في المدرسة",
    "mi amiga quiere recibir los avisos",
    "I don't want to subscribe",
    "how do I subscribe",
    "nehmen Sie mich von der Liste",
]
UNKNOWN = st.text("bcdfghjklmnpqrtvwxz", min_size=5, max_size=9)
"""Words that no language here has."""


@pytest.mark.parametrize("text", FOREIGN)
def test_a_whole_request_in_another_language_joins(text):
    assert understand(text).intent == "join"


@pytest.mark.parametrize("text", NOT_OURS)
def test_in_another_language_one_word_of_something_else_never_joins(text):
    assert understand(text).intent != "join"


@given(st.sampled_from(FOREIGN), UNKNOWN, st.booleans())
def test_in_another_language_an_unknown_word_is_asked_about(text, unknown, first):
    """The rule that needs no model reads every word."""
    assert not foreign_wish(Message.of(f"{unknown} {text}" if first else f"{text} {unknown}"))


@given(st.sampled_from(FOREIGN))
def test_a_question_in_another_language_never_joins(text):
    assert understand(f"{text}?").intent != "join"


@pytest.mark.parametrize(
    ("named", "wish"),
    [
        ("Mia sorella riceve gli avvisi", "ora li voglio anch'io"),
        ("Ho letto dei vostri messaggi", "vorrei riceverli"),
        ("Ho salvato il numero", "attivate pure"),
        ("Ho visto il manifesto", "procedete con l'attivazione"),
        ("Mi piacciono le vostre notizie", "mandatemele"),
        ("La lista degli avvisi è utile", "voglio esserci anch'io"),
    ],
)
def test_what_another_sentence_names_may_be_left_unsaid(named, wish):
    assert is_bare_wish(Message.of(f"{named}. {wish}"), Message.of(wish).words)
    assert not is_bare_wish(Message.of(wish), Message.of(wish).words)


@pytest.mark.parametrize(
    "text",
    [
        "Il cane del vicino: lo voglio anch'io",
        "Il lampione è spento, attivatelo",
        "Procedete con la demolizione",
        "attivazione utenza idrica",
        "vorrei averlo anch'io il sussidio",
        "Le ferie le voglio anch'io",
        "Voglio esserci alla cena",
        "Mandatemi il numero dell'ufficio tecnico",
        "Il Comune ha attivato il servizio WhatsApp",
    ],
)
def test_what_is_not_ours_is_not_joined(text):
    assert understand(text).intent != "join"


@pytest.mark.parametrize(
    "words",
    [
        "non si sa mai nulla",
        "il giornale non lo leggo",
        "qui non mi arriva mai niente",
        "senza avvisi non si vive",
        "non voglio restare indietro",
    ],
)
def test_what_somebody_misses_is_a_reason(words):
    assert tells_of_lack(words.split())


@pytest.mark.parametrize(
    "words",
    ["non vi sento", "non ho voglia di sapere", "non ne voglio sapere per idea", "non ora", "no grazie"],
)
def test_a_refusal_is_no_reason(words):
    assert not tells_of_lack(words.split())


@pytest.mark.parametrize(
    "text",
    [
        "non sapevo mai nulla, iscrivetemi",
        "Mi iscrivo, che qui non si sa mai nulla",
        "Iscrizione. Lavoro di notte e il giornale non lo leggo",
        "Ho salvato il 335 385843. Iscrizione",
        "Iscrizione. Io parlo poco italiano",
        "Accetto le condizioni e vi chiedo di procedere con l'iscrizione",
        "Avevo cambiato idea, ora rimettetemi nella lista degli avvisi",
        "vada per l'iscrizione",
        "iscr. grazie",
        "Iscrizione - Anna Rossi",
    ],
)
def test_a_reason_beside_a_wish_leaves_it_one(text):
    assert understand(text).intent == "join"


@pytest.mark.parametrize(
    "behind",
    [
        "Anzi no",
        "Macché",
        "Falso allarme",
        "Ci devo pensare",
        "Per la Maria",
        "È per mia madre",
        "Domani",
        "Forse",
    ],
)
@pytest.mark.parametrize("wish", ["Mandate anche a me gli avvisi", "Vorrei ricevere i messaggi del Comune"])
def test_even_a_wish_that_names_the_messages_may_be_taken_back(wish, behind):
    assert understand(f"{wish}. {behind}").intent != "join"
