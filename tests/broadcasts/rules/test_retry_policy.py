# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a failure means, by what must be done next: one table for answers and for receipts."""

import pytest

from broadcasts.rules.retry_policy import (
    LONGEST_WAIT,
    MOST_ATTEMPTS,
    PATIENT_ATTEMPTS,
    Decision,
    decide,
    decide_on_receipt,
    kind,
)
from broadcasts.rules.states import DeliveryStatus
from cascina_whatsapp.cloud_api import errors
from cascina_whatsapp.cloud_api.error_codes import ROWS

D = DeliveryStatus


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (errors.SenderBlocked, Decision(status=D.QUEUED, stops_all=True)),
        (errors.TemplateBlocked, Decision(status=D.QUEUED, stops_campaign=True)),
        (errors.OutcomeUnknown, Decision(status=D.UNCERTAIN)),
        (errors.MetaStumbled, Decision(status=D.UNCERTAIN)),
        (errors.Unexplained, Decision(status=D.UNCERTAIN)),
        (errors.AnswerUnreadable, Decision(status=D.ACCEPTED)),
        (errors.RecipientUnreachable, Decision(status=D.FAILED)),
        (errors.RecipientOptedOut, Decision(status=D.FAILED, suppresses=True)),
        (errors.OurMistake, Decision(status=D.FAILED)),
        (errors.CloudApiError, Decision(status=D.FAILED)),
        (errors.TemplateNeeded, Decision(status=D.FAILED)),
    ],
)
def test_the_table(error: type, verdict: Decision):
    assert decide(error, attempts=1) == verdict


def test_a_closed_window_asks_for_a_template_once():
    free_form = decide(errors.TemplateNeeded, attempts=1, was_template=False)
    template = decide(errors.TemplateNeeded, attempts=2, was_template=True)

    assert free_form == Decision(status=D.QUEUED, needs_template=True)
    assert template.status == D.FAILED


@pytest.mark.parametrize(
    ("error", "attempts", "wait"),
    [
        (errors.TryLater, 1, 2),
        (errors.TryLater, 3, 8),
        (errors.SlowDown, 2, 4),
        (errors.SlowDown, 7, 60),
        (errors.CallsSpent, 1, 60),
        (errors.CallsSpent, 9, LONGEST_WAIT),
        (errors.UnderMaintenance, 1, 60),
        (errors.UnderMaintenance, 2, 120),
        (errors.RecipientBusy, 1, 4),
        (errors.RecipientBusy, 2, 16),
        (errors.RecipientBusy, 5, LONGEST_WAIT),
    ],
)
def test_waiting_grows_with_every_attempt(error: type, attempts: int, wait: float):
    """A fifth more or less, so that those who failed together do not come back together."""
    waits = [decide(error, attempts=attempts).wait for _ in range(50)]

    assert min(waits) >= wait * 0.8
    assert max(waits) <= wait * 1.2
    assert len(set(waits)) > 1


@pytest.mark.parametrize(
    ("error", "hold"),
    [
        (errors.SlowDown, 2.0),
        (errors.CallsSpent, 60.0),
        (errors.TryLater, 0),
        (errors.UnderMaintenance, 0),
        (errors.RecipientBusy, 0),
    ],
)
def test_only_too_many_messages_a_second_hold_everybody(error: type, hold: float):
    assert decide(error, attempts=1).hold == hold


def test_meta_may_say_how_long_to_wait():
    verdict = decide(errors.SlowDown, attempts=1, retry_after=30)
    assert (verdict.wait, verdict.hold) == (30, 30)


@pytest.mark.parametrize(("asked", "waits"), [(599, 599), (86_400, LONGEST_WAIT)])
def test_but_not_that_we_ask_no_more_for_a_day(asked: float, waits: float):
    assert decide(errors.RecipientBusy, attempts=1, retry_after=asked).wait == waits


@pytest.mark.parametrize(
    ("error", "attempts", "then"),
    [
        (errors.RecipientBusy, MOST_ATTEMPTS, Decision(status=D.FAILED)),
        (errors.TryLater, PATIENT_ATTEMPTS, Decision(status=D.QUEUED, stops_all=True)),
        (errors.SlowDown, PATIENT_ATTEMPTS, Decision(status=D.QUEUED, stops_all=True)),
        (errors.MetaStumbled, 3, Decision(status=D.FAILED)),
        (errors.Unexplained, 2, Decision(status=D.FAILED)),
    ],
)
def test_nobody_is_tried_for_ever(error: type, attempts: int, then: Decision):
    """And nobody loses a message because the line was down for long: a person decides."""
    before = decide(error, attempts=attempts - 1)

    assert before.status in (D.QUEUED, D.UNCERTAIN)
    assert not before.stops_all
    assert decide(error, attempts=attempts) == then


@pytest.mark.parametrize(
    ("error", "counts"),
    [
        (errors.OutcomeUnknown, True),
        (errors.MetaStumbled, True),
        (errors.Unexplained, True),
        (errors.AnswerUnreadable, True),
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
    assert kind(error) == (error.__name__ if counts else None)


@pytest.mark.parametrize(
    ("error", "attempts", "counts_as"),
    [
        (errors.OutcomeUnknown, 1, errors.TryLater),
        (errors.OutcomeUnknown, 2, errors.RecipientUnreachable),
        (errors.RecipientOptedOut, 1, errors.RecipientOptedOut),
        (errors.SenderBlocked, 1, errors.SenderBlocked),
        (errors.SlowDown, 3, errors.SlowDown),
    ],
)
def test_a_receipt_leaves_no_doubt_that_it_failed(error: type, attempts: int, counts_as: type):
    assert decide_on_receipt(error, attempts=attempts) is counts_as


@pytest.mark.parametrize("error", sorted({row.error for row in ROWS}, key=str))
def test_every_error_of_meta_is_judged_both_ways(error: type):
    answer = decide(error, attempts=1)
    receipt = decide(decide_on_receipt(error, attempts=1), attempts=1)

    assert answer.status in (D.QUEUED, D.UNCERTAIN, D.FAILED)
    assert receipt.status in (D.QUEUED, D.FAILED)
