"""Wishes to join whose every word is known, in any language, with whatever name; any other word is asked about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.keywords import understand

ANNOUNCED = ["Iscrizione", "Vorrei iscrivermi", "Mi iscrivo volentieri"]
ITALIAN = [
    *ANNOUNCED,
    "aggiungetemi alla lista",
    "Desidero ricevere le notizie del Comune",
    "mandate anche a me i vostri avvisi",
    "Autorizzo il Comune di Cascina a inviarmi messaggi",
    "voglio essere informato anch'io dal Comune",
    "riscrivetemi al servizio",
]
FOREIGN = [
    "Please add me to the list",
    "I would like to receive the alerts",
    "Je voudrais recevoir les messages de la commune",
    "Quiero recibir los avisos del ayuntamiento",
    "Quero receber as notícias",
    "Ich möchte die Nachrichten der Gemeinde bekommen",
    "Dua të marr njoftimet e komunës",
    "Хочу получать сообщения",
    "Запишіть мене на повідомлення",
    "Subscribe please",
]
UNKNOWN = st.text("bcdfghjklmnpqrtvwxz", min_size=5, max_size=9)
"""Words that no language here has."""
NAMES = [
    "Giorgia Meloni",
    "Beppe Grillo",
    "Meloni Roberto",
    "mario merlino",
    "Carla Fata",
    "Marisa Lupo",
    "Silvia Gatto",
    "Anna Chiesa",
    "Luigi Sala",
    "Paolo Campi",
    "Aldo Moro",
    "Giuseppe Verdi",
    "Cristina Colombo",
    "Ugo Fantozzi",
    "Giovanni De Santis",
    "Alessandro Del Bianco",
    "Geom. Lari",
    "Dott.ssa Frediani",
]


@pytest.mark.parametrize("text", [*ITALIAN, *FOREIGN])
def test_a_request_whose_every_word_is_known_joins(text):
    assert understand(text).intent == "join"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("said", ["{wish} {name}", "{wish}. Grazie, {name}", "{name} {wish}"])
@pytest.mark.parametrize("wish", ANNOUNCED)
def test_a_name_is_no_reason_for_a_doubt(wish, name, said):
    assert understand(said.format(wish=wish, name=name)).intent == "join"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "said", ["iscrivete {name}", "Iscrizione per {name}", "aggiungete anche {name} alla lista"]
)
def test_somebody_else_s_name_joins_nobody(said, name):
    assert understand(said.format(name=name)).intent != "join"


@given(st.sampled_from([*ITALIAN, *FOREIGN]), UNKNOWN, st.booleans())
def test_a_word_that_nobody_here_knows_is_asked_about(text, unknown, first):
    assert understand(f"{unknown} {text}" if first else f"{text} {unknown}").intent != "join"


@pytest.mark.parametrize(
    "text",
    [
        "I want to join the football club",
        "can you add my husband",
        "je veux m'inscrire à la piscine",
        "vreau sa inscriu copilul la scoala",
        "хочу записать ребёнка в школу",
        "mi amiga quiere recibir los avisos",
        "I don't want to subscribe",
        "how do I subscribe",
        "nehmen Sie mich von der Liste",
        "subscribe",
        "Riscrivetemi",
        "Procedete con la demolizione",
        "attivazione utenza idrica",
        "Mandatemi il numero dell'ufficio tecnico",
        "inviatemi l'informativa",
        "Il Comune ha attivato il servizio WhatsApp",
        "mi interessano gli avvisi",
        "ok grazie per il messaggio",
        "ricevo sempre i messaggi, bravi",
        "chiedo un aggiornamento",
        "attivate gli avvisi per tutti",
        "Iscrizione. Info grazie",
        "Mia sorella riceve gli avvisi, ora li voglio anch'io",
    ],
)
def test_what_is_not_ours_or_not_plain_joins_nobody(text):
    assert understand(text).intent != "join"
