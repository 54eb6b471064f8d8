# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every code that Meta documents, against what must be done about it."""

import pickle

import pytest

from cascina_whatsapp.cloud_api import errors
from cascina_whatsapp.cloud_api.errors import CloudApiError, error_class

# Meta's error codes by class: B retry, A ambiguous, P pause and alert, D drop the recipient, S suppress,
# T needs a template, X our mistake; Z codes that say nothing about a message of ours.
CODES = {
    "B": "4 613 80007 80008 130429 131056 131057 134101 2494100",
    "A": "1 2 131000 131016",
    "P": "0 3 10 33 190 368 131005 131031 131037 131042 131044 131045 131048 131055 131063 131064 "
    "132000 132001 132005 132007 132012 132015 132016 132018 132068 132069 "
    "133000 133004 133005 133006 133008 133009 133010 133015 133016 134011 134100 134102 139200",
    "D": "130403 130472 130497 131021 131026 131043 131049 131062 137000",
    "S": "131050",
    "T": "131047",
    "X": "100 131008 131009 131014 131030 131051 131053 132008 135000",
    "Z": "131052 131060 147005",
}
NEXT_STEP = {
    "B": errors.TryLater,
    "A": errors.OutcomeUnknown,
    "P": errors.SenderBlocked,
    "D": errors.RecipientUnreachable,
    "S": errors.RecipientOptedOut,
    "T": errors.TemplateNeeded,
    "X": errors.OurMistake,
    "Z": errors.OutcomeUnknown,
}
TABLE = [(int(code), NEXT_STEP[letter]) for letter, codes in CODES.items() for code in codes.split()]


@pytest.mark.parametrize(("code", "family"), TABLE)
def test_a_code_says_what_to_do_next(code: int, family: type[CloudApiError]):
    assert issubclass(error_class(code), family)
    assert issubclass(error_class(code, 500), family)


def test_the_table_knows_every_documented_code_and_no_other():
    assert sorted(errors.ERROR_BY_CODE) == sorted(code for code, _ in TABLE)


@pytest.mark.parametrize(
    ("code", "exact"),
    [
        (130429, errors.SlowDown),
        (4, errors.CallsSpent),
        (80007, errors.CallsSpent),
        (80008, errors.CallsSpent),
        (613, errors.CallsSpent),
        (131056, errors.RecipientBusy),
        (131057, errors.UnderMaintenance),
        (2494100, errors.UnderMaintenance),
        (131000, errors.MetaStumbled),
        (131016, errors.MetaStumbled),
        (131026, errors.RecipientUnreachable),
        (131050, errors.RecipientOptedOut),
        (131048, errors.SenderBlocked),
        (190, errors.SenderBlocked),
        (132000, errors.TemplateBlocked),
        (132001, errors.TemplateBlocked),
        (132015, errors.TemplateBlocked),
        (132018, errors.TemplateBlocked),
    ],
)
def test_who_waits_and_what_stops(code: int, exact: type[CloudApiError]):
    assert error_class(code) is exact


@pytest.mark.parametrize(
    ("code", "http_status", "expected"),
    [
        (200, 403, errors.SenderBlocked),
        (299, None, errors.SenderBlocked),
        (300, 400, errors.Unexplained),
        (999999, 400, errors.Unexplained),
        (999999, None, errors.Unexplained),
        (999999, 429, errors.SlowDown),
        (999999, 401, errors.SenderBlocked),
        (100, 429, errors.OurMistake),
        (131056, 429, errors.RecipientBusy),
        (None, None, errors.OutcomeUnknown),
        (None, 302, errors.SenderBlocked),
        (None, 400, errors.SenderBlocked),
        (None, 404, errors.SenderBlocked),
        (None, 408, errors.OutcomeUnknown),
        (None, 429, errors.SlowDown),
        (None, 500, errors.OutcomeUnknown),
        (None, 502, errors.OutcomeUnknown),
        (None, 503, errors.OutcomeUnknown),
    ],
)
def test_the_code_decides_then_the_http_status(code, http_status, expected):
    assert error_class(code, http_status) is expected


@pytest.mark.parametrize(
    "error", [errors.OutcomeUnknown, errors.MetaStumbled, errors.Unexplained, errors.AnswerUnreadable]
)
def test_an_unknown_outcome_is_never_retried_as_a_certain_failure(error: type[CloudApiError]):
    assert issubclass(error, errors.OutcomeUnknown)
    assert not issubclass(error, errors.TryLater)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            "(#131030) Recipient not in allowed list",
            "(#131030) Recipient not in allowed list",
        ),
        ("Recipient +39 320 0000001 unreachable", "Recipient … unreachable"),
        ("Recipient 393200000001 unreachable", "Recipient … unreachable"),
        ("Recipient 0039-320.0000001", "Recipient …"),
        ("Recipient (320) 0000001", "Recipient (…"),
        ("User IT.1349000000000000001 left", "User … left"),
        ("User IT.ENT.ab12cd34ef left", "User … left"),
        ("Malformed access token EAAGm0PX4ZCpsBAKZCZBmFakeFakeFake", "Malformed access token …"),
        ("RESTRICTED_BIZ_INITIATED_MESSAGING", "RESTRICTED_BIZ_INITIATED_MESSAGING"),
        ("More than 24 hours (131047)", "More than 24 hours (131047)"),
    ],
)
def test_titles_name_nobody_and_open_no_door(said: str, kept: str):
    assert errors.redacted(said) == kept


def test_a_long_title_is_cut():
    assert len(errors.redacted("parola " * 100)) == 200


def test_what_is_logged_holds_codes_and_title_only():
    error = errors.RecipientUnreachable(
        code=131026, title="Message undeliverable", details="393200000001 is not on WhatsApp", http_status=400
    )
    assert str(error) == "code 131026, HTTP 400, Message undeliverable"
    assert repr(error) == "RecipientUnreachable()"
    assert str(errors.TryLater()) == ""


def test_an_error_travels_between_processes():
    error = errors.SlowDown(code=130429, title="Rate limit hit", retry_after=7.0, trace_id="Az8or2yhqkZfEZ")
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert (type(copy), vars(copy)) == (errors.SlowDown, vars(error))
