"""Fourteen letters are not enough: the passwords that whoever knows the Comune would try, and those to choose."""

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.accounts.people import PASSWORD

GIULIA = User(username="gneri", first_name="Giulia", last_name="Nèri", email="g.delbosco@comune.example")
GUESSED = {
    "the word twice": "passwordpassword",
    "the Comune": "comunedicascina",
    "her name three times": "giuliagiuliagiulia",
    "the keyboard": "qwertyuiopasdfgh",
    "the keyboard backwards": "poiuytrewqlkjhgfdsa",
    "columns of the keyboard": "1qaz2wsx3edc4rfv",
    "rows side by side": "1q2w3e4r5t6y7u8i",
    "pieces of rows": "qweasdzxcrtyfghvbn",
    "the alphabet": "AbcdefghijklmnoP",
    "digits in a row": "98765432109876543210",
    "any digits": "58203947561029384",
    "one letter": "zzzzzzzzzzzzzzzz",
    "somebody else's name three times": "marco2024marco2025marco2026",
    "a name and a year": "giuseppe-19751975",
    "a season and a year": "Primavera2026!!!",
    "the service": "Iscrizione.WhatsApp.2026",
    "the service by heart": "urp-cancellazione-urp-1",
    "signs for letters": "P4$$w0rd-C0mun3!",
    "of the demo": "cascina-demo-2026",
    "the Comune in a sentence": "la password del comune di cascina",
    "her names": "Giulia.Neri.1984!",
    "her name within": "lagiulianeri1984",
    "her user name": "gneri-gneri-2026!",
    "her address": "delbosco.g.delbosco",
}
CHOSEN = (
    PASSWORD,
    "quattro cavalli in piazza",
    "tre tigri nel bosco",
    "correct horse battery staple",
    "Ragù di cinghiale a pranzo?",
    "k7Qm2x9Lw4Zp8t",
    "x#9!Kq@7$zP&2m",
    "9f3a81c7e5b2d840b6",
    "il comune denominatore è trentasette",
)


def is_taken(password: str) -> bool:
    try:
        validate_password(password, GIULIA)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("password", GUESSED.values(), ids=GUESSED)
def test_what_everybody_would_try_is_refused(password):
    assert not is_taken(password)


@pytest.mark.parametrize("password", CHOSEN)
def test_words_and_letters_of_one_s_own_are_taken(password):
    assert is_taken(password)


def test_a_name_counts_against_its_owner_alone():
    validate_password("delbosco e cinghiali", User(username="paolo"))
    assert not is_taken("delbosco e neri")


def test_the_longest_password_is_read_in_no_time():
    """Its first characters decide: all 200,000 of them would take a processor for hours."""
    assert not is_taken("a" * 200_000)
