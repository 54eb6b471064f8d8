"""An event of the register in words: which rule decided, under which day it stands."""

from datetime import date

import pytest

from cascina_whatsapp.presentation.formatting.dates import since
from subscribers.register.event_descriptions import title, understood_as
from tests.builders import NOW


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("my-data", "che cosa sappiamo di lui"),
        ("caption-no-more", "sotto un file: che non vuole più messaggi"),
        ("named-zones", "le zone di cui vuole i messaggi"),
        ("model-leaves", "parole che con ogni probabilità chiedono di smettere"),
        ("button-join", "un pulsante"),
        ("desk", "desk"),
        ("", ""),
    ],
)
def test_a_rule_is_named_by_what_it_understands(rule, words):
    assert understood_as(rule) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 6, 8), "Oggi, lunedì 8"),
        (date(2026, 6, 7), "Ieri, domenica 7"),
        (date(2026, 6, 4), "Giovedì 4"),
        (date(2026, 5, 3), "3 maggio"),
        (date(2025, 5, 3), "3 maggio 2025"),
    ],
)
def test_a_day_is_a_heading(day, words):
    assert title(day, NOW) == words


def test_since_when_is_written_with_its_article():
    assert since(NOW, NOW) == "da oggi alle 10:00"
    assert since(NOW.replace(month=5, day=3), NOW) == "dal 3 maggio alle 10:00"
    assert since(NOW.replace(month=4), NOW) == "dall'8 aprile alle 10:00"
