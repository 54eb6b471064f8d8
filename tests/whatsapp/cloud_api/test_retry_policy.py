"""What an error means for a message of a broadcast and for a reply, by what must be done next."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cascina_whatsapp.whatsapp.cloud_api import errors, retry_policy
from cascina_whatsapp.whatsapp.cloud_api.durations import SERVICE_WINDOW
from cascina_whatsapp.whatsapp.cloud_api.error_codes import ROWS
from cascina_whatsapp.whatsapp.cloud_api.retry_policy import (
    BROADCAST,
    REPLY,
    Decision,
    NextStep,
    class_on_receipt,
)

RETRY, AWAIT_RECEIPT, ACCEPT, FAIL = (
    NextStep.RETRY,
    NextStep.AWAIT_RECEIPT,
    NextStep.ACCEPT,
    NextStep.FAIL,
)

TEN_MINUTES = 600


def decide(error: type, *, attempts: int, **details) -> Decision:
    """For a message of a broadcast, unless it says otherwise."""
    return retry_policy.decide(error, attempts=attempts, **{"bounds": BROADCAST} | details)


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (errors.SenderBlocked, Decision(step=RETRY, stops_all=True)),
        (errors.TemplateBlocked, Decision(step=RETRY, stops_campaign=True)),
        (errors.OutcomeUnknown, Decision(step=AWAIT_RECEIPT)),
        (errors.MetaStumbled, Decision(step=AWAIT_RECEIPT)),
        (errors.Unexplained, Decision(step=AWAIT_RECEIPT)),
        (errors.ResponseUnreadable, Decision(step=ACCEPT)),
        (errors.RecipientUnreachable, Decision(step=FAIL)),
        (errors.RecipientOptedOut, Decision(step=FAIL, suppresses=True)),
        (errors.OurMistake, Decision(step=FAIL)),
        (errors.CloudApiError, Decision(step=FAIL)),
        (errors.TemplateNeeded, Decision(step=FAIL)),
    ],
)
def test_the_table(error: type, verdict: Decision):
    assert decide(error, attempts=1) == verdict


def test_a_decision_asks_for_nothing_that_it_does_not_name():
    plain = Decision(step=FAIL)

    assert (plain.wait, plain.pause) == (0, 0)
    assert not any([plain.needs_template, plain.stops_campaign, plain.stops_all, plain.suppresses])


def test_a_closed_window_asks_for_a_template_once():
    assert decide(errors.OurMistake, attempts=1, was_template=False) == Decision(step=FAIL)
    free_form = decide(errors.TemplateNeeded, attempts=1, was_template=False)
    template = decide(errors.TemplateNeeded, attempts=2, was_template=True)

    assert free_form == Decision(step=RETRY, needs_template=True)
    assert template.step == FAIL


WAITS = pytest.mark.parametrize(
    ("error", "attempts", "wait"),
    [
        (errors.TryLater, 1, 2),
        (errors.TryLater, 3, 8),
        (errors.SlowDown, 2, 4),
        (errors.SlowDown, 7, 60),
        (errors.CallsSpent, 1, 60),
        (errors.CallsSpent, 3, 240),
        (errors.CallsSpent, 9, TEN_MINUTES),
        (errors.UnderMaintenance, 1, 60),
        (errors.UnderMaintenance, 2, 120),
        (errors.RecipientBusy, 1, 4),
        (errors.RecipientBusy, 2, 16),
        (errors.RecipientBusy, 4, 256),
        (errors.RecipientBusy, 5, 1024),
        (errors.UnderMaintenance, 9, TEN_MINUTES),
    ],
)


@WAITS
def test_waiting_grows_with_every_attempt(error: type, attempts: int, wait: float):
    bounds = replace(BROADCAST, jitter=0.0)
    assert decide(error, attempts=attempts, bounds=bounds).wait == wait


@WAITS
def test_those_who_failed_together_do_not_come_back_together(error: type, attempts: int, wait: float):
    """They wait up to a fifth more, never less: Meta prescribes some of these."""
    waits = [decide(error, attempts=attempts).wait for _ in range(50)]

    assert wait <= min(waits) < wait * 1.1 < max(waits) <= wait * 1.2


@pytest.mark.parametrize(
    ("error", "pause"),
    [
        (errors.SlowDown, 2.0),
        (errors.CallsSpent, 60.0),
        (errors.TryLater, 0),
        (errors.UnderMaintenance, 0),
        (errors.RecipientBusy, 0),
    ],
)
def test_only_too_many_messages_a_second_make_everybody_pause(error: type, pause: float):
    assert decide(error, attempts=1).pause == pause


def test_meta_may_say_how_long_to_wait():
    verdict = decide(errors.SlowDown, attempts=1, retry_after=30)
    assert 30 <= verdict.wait <= 36
    assert verdict.pause == 30


@pytest.mark.parametrize(("asked", "waits"), [(599, 599), (3600, 3600), (86_400, 86_400), (999_999, 86_400)])
@pytest.mark.parametrize("error", [errors.RecipientBusy, errors.CallsSpent, errors.TryLater])
def test_what_meta_asks_is_not_shortened(error: type, asked: float, waits: float):
    """Up to a day: no quota of theirs is longer."""
    told = [decide(error, attempts=1, retry_after=asked).wait for _ in range(50)]
    assert waits <= min(told) < max(told) <= waits * 1.2


@pytest.mark.parametrize(
    ("error", "attempts", "then"),
    [
        (errors.RecipientBusy, 6, Decision(step=FAIL)),
        (errors.TryLater, 20, Decision(step=RETRY, stops_all=True)),
        (errors.SlowDown, 20, Decision(step=RETRY, stops_all=True)),
        (errors.MetaStumbled, 3, Decision(step=FAIL)),
        (errors.Unexplained, 2, Decision(step=FAIL)),
    ],
)
def test_nobody_is_tried_for_ever(error: type, attempts: int, then: Decision):
    """And nobody loses a message because Meta was not reached for long: a person decides."""
    before = decide(error, attempts=attempts - 1)

    assert before.step in (RETRY, AWAIT_RECEIPT)
    assert not before.stops_all
    assert decide(error, attempts=attempts) == then


@pytest.mark.parametrize(
    ("error", "attempts", "counts_as"),
    [
        (errors.OutcomeUnknown, 1, errors.TryLater),
        (errors.OutcomeUnknown, 2, errors.RecipientUnreachable),
        (errors.RecipientOptedOut, 1, errors.RecipientOptedOut),
        (errors.SenderBlocked, 1, errors.SenderBlocked),
        (errors.TemplateBlocked, 1, errors.TemplateBlocked),
        (errors.TemplatePaused, 1, errors.Dropped),  # it was held
        (errors.SlowDown, 3, errors.SlowDown),
    ],
)
def test_a_receipt_leaves_no_doubt_that_it_failed(error: type, attempts: int, counts_as: type):
    assert class_on_receipt(error, attempts=attempts) is counts_as


@pytest.mark.parametrize("error", sorted({row.error for row in ROWS}, key=str))
def test_every_error_of_meta_is_judged_both_ways(error: type):
    answer = decide(error, attempts=1)
    receipt = decide(class_on_receipt(error, attempts=1), attempts=1)

    assert answer.step in (RETRY, AWAIT_RECEIPT, FAIL)
    assert receipt.step in (RETRY, FAIL)


# ── Replies ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("error", "step"),
    [
        (errors.OutcomeUnknown, AWAIT_RECEIPT),
        (errors.MetaStumbled, AWAIT_RECEIPT),
        (errors.ResponseUnreadable, ACCEPT),
        (errors.TryLater, RETRY),
        (errors.SlowDown, RETRY),
        (errors.RecipientBusy, RETRY),
        (errors.SenderBlocked, RETRY),
        (errors.TemplateBlocked, RETRY),
        (errors.RecipientUnreachable, FAIL),
        (errors.RecipientOptedOut, FAIL),
        (errors.TemplateNeeded, FAIL),
        (errors.OurMistake, FAIL),
        (errors.CloudApiError, FAIL),
    ],
)
@pytest.mark.parametrize("attempts", [1, 100])
def test_a_reply_is_tried_until_its_window_closes_and_never_on_a_doubt(error: type, step, attempts: int):
    """However often: no person resumes replies."""
    assert decide(error, attempts=attempts, bounds=REPLY).step is step


@pytest.mark.parametrize("error", [errors.TryLater, errors.RecipientBusy, errors.SenderBlocked])
def test_after_its_window_a_reply_has_failed(error: type):
    before, after = SERVICE_WINDOW - timedelta(seconds=1), SERVICE_WINDOW

    assert decide(error, attempts=1, bounds=REPLY, age=before).step is RETRY
    assert decide(error, attempts=1, bounds=REPLY, age=after).step is FAIL
    assert decide(error, attempts=1, age=after).step is RETRY


SOON = [(1, 2), (2, 4), (3, 8), (20, TEN_MINUTES)]
AS_META_PRESCRIBES = [(1, 4), (2, 16), (4, 256), (6, 4096), (20, 4096)]


@pytest.mark.parametrize(
    ("error", "attempts", "told", "wait"),
    [
        *(
            (error, attempts, None, wait)
            for error in (errors.TryLater, errors.CallsSpent, errors.SenderBlocked)
            for attempts, wait in SOON
        ),
        *((errors.RecipientBusy, attempts, None, wait) for attempts, wait in AS_META_PRESCRIBES),
        (errors.SenderBlocked, 1, 77, 77),
        (errors.SenderBlocked, 1, 3600, 3600),
    ],
)
def test_a_reply_waits_from_seconds_up_or_as_meta_says(
    error: type, attempts: int, told: int | None, wait: float
):
    assert decide(error, attempts=attempts, bounds=REPLY, retry_after=told).wait == wait
