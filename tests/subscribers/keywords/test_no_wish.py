# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whoever begins with the word and doesn't wish to join: taken back, not yet, a joke, another person or matter."""

import csv
from pathlib import Path

import pytest

from subscribers.keywords import understand
from subscribers.keywords.closings import says_nothing_of_a_wish, without_closings
from subscribers.keywords.message import Message

with (Path(__file__).parent / "keywords-no-wish.csv").open(encoding="utf-8", newline="") as file:
    NO_WISHES = [(row["text"], row["why"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize("why", sorted({why for _, why in NO_WISHES}))
def test_nobody_joins_who_only_begins_like_it(why):
    assert [text for text, reason in NO_WISHES if reason == why and understand(text).intent == "join"] == []


@pytest.mark.parametrize(
    "closing", ["Mario Rossi", "Cordiali saluti, Anna B.", "Geom. Lari di Zambra", "Grazie mille"]
)
def test_no_signature_turns_it_into_a_wish(closing):
    joined = [text for text, _ in NO_WISHES if understand(f"{text.rstrip('.')}. {closing}").intent == "join"]
    assert joined == []


@pytest.mark.parametrize(
    "closing",
    [
        "Cordiali saluti, Anna B.",
        "Grazie, Ottavio Bargagna",
        "Distinti saluti. Geom. Lari",
        "Sono la signora Rossi",
        "Renzo da Zambra",
        "Bettini Alvaro, San Benedetto",
        "mi chiamo Oksana",
        "Ivana, abito a San Lorenzo a Pagnatico",
        "Mario da Latignano classe 1938",
        "Anna, via Toti 12",
        "Artan, muratore",
        "Prof. Aldo Marchetti 🙏",
        "con osservanza, Ilio Nannipieri",
        "Cordiali saluti, Gori",
        "Anna Rossi, via Garibaldi 3",
        "Anna Rossi, corso Matteotti 12",
        "Ilaria (San Lorenzo alle Corti)",
        "Geom. Luca Puccini",
        "Gino il contadino di Marciana",
        "Avvocato Ilaria Ghelardi",
        "grazie per la disponibilità",
        "Grazie per l'attenzione e per il vostro lavoro",
        "Ringrazio per il servizio",
        "Spero di ricevere presto i vostri messaggi",
        "spero di aver fatto bene",
        "spero che funzioni",
        "Aspetto i vostri avvisi",
        "scusate il disturbo, buona giornata a tutti voi",
    ],
)
@pytest.mark.parametrize(
    "wish", ["Iscrizione", "Mi iscrivo volentieri", "Vorrei ricevere i messaggi del Comune"]
)
def test_whoever_signs_a_wish_joins(wish, closing):
    assert understand(f"{wish}. {closing}").intent == "join"


@pytest.mark.parametrize(
    "sentence",
    [
        "ripensato",
        "la maria",
        "per anna",
        "anna e mario",
        "di anna",
        "mi chiamo fuori",
        "un giorno",
        "mi dispiace",
    ],
)
def test_what_is_no_signature_is_read(sentence):
    assert not says_nothing_of_a_wish(Message.of(sentence), sentence.split())


@pytest.mark.parametrize(
    "sentence",
    ["Col Cavolo", "Manco Morto", "Circolo Rossi", "Sala Prove", "Saluti Marziani", "Grazie, Confcommercio"],
)
def test_capitals_alone_are_no_signature(sentence):
    assert without_closings(Message.of(sentence)).words


def test_a_message_of_nothing_but_courtesy_is_empty_without_it():
    assert without_closings(Message.of("Buongiorno. Cordiali saluti, Mario Rossi")).words == []
