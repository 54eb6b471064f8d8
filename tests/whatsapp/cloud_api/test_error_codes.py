"""Every code that Meta documents, against what must be done about it, and whether its row is whole."""

from collections import defaultdict

import pytest

from cascina_whatsapp.whatsapp.cloud_api import errors
from cascina_whatsapp.whatsapp.cloud_api.error_codes import BY_CODE, ROWS, ErrorCode, error_class
from cascina_whatsapp.whatsapp.cloud_api.errors import CloudApiError

# Meta's codes by what is done next, written out a second time: a slip in a row sends twice, or stops everything.
CODES = {
    errors.CallsSpent: "4 613 80007 80008",
    errors.SlowDown: "130429",
    errors.UnderMaintenance: "131057 134101 2494100",
    errors.RecipientBusy: "131056",
    errors.MetaStumbled: "1 2 131000 131016",
    errors.OutcomeUnknown: "131052 131060 147005",
    errors.SenderBlocked: (
        "0 3 10 33 190 368 131005 131031 131037 131042 131044 131045 131048 131055 131063 131064 "
        "133000 133004 133005 133006 133008 133009 133010 133015 133016 134011 134100 134102 "
        "139200"
    ),
    errors.TemplateBlocked: "132000 132001 132005 132007 132012 132016 132018 132068 132069",
    errors.TemplatePaused: "132015",
    errors.RecipientUnreachable: "130403 130472 130497 131021 131026 131043 131049 131062 137000",
    errors.RecipientOptedOut: "131050",
    errors.TemplateNeeded: "131047",
    errors.OurMistake: "100 131008 131009 131014 131030 131051 131053 132008 135000",
}
TABLE = [(int(code), error) for error, codes in CODES.items() for code in codes.split()]
MAY_BE_RESENT = {131043, 131049, 132015, 4, 613, 80007, 80008, 130429, 131056, 131057, 134101, 2494100}
MAY_BE_RESENT_ONCE_TAKEN = {1, 2, 131000, 131016}


@pytest.mark.parametrize(("code", "error"), TABLE)
def test_a_code_says_what_to_do_next(code: int, error: type[CloudApiError]):
    assert error_class(code) is error
    assert error_class(code, 500) is error


def test_the_table_knows_every_documented_code_once_and_no_other():
    assert sorted(row.code for row in ROWS) == sorted(code for code, _ in TABLE)


def test_a_message_may_be_sent_again_after_what_passes():
    assert {row.code for row in ROWS if row.may_be_resent} == MAY_BE_RESENT
    assert {row.code for row in ROWS if row.may_be_resent_once_taken} == MAY_BE_RESENT_ONCE_TAKEN


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_a_row_is_whole(row: ErrorCode):
    """The reason becomes the start of a sentence, and a delivery has room for 200 characters.

    Advice about a person promises only what passes; a reason that passes by itself, with advice of its own, says so.
    """
    assert BY_CODE[row.code] is row
    assert 10 < len(row.reason) <= 200
    assert (row.reason[0].isupper(), row.reason[-1] in ".!") == (True, False)

    about_all, about_one = row.advice_when_stopped, row.advice_per_person
    assert bool(about_all) == issubclass(row.error, errors.SenderBlocked)
    assert about_one or not issubclass(row.error, errors.RecipientUnreachable | errors.TemplateNeeded)
    assert [said for said in (about_all, about_one) if said and (said[-1] != "." or "!" in said)] == []
    passes = row.may_be_resent or row.may_be_resent_once_taken
    assert not about_one or ("mandare di nuovo" in about_one) == passes


def test_one_reason_has_one_piece_of_advice():
    """Lists group people by the reason that they show, not by the code."""
    advice = defaultdict(set)
    for row in ROWS:
        advice[row.reason].add((row.advice_when_stopped, row.advice_per_person))

    assert {reason: said for reason, said in advice.items() if len(said) > 1} == {}


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
