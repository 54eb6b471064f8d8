# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a failure means, by what must be done next: one table for answers and for receipts."""

import pytest

from broadcasts import reasons
from broadcasts.states import DeliveryStatus
from broadcasts.verdicts import LONGEST_WAIT, MOST_ATTEMPTS, Verdict, judge, of_receipt
from cascina_whatsapp.cloud_api import errors
from cascina_whatsapp.cloud_api.errors import ERROR_BY_CODE

D = DeliveryStatus


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (errors.SenderBlocked, Verdict(status=D.QUEUED, stops_campaign=True)),
        (errors.TemplateBlocked, Verdict(status=D.QUEUED, stops_campaign=True)),
        (errors.OutcomeUnknown, Verdict(status=D.UNCERTAIN)),
        (errors.AnswerUnreadable, Verdict(status=D.ACCEPTED)),
        (errors.RecipientUnreachable, Verdict(status=D.FAILED)),
        (errors.RecipientOptedOut, Verdict(status=D.FAILED, suppresses=True)),
        (errors.OurMistake, Verdict(status=D.FAILED)),
        (errors.CloudApiError, Verdict(status=D.FAILED)),
        (errors.TemplateNeeded, Verdict(status=D.FAILED)),
    ],
)
def test_the_table(error: type, verdict: Verdict):
    assert judge(error, attempts=1) == verdict


def test_a_closed_window_asks_for_a_template_once():
    free_form = judge(errors.TemplateNeeded, attempts=1, was_template=False)
    template = judge(errors.TemplateNeeded, attempts=2, was_template=True)

    assert free_form == Verdict(status=D.QUEUED, needs_template=True)
    assert template.status == D.FAILED


@pytest.mark.parametrize(
    ("error", "attempts", "wait"),
    [
        (errors.TryLater, 1, 2),
        (errors.TryLater, 3, 8),
        (errors.SlowDown, 2, 4),
        (errors.RecipientBusy, 1, 4),
        (errors.RecipientBusy, 2, 16),
        (errors.RecipientBusy, 5, LONGEST_WAIT),
    ],
)
def test_waiting_grows_with_every_attempt(error: type, attempts: int, wait: float):
    """A fifth more or less, so that those who failed together do not come back together."""
    waits = [judge(error, attempts=attempts).wait for _ in range(50)]

    assert min(waits) >= wait * 0.8
    assert max(waits) <= wait * 1.2
    assert len(set(waits)) > 1


@pytest.mark.parametrize(
    ("error", "hold"), [(errors.SlowDown, 2.0), (errors.TryLater, 0), (errors.RecipientBusy, 0)]
)
def test_only_too_many_messages_a_second_hold_everybody(error: type, hold: float):
    assert judge(error, attempts=1).hold == hold


def test_meta_may_say_how_long_to_wait():
    verdict = judge(errors.SlowDown, attempts=1, retry_after=30)
    assert (verdict.wait, verdict.hold) == (30, 30)


def test_nobody_is_tried_for_ever():
    assert judge(errors.TryLater, attempts=MOST_ATTEMPTS - 1).status == D.QUEUED
    assert judge(errors.TryLater, attempts=MOST_ATTEMPTS).status == D.FAILED


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
    assert of_receipt(error, attempts=attempts) is counts_as


@pytest.mark.parametrize("code", sorted(ERROR_BY_CODE))
def test_every_error_of_meta_is_judged_both_ways(code: int):
    error = ERROR_BY_CODE[code]
    answer = judge(error, attempts=1)
    receipt = judge(of_receipt(error, attempts=1), attempts=1)

    assert answer.status in (D.QUEUED, D.UNCERTAIN, D.FAILED)
    assert receipt.status in (D.QUEUED, D.FAILED)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (131026, "Il numero non ha WhatsApp, o ha una versione troppo vecchia"),
        (999999, "WhatsApp non ha accettato il messaggio (codice 999999)"),
        (0, "WhatsApp non accetta più la chiave di accesso: va rinnovata"),
        (None, "WhatsApp non ha accettato il messaggio"),
    ],
)
def test_the_staff_read_a_sentence(code: int | None, sentence: str):
    assert reasons.sentence(code) == sentence


def test_every_sentence_is_about_an_error_that_we_know():
    assert set(reasons.BY_CODE) <= set(ERROR_BY_CODE)
    assert all(len(sentence) <= 200 for sentence in reasons.BY_CODE.values())
