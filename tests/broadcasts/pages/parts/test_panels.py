"""What slices answer to a page: what raises takes itself from it, and is said."""

import sys

import pytest

from broadcasts.pages import hooks
from broadcasts.parts import panel
from broadcasts.parts.panel import NOT_SHOWN, WHAT_THEN, Panel, asked

NAME = "la spesa"
QUESTIONS = (
    hooks.PANELS,
    hooks.FACTS,
    hooks.FIRST_FACTS,
    hooks.WARNINGS,
    hooks.REMARKS,
    hooks.SAID,
    hooks.IN_LINE,
)


def broken(of):
    raise LookupError(of)


def test_an_answer_that_raises_takes_its_own_panel_from_the_page_and_no_more(caplog):
    assert asked([broken, lambda of: None, lambda of: Panel("other.html")], 0) == [
        Panel("admin/broadcasts/campaign/no_panel.html", f"La spesa {WHAT_THEN}"),
        Panel("other.html"),
    ]
    assert [one.message for one in caplog.records] == [f"{__name__} could not be shown on a page"]


def test_a_sentence_or_a_fact_that_raises_says_so_in_its_place():
    assert panel.said([broken, lambda of: "", lambda of: "Costa 1 €."], 0) == [
        f"La spesa {WHAT_THEN}",
        "Costa 1 €.",
    ]
    assert panel.facts([broken], 0) == [("La spesa", NOT_SHOWN, ())]
    assert panel.warnings([broken, lambda of: [("Troppo.", "bad")]], 0) == [
        (f"La spesa {WHAT_THEN}", "wait"),
        ("Troppo.", "bad"),
    ]


@pytest.mark.parametrize("ask", {ask for questions in QUESTIONS for ask in questions})
def test_who_answers_a_page_has_a_name_for_it(ask):
    assert sys.modules[ask.__module__].NAME
