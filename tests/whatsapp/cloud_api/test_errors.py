"""What an error says of itself, to the code and to the logs."""

import pickle

import pytest

from cascina_whatsapp.whatsapp.cloud_api import errors
from cascina_whatsapp.whatsapp.cloud_api.errors import CloudApiError


@pytest.mark.parametrize(
    "error", [errors.OutcomeUnknown, errors.MetaStumbled, errors.Unexplained, errors.ResponseUnreadable]
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
    error = errors.RecipientUnreachable(code=131026, title="Message undeliverable", http_status=400)
    assert str(error) == "code 131026, HTTP 400, Message undeliverable"
    assert repr(error) == "RecipientUnreachable()"
    assert str(errors.TryLater()) == ""


def test_an_error_travels_between_processes():
    error = errors.SlowDown(code=130429, title="Rate limit hit", retry_after=7.0)
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert (type(copy), vars(copy)) == (errors.SlowDown, vars(error))
