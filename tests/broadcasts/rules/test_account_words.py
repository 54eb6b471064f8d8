"""What Meta says of templates and of our number, in words that tell a clerk what to do."""

from datetime import timedelta

import pytest

from broadcasts.rules import template_states
from broadcasts.rules.account import number_states
from tests.builders import NOW

META_S_STATES = [
    "APPROVED",
    "REJECTED",
    "PENDING",
    "PAUSED",
    "DISABLED",
    "ARCHIVED",
    "DELETED",
    "IN_APPEAL",
    "LOCKED",
    "LIMIT_EXCEEDED",
]
META_S_REASONS = [
    "ABUSIVE_CONTENT",
    "INCORRECT_CATEGORY",
    "INVALID_FORMAT",
    "SCAM",
    "TAG_CONTENT_MISMATCH",
    "PROMOTIONAL",
]


@pytest.mark.parametrize("status", META_S_STATES)
def test_every_state_of_a_template_has_a_word_and_the_bad_ones_an_advice(status: str):
    shown = template_states.state(status)
    assert shown.label != status
    assert bool(shown.advice) == (status != "APPROVED")


@pytest.mark.parametrize("code", META_S_REASONS)
def test_every_reason_is_explained_in_italian(code: str):
    sentence = template_states.reason("REJECTED", code)
    assert sentence.endswith(".")
    assert code not in sentence
    assert len(sentence) <= 300  # a line of the timeline


@pytest.mark.parametrize(
    ("status", "code", "says"),
    [
        ("REJECTED", "", "WhatsApp non dice perché"),
        ("REJECTED", "NEW_REASON", "Motivo di WhatsApp: NEW_REASON"),
        ("REJECTED", "Il file non si trova più", "Il file non si trova più"),
        ("APPROVED", "PROMOTIONAL", ""),
        ("PAUSED", "", ""),
    ],
)
def test_a_reason_that_nobody_explained_yet(status: str, code: str, says: str):
    sentence = template_states.reason(status, code)
    assert says in sentence
    assert bool(sentence) == bool(says)


def test_a_state_of_tomorrow_shows_as_it_is():
    assert template_states.state("FROZEN").label == "FROZEN"
    assert number_states.condition(number_states.LINK, "FROZEN").label == "FROZEN"


@pytest.mark.parametrize(
    "table",
    [number_states.QUALITY, number_states.NAME, number_states.LINK, number_states.THROUGHPUT],
    ids=["quality", "name", "link", "throughput"],
)
def test_whatever_is_bad_comes_with_an_advice(table):
    assert [word for word, found in table.items() if found.tone in ("warn", "err") and not found.advice] == []


@pytest.mark.parametrize(
    ("limit", "used", "known", "label"),
    [
        (None, 0, False, "non nota"),
        (None, 5000, True, "senza limite"),
        (2000, 0, True, "c'è posto"),
        (2000, 1599, True, "c'è posto"),
        (2000, 1600, True, "quasi esaurito"),
        (2000, 2000, True, "esaurito"),
        (2000, 2001, True, "esaurito"),
        (250, 0, True, "piccolo"),
        (250, 250, True, "esaurito"),
    ],
)
def test_the_daily_limit(limit, used: int, known: bool, label: str):
    assert number_states.daily_limit(limit, used, is_known=known).label == label


@pytest.mark.parametrize(
    ("accepted", "refused", "label"),
    [
        (None, None, "mai provata"),
        (0, None, "valida"),
        (30, None, "valida"),
        (31, None, "non si sa"),
        (None, 0, "non valida"),
        (10, 5, "non valida"),
        (5, 10, "valida"),
    ],
    ids=str,
)
def test_the_access_token(accepted, refused, label: str):
    """Minutes ago that Meta took it, and refused it."""
    took, threw = (None if ago is None else NOW - timedelta(minutes=ago) for ago in (accepted, refused))
    known = number_states.Token(accepted_at=took, refused_at=threw)
    found = number_states.token(known, refusal="Rinnova la chiave.", now=NOW)
    assert found.label == label
    assert (found.advice == "Rinnova la chiave.") == (label == "non valida")


@pytest.mark.parametrize(
    ("hours", "tone", "label"),
    [
        (None, "ok", "valida"),
        (14 * 24 + 1, "ok", "valida"),
        (14 * 24, "warn", "scade fra 14 giorni"),
        (3 * 24 + 5, "warn", "scade fra 3 giorni"),
        (25, "warn", "scade domani"),
        (23, "warn", "scade entro oggi"),
        (0, "err", "scade entro oggi"),
        (-48, "err", "scade entro oggi"),
    ],
)
def test_the_access_token_is_renewed_before_it_expires(hours, tone: str, label: str):
    expires_at = None if hours is None else NOW + timedelta(hours=hours)
    known = number_states.Token(accepted_at=NOW, expires_at=expires_at)
    found = number_states.token(known, refusal="", now=NOW)
    assert (found.tone, found.label) == (tone, label)
    assert ("ne crea una nuova" in found.advice) is (label != "valida")


def test_an_access_token_that_may_not_send_is_no_good():
    known = number_states.Token(accepted_at=NOW, lacks="whatsapp_business_messaging")
    found = number_states.token(known, refusal="", now=NOW)
    assert found.tone == "err"
    assert "(whatsapp_business_messaging)" in found.advice
