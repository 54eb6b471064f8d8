"""What can be done about people whom a broadcast did not reach: something for every reason that a list can show."""

import pytest

from broadcasts.rules import failure_reasons
from cascina_whatsapp.whatsapp.cloud_api import error_codes


@pytest.mark.parametrize("code", sorted({*error_codes.BY_CODE, 99, None}, key=str))
def test_every_reason_comes_with_advice(code):
    words = failure_reasons.about(failure_reasons.sentence(code))
    assert words.endswith(".")
    assert "!" not in words


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (failure_reasons.ANSWERED, "niente da fare"),
        (failure_reasons.LEFT_MEANWHILE, "scelta della persona"),
        (failure_reasons.NEVER_KNOWN, "Forse è arrivato"),
        (failure_reasons.sentence(131026), "tre volte di seguito"),
        (failure_reasons.sentence(190), "rinnovare la chiave di accesso"),
        ("", "chi amministra il sistema"),
    ],
)
def test_remedy_says_what_to_do(reason, said):
    assert said in failure_reasons.about(reason)
