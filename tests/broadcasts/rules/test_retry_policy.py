# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a failure means, by what must be done next: one table for answers and for receipts."""

from dataclasses import replace

import pytest

from broadcasts.rules import failure_reasons
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
from cascina_whatsapp.cloud_api.errors import ERROR_BY_CODE

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


@pytest.mark.parametrize("code", sorted(ERROR_BY_CODE))
def test_every_error_of_meta_is_judged_both_ways(code: int):
    error = ERROR_BY_CODE[code]
    answer = decide(error, attempts=1)
    receipt = decide(decide_on_receipt(error, attempts=1), attempts=1)

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
    assert failure_reasons.sentence(code) == sentence


def test_every_error_of_meta_has_its_sentence():
    assert set(failure_reasons.BY_CODE) == set(ERROR_BY_CODE)
    assert all(len(sentence) <= 200 for sentence in failure_reasons.BY_CODE.values())


def test_whatever_stops_a_broadcast_comes_with_what_to_do():
    stops = {code for code, error in ERROR_BY_CODE.items() if issubclass(error, errors.SenderBlocked)}

    assert set(failure_reasons.WHAT_TO_DO) == stops
    assert failure_reasons.halt(190) == (
        "WhatsApp non accetta più la chiave di accesso: va rinnovata. Chi amministra il sistema deve "
        "rinnovare la chiave di accesso (WHATSAPP_ACCESS_TOKEN); poi riprendi."
    )
    assert failure_reasons.halt(222) == (
        "WhatsApp non ha accettato il messaggio (codice 222). "
        "Avvisa chi amministra il sistema; riprendi quando la causa è risolta."
    )


def test_a_pause_is_told_in_no_more_words_than_fit():
    codes = [*ERROR_BY_CODE, 999999, None]
    told = [failure_reasons.halt(code) for code in codes] + [
        failure_reasons.no_answer(code) for code in codes
    ]
    told += [
        failure_reasons.breaker(what, code)
        for what in (failure_reasons.FAILING_OFTEN, failure_reasons.FAILING_IN_A_ROW)
        for code in codes
    ]

    assert max(map(len, told)) <= 300


# Meta's codes by what the first refusal of each does to the message, in an answer.
QUEUED, DOUBT, STOP, STOP_ALL, FAIL = (
    Decision(status=D.QUEUED),
    Decision(status=D.UNCERTAIN),
    Decision(status=D.QUEUED, stops_campaign=True),
    Decision(status=D.QUEUED, stops_all=True),
    Decision(status=D.FAILED),
)
FIRST_TIME = [
    (QUEUED, "131056 131057 134101 2494100"),
    (replace(QUEUED, hold=2.0), "130429"),
    (replace(QUEUED, hold=60.0), "4 613 80007 80008"),
    (DOUBT, "1 2 131000 131016 131052 131060 147005"),
    (STOP, "132000 132001 132005 132007 132012 132015 132016 132018 132068 132069"),
    (
        STOP_ALL,
        "0 3 10 33 190 368 131005 131031 131037 131042 131044 131045 131048 131055 131063 131064 "
        "133000 133004 133005 133006 133008 133009 133010 133015 133016 134011 134100 134102 139200",
    ),
    (
        FAIL,
        "130403 130472 130497 131021 131026 131043 131047 131049 131062 137000 "
        "100 131008 131009 131014 131030 131051 131053 132008 135000",
    ),
    (replace(FAIL, suppresses=True), "131050"),
]
FIRST_TIME = [(int(code), verdict) for verdict, codes in FIRST_TIME for code in codes.split()]


@pytest.mark.parametrize(("code", "verdict"), FIRST_TIME)
def test_a_template_refused_for_the_first_time(code: int, verdict: Decision):
    assert replace(decide(ERROR_BY_CODE[code], attempts=1), wait=0.0) == verdict


def test_that_table_is_complete():
    assert sorted(code for code, _ in FIRST_TIME) == sorted(ERROR_BY_CODE)
