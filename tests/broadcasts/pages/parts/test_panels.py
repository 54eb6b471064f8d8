"""What slices answer to a page: what raises takes itself from it, and is said."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from broadcasts.models import Campaign
from broadcasts.parts import panel
from broadcasts.parts.desk import Alert, PendingDecision
from broadcasts.parts.panel import NOT_SHOWN, WHAT_THEN, Panel
from cascina_whatsapp.staff_site.alerts import bar
from cascina_whatsapp.staff_site.home import sections, waiting
from tests.builders import NOW
from tests.staff_site.test_alerts import WELL

READER = SimpleNamespace(user=None, now=NOW)
LOST = f"La spesa {WHAT_THEN}"
NO_PANEL = Panel("admin/broadcasts/campaign/no_panel.html", LOST)


def broken(*about):
    raise LookupError(about)


def interrupted(*about):
    yield from broken(*about)


for ask in (broken, interrupted):
    ask.__module__ = "broadcasts.slices.costs.pages.answers"

GUARDED = {
    "panel": (lambda asks: panel.asked(asks, 0), NO_PANEL),
    "sentence": (lambda asks: panel.said(asks, 0), LOST),
    "fact": (lambda asks: panel.facts(asks, 0), ("La spesa", NOT_SHOWN, ())),
    "warning": (lambda asks: panel.warnings(asks, 0), (LOST, "wait")),
    "section of Inizio": (lambda asks: [sections.of_slice(ask, READER) for ask in asks], NO_PANEL),
    "what waits": (
        lambda asks: [one for ask in asks for one in waiting.of_slice(ask, READER)],
        PendingDecision("La spesa", WHAT_THEN, "/admin/", "Riprova"),
    ),
    "rule of the bar": (
        lambda asks: [one for ask in asks for one in bar.of_slice(0, ask, replace(WELL, of_slices=[0]), NOW)],
        Alert(LOST),
    ),
}
"""Kind of answer → who asks for it, and what stands there for one that raises."""


@pytest.mark.parametrize(("ask_all", "instead"), GUARDED.values(), ids=GUARDED)
def test_an_answer_that_raises_takes_its_own_from_the_page_and_no_more(ask_all, instead):
    assert list(ask_all([broken, interrupted])) == [instead, instead]


def test_the_others_are_shown_and_the_log_names_the_slice_and_the_message(caplog):
    other = Panel("other.html")
    assert panel.asked([broken, lambda of: None, lambda of: other], Campaign(pk=7)) == [NO_PANEL, other]
    assert [one.message for one in caplog.records] == [
        "campaign 7: broadcasts.slices.costs could not be shown on a page"
    ]


def test_of_what_the_bar_reads_one_that_raises_takes_its_own_columns_and_its_rules_say_so():
    assert dict(bar.columns([broken, lambda now: {"one": 1}], NOW)) == {"one": 1}
    lost = replace(WELL, of_slices=[[Alert(LOST)]])
    assert list(bar.of_slice(0, broken, lost, NOW)) == [Alert(LOST)]
