"""When a broadcast that fails again and again stops, and when it goes on in spite of some failures."""

from random import Random

import pytest

from broadcasts.rules import circuit_breaker, failure_reasons
from cascina_whatsapp.whatsapp.cloud_api import errors

ROADS, MARKET = 1, 2
BUG, DOUBT = "OurMistake", "OutcomeUnknown"


@pytest.fixture(autouse=True)
def new_process():
    circuit_breaker.forget()
    yield
    circuit_breaker.forget()


def outcomes(*kinds: str | int | None, campaign: int = ROADS, since=None) -> list[str | None]:
    """What is said of each: a number means so many successes."""
    said = []
    for kind in kinds:
        if isinstance(kind, int):
            circuit_breaker.note_success(campaign, kind)
        else:
            said.append(circuit_breaker.note(campaign, kind, since=since))
    return said


def test_the_twentieth_failure_of_a_kind_in_a_row_stops():
    said = outcomes(*[BUG] * 20)

    assert said[:19] == [None] * 19
    assert said[19] == failure_reasons.FAILING_IN_A_ROW


@pytest.mark.parametrize(
    "kinds",
    [
        [*[BUG] * 10, 1, *[BUG] * 10],
        [*[BUG] * 19, DOUBT],
        [*[BUG] * 19, *[None] * 50],
        [None] * 500,
        [500],
    ],
    ids=["a success between", "another kind", "recipients", "recipients only", "successes only"],
)
def test_what_is_no_row_of_twenty_goes_on(kinds: list):
    assert set(outcomes(*kinds)) <= {None}


def test_recipients_between_neither_break_a_row_nor_make_one():
    assert outcomes(*[BUG, None] * 20)[-2] == failure_reasons.FAILING_IN_A_ROW


@pytest.mark.parametrize(("failing", "stops"), [(0.02, False), (0.05, False), (0.2, True), (0.5, True)])
def test_more_than_one_in_ten_of_the_last_two_hundred_stop(failing: float, stops: bool):
    chance = Random(8)
    kinds = [BUG if chance.random() < failing else 1 for _ in range(2000)]

    assert (failure_reasons.FAILING_OFTEN in outcomes(*kinds)) == stops


def test_the_last_two_hundred_and_no_more():
    for _ in range(20):
        assert outcomes(BUG, 9) == [None]
    assert outcomes(180, *[BUG, 1] * 18) == [None] * 18


def test_what_was_before_somebody_resumed_counts_no_more():
    assert outcomes(*[BUG] * 25, since="started")[-1] == failure_reasons.FAILING_IN_A_ROW

    said = outcomes(*[BUG] * 20, since="resumed")
    assert said[:19] == [None] * 19
    assert said[19] == failure_reasons.FAILING_IN_A_ROW


def test_one_broadcast_does_not_answer_for_another():
    outcomes(*[BUG] * 19)
    assert outcomes(*[BUG] * 19, campaign=MARKET) == [None] * 19
    assert outcomes(BUG) == [failure_reasons.FAILING_IN_A_ROW]


def test_receipts_are_counted_in_the_database_every_so_often():
    looked = [circuit_breaker.note_receipt(ROADS) for _ in range(63)]
    assert [number for number, look in enumerate(looked, 1) if look] == [21, 42, 63]


@pytest.mark.parametrize(
    ("failed", "of_all", "stops"), [(20, 25, False), (21, 25, True), (21, 1000, False), (101, 1000, True)]
)
def test_a_share_of_all_receipts(failed: int, of_all: int, stops: bool):
    assert circuit_breaker.is_too_much(failed, of_all) == stops


@pytest.mark.parametrize(
    ("error", "counts"),
    [
        (errors.OutcomeUnknown, True),
        (errors.MetaStumbled, True),
        (errors.Unexplained, True),
        (errors.ResponseUnreadable, True),
        (errors.OurMistake, True),
        (errors.RecipientUnreachable, False),
        (errors.RecipientOptedOut, False),
        (errors.RecipientBusy, False),
        (errors.TemplateNeeded, False),
        (errors.SlowDown, False),
        (errors.TryLater, False),
        (errors.SenderBlocked, False),
    ],
)
def test_what_the_circuit_breaker_counts(error: type, counts: bool):
    assert circuit_breaker.kind_of(error) == (error.__name__ if counts else None)
