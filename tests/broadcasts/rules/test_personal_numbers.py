"""Codes and numbers of people in a text for everybody, and what only looks like them."""

import pytest

from broadcasts.rules.words.personal_numbers import doubts

OURS, OFFICE = "39335385843", "800 01 77 28"


def found(text: str) -> list[str]:
    return [doubt.found for doubt in doubts(text, is_ours=lambda digits: digits in OURS, office=OFFICE)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Il signor RSSMRA85T10A562S può ritirarla.", "RSSMRA85T10A562S"),
        ("codice rss mra 85t10 a562 s", "rss mra 85t10 a562 s"),
        ("RSSMRA85T10A56NH", "RSSMRA85T10A56NH"),  # a letter for the last digit
        ("Versate su IT60X0542811101000000123456.", "IT60X0542811101000000123456"),
        ("Versate su IT60 X 05428 11101 000000123456 entro lunedì", "IT60 X 05428 11101 000000123456"),
        ("DE89 3704 0044 0532 0130 00 alle 9", "DE89 3704 0044 0532 0130 00"),
        ("Chiama Marta, 347 1234567.", "347 1234567"),
        ("Chiama il +39 347.123.4567", "+39 347.123.4567"),
    ],
)
def test_what_belongs_to_a_person_is_pointed_at(text, number):
    assert found(text) == [number]


@pytest.mark.parametrize(
    "text",
    [
        "RSSMRA85T10A562T, un codice con un altro carattere di controllo",
        "IT60X0542811101000000123457",
        "Numero verde 800 01 77 28, centralino 050 719 111, emergenze 112",
        "Salva il numero 335 385843",
        "Protocollo 3471234567, prot. n. 3471234567 e CIG: 3471234567",
        "Lavori per € 345.000.000 e 345.000.000€",
        "Delibera 345/2026, 12.345.678.901 visite, 320 000 persone",
    ],
)
def test_what_is_the_office_s_or_something_else_is_left_alone(text):
    assert found(text) == []


def test_the_office_s_number_is_offered_in_place_of_a_person_s():
    (doubt,) = doubts("Chiama Marta, 347 1234567.", is_ours=lambda digits: False, office=OFFICE)
    assert (doubt.found, doubt.right) == ("347 1234567", OFFICE)
    assert "347" not in doubt.sentence
