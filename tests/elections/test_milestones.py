"""The days of a period as its page lists them, in order and with their law; nothing is computed."""

from datetime import date

import pytest

from cascina_whatsapp.elections.milestones import milestones

from .periods import draft

pytestmark = pytest.mark.django_db
BEGINS, CLOSES = "giovedì 9 aprile 2026", "lunedì 25 maggio 2026 alle 15:00"
OPENS_AGAIN, ENDS = "domenica 7 giugno 2026 alle 7:00", "lunedì 8 giugno 2026 alle 15:00"


@pytest.mark.parametrize(
    ("fields", "days"),
    [
        ({}, [BEGINS, CLOSES, OPENS_AGAIN, ENDS]),
        ({"run_off": "yes"}, [BEGINS, CLOSES, OPENS_AGAIN, ENDS]),
        ({"run_off": "no"}, [BEGINS, CLOSES]),
        ({"run_off": "no", "warning_from": date(2026, 3, 25)}, ["mercoledì 25 marzo 2026", BEGINS, CLOSES]),
        ({"applies_to_us": False}, []),
    ],
    ids=["not known", "run-off", "none", "warned", "not ours"],
)
def test_its_days_in_order(fields, days):
    assert [one.day for one in milestones(draft(**fields))] == days


@pytest.mark.parametrize(
    ("run_off", "why"),
    [
        ("unknown", "non si sa ancora se c'è il ballottaggio"),
        ("yes", "continua fino al ballottaggio"),
    ],
)
def test_between_two_rounds_the_ban_goes_on(run_off, why):
    first_round = milestones(draft(run_off=run_off))[1]
    assert first_round.what == "Finisce il primo turno"
    assert why in first_round.why
