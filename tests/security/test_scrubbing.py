"""However a citizen's number is spelt, no log has it; what is no number stays, or logs would tell nothing."""

import re
from datetime import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cascina_whatsapp.security.logs import scrub

SPELT = [
    "phone:393401234567",
    "phone:3401234567",
    "340 1234567",
    "340-1234567",
    "340/1234567",
    "340.123.45.67",
    "34 01 23 45 67",
    "3 4 0 1 2 3 4 5 6 7",
    "0039 340 1234567",
    "00393401234567",
    "(+39) 340 12 34 567",
    "+39 (340) 123-4567",
    "39 340 1234567",
    "wa_id=393401234567&x",
    "?phone=%2B393401234567",
    "?phone=%2B39%20340%201234567",
    "?phone=340+123+4567",
    "{'wa_id': '393401234567'}",
    "tel.3401234567",
    "x3401234567x",
    "340\u00a0123\u202f45\u201167",
    "335385843",
    "335 385843",
    "phone:335385843",
    "0039335385843",
]


@pytest.mark.parametrize("text", SPELT)
def test_a_number_is_taken_out(text: str):
    assert "•" in scrub(text)
    assert not re.search(r"\d{2}", scrub(text).replace("%20", "").replace("%2B", "").replace("+39", ""))


NATIONAL = st.from_regex(r"(?:3[2-9]\d{7,8}|31\d{8})", fullmatch=True, alphabet=st.sampled_from("0123456789"))
"""Google's plan of Italian mobile numbers (libphonenumber, IT)."""
PREFIX = st.sampled_from(["", "+39", "0039", "39", "(+39)", "%2B39"])
GAP = st.sampled_from(["", " ", "-", ".", "/", " - ", "\u00a0", "_", "%20", "+"])
BEFORE = st.sampled_from(
    ["", "phone:", "tel. ", "numero=", "(", "'", '"', "to ", "wa_id: ", "id 12: ", "x", "["]
)
AFTER = st.sampled_from(["", " now", ")", "'", '"', ",", "; 2 times", ".", "\n", "&a=b", "]", ": failed"])


@st.composite
def spellings(draw) -> str:
    """A mobile number in groups of any sizes, with the same thing between all of them, as people write."""
    digits, gap, prefix = draw(NATIONAL), draw(GAP), draw(PREFIX)
    groups, rest = [digits[:3]], digits[3:]
    while rest:
        size = draw(st.integers(1, len(rest)))
        groups, rest = [*groups, rest[:size]], rest[size:]
    if draw(st.booleans()):
        groups = [digits[at : at + 2] for at in range(0, len(digits), 2)]
    return gap.join([prefix, *groups] if prefix else groups)


@given(before=BEFORE, number=spellings(), after=AFTER)
@example(before="", number="0039-32-00-00-00-0", after="")  # was taken for a day of the year 39
def test_every_spelling_of_every_italian_mobile_number_is_taken_out(before: str, number: str, after: str):
    left = scrub(before + number + after)
    told = "".join(re.findall(r"\d", re.sub("%2[0B]", "", left)))
    around = "".join(re.findall(r"\d", before + after))
    assert told in {around, f"39{around}", around.replace("12", "1239"), f"0039{around}"}, left
    assert "•" in left


MOMENT = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2079, 12, 31))  # noqa: DTZ001
WRITTEN = st.sampled_from(
    [
        "%Y-%m-%d",
        "%Y-%m-%d %H:%M:%S,123",
        "%Y-%m-%dT%H:%M:%S.%f+00:00",
        "%Y-%m-%d %H:%M:%S.%f+02:00",
        "%d/%m/%Y",
        "%d/%m/%Y %H:%M",
        "%d/%m/%Y %H:%M:%S",
        "%d.%m.%Y",
        "%d-%m-%Y %H:%M",
        "%H:%M:%S",
    ]
)


@given(moment=MOMENT, written=WRITTEN, before=st.sampled_from(["", "at ", "since=", "(", "'"]))
def test_days_and_moments_stay(moment: datetime, written: str, before: str):
    text = f"{before}{moment.strftime(written)}, done"
    assert scrub(text) == text


def italian(cents: int) -> str:
    """An amount as it is written here: 1.234.567,89."""
    return f"{cents / 100:,.2f}".translate(str.maketrans(",.", ".,"))


@given(cents=st.integers(0, 9_999_999_999))
def test_amounts_below_a_hundred_million_euros_stay(cents: int):
    for text in (f"{italian(cents)} €", f"€ {italian(cents)}"):
        assert scrub(text) == text


@given(cents=st.integers(0, 99_999_999))
def test_amounts_without_separators_below_a_million_stay(cents: int):
    """Beyond, "31000000.00" may as well be somebody's number."""
    text = f"USD {cents / 100:.2f} spent"
    assert scrub(text) == text


@given(seconds=st.floats(0, 9999))
def test_durations_stay(seconds: float):
    text = f"took {seconds:.10f} s"
    assert scrub(text) == text


@given(first=st.integers(0, 99_999_999), second=st.integers(0, 99_999_999), reference=st.integers(0, 10**12))
def test_ids_and_counts_stay(first: int, second: int, reference: int):
    for text in (
        f"delivery {first} of campaign {second}: RecipientUnreachable, code 131026",
        f"cascina:delivery:{reference}:{second}",
        f"campaign {first}: {second} of {first} sent, 3 uncertain",
    ):
        assert scrub(text) == text


@given(st.uuids())
def test_ids_of_events_stay(event):
    assert scrub(f"event {event}") == f"event {event}"


@given(st.binary(min_size=16, max_size=32))
def test_digests_stay(digest: bytes):
    assert scrub(f"digest {digest.hex()}") == f"digest {digest.hex()}"


@given(st.ip_addresses(v=4))
def test_addresses_of_machines_stay(address):
    assert scrub(f"from {address}:8000") == f"from {address}:8000"
