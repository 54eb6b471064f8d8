"""The days that a text names, read on Tuesday 1 December 2026: what is wrong with them, and what is left alone."""

from datetime import date

import pytest

from broadcasts.rules.words.written_dates import doubts

TUESDAY, FRIDAY = date(2026, 12, 1), date(2026, 12, 4)

WRONG = [
    ("La biblioteca chiude martedì 7 dicembre.", "sarebbe lunedì 7 dicembre 2026", "lunedì 7 dicembre"),
    ("Martedì 7 dicembre chiusa.", "sarebbe lunedì 7 dicembre 2026", "Lunedì 7 dicembre"),
    ("chiusa martedi 7 dicembre 2026", "sarebbe lunedì 7 dicembre 2026", "lunedì 7 dicembre 2026"),
    ("chiusa martedì, 7 dic", "sarebbe lunedì 7 dicembre 2026", "lunedì, 7 dicembre"),
    ("chiusa martedì 7/12/2026", "sarebbe lunedì 7 dicembre 2026", "lunedì 7/12/2026"),
    ("chiusa martedì 7/12", "sarebbe lunedì 7 dicembre 2026", "lunedì 7/12"),
    ("da martedì 7 a venerdì 11 dicembre", "sarebbe lunedì 7 dicembre 2026", "lunedì 7"),
    ("giovedì 1º gennaio", "sarebbe venerdì 1º gennaio 2027", "venerdì 1º gennaio"),
    ("Il saldo si paga il 31 novembre.", "il mese finisce il 30", "30 novembre"),
    ("sabato 29 febbraio", "il mese finisce il 28", "domenica 28 febbraio"),
    ("il 31/11/2026", "il mese finisce il 30", "30/11/2026"),
    ("Domande entro il 3 novembre.", "già passato", ""),
    ("Mercato sabato 7 novembre, dalle 8 alle 13.", "già passato", ""),
    ("Iscrizioni dal 2 ottobre al 6 novembre 2026.", "già passato", ""),
    ("Oggi, giovedì, gli uffici chiudono.", "parte venerdì 4 dicembre 2026", "Oggi, venerdì"),
    ("Domani domenica 6 dicembre la fiera", "parte venerdì 4 dicembre 2026", "Domani sabato 5 dicembre"),
]


@pytest.mark.parametrize(("text", "why", "right"), WRONG, ids=[text for text, *_ in WRONG])
def test_a_day_to_think_over_and_the_right_one(text, why, right):
    (found,) = doubts(text, FRIDAY if text.startswith(("Oggi", "Domani")) else TUESDAY)
    assert why in found.sentence
    assert found.right == right
    assert not right or found.found in text


@pytest.mark.parametrize(
    "text",
    [
        "Lunedì 7 dicembre, dalle 9 alle 12.",
        "Dal 1º al 3 dicembre via Roma è chiusa.",
        "Da lunedì 7 a venerdì 11 dicembre.",
        "Da martedì 29 dicembre a domenica 3 gennaio 2027.",
        "Oggi, martedì 1º dicembre, e domani mercoledì.",
        "Scade il 30 giugno.",
        "Dal 3 novembre l'ufficio è al primo piano.",
        "Da sabato 7 novembre il mercato è in piazza Gramsci.",
        "La seduta di sabato 7 novembre è rinviata a venerdì 11 dicembre.",
        "L'accesso agli atti: legge 7 agosto 1990, n. 241.",
        "Ordinanza n. 12 del 10 novembre 2026: scuole chiuse.",
        "In via 4 novembre e in piazza 8 marzo manca l'acqua.",
        "Nel 2025 le domande erano 31, a novembre 30.",
        "Aperto sabato 9-12 e 15.30-18; domenica 9.10.",
        "Protocollo 31/11, tel. 050 719 111, pratica 30/2/26",
        "Allerta per martedì sera.",
        "Al mercato del 3 novembre tante persone.",
    ],
)
def test_what_is_right_or_no_announcement_is_left_alone(text):
    assert doubts(text, TUESDAY) == []


def test_the_same_mistake_is_told_once():
    assert len(doubts("Martedì 7 dicembre e ancora Martedì 7 dicembre.", TUESDAY)) == 1
