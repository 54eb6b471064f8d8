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


def italian(cents: int) -> str:
    """An amount as it is written here: 1.234.567,89."""
    return f"{cents / 100:,.2f}".translate(str.maketrans(",.", ".,"))


COUNT = st.integers(0, 99_999_999)
STAYS = {
    "days and moments": st.builds(
        lambda moment, written, before: f"{before}{moment.strftime(written)}, done",
        MOMENT,
        WRITTEN,
        st.sampled_from(["", "at ", "since=", "(", "'"]),
    ),
    "amounts below a hundred million euros": st.builds(
        lambda cents: f"{italian(cents)} € or € {italian(cents)}", st.integers(0, 9_999_999_999)
    ),
    # Beyond, "31000000.00" may as well be somebody's number.
    "amounts without separators below a million": COUNT.map(lambda cents: f"USD {cents / 100:.2f} spent"),
    "durations": st.floats(0, 9999).map(lambda seconds: f"took {seconds:.10f} s"),
    "ids of deliveries": st.builds(
        "delivery {} of campaign {}: RecipientUnreachable, code 131026".format, COUNT, COUNT
    ),
    "references": st.builds("cascina:delivery:{}:{}".format, st.integers(0, 10**12), COUNT),
    "counts": st.builds("campaign {0}: {1} of {0} sent, 3 uncertain".format, COUNT, COUNT),
    "ids of events": st.uuids().map("event {}".format),
    "digests": st.binary(min_size=16, max_size=32).map(lambda digest: f"digest {digest.hex()}"),
    "addresses of machines": st.ip_addresses(v=4).map("from {}:8000".format),
}


@pytest.mark.parametrize("kind", STAYS)
@given(data=st.data())
def test_what_is_no_number_stays(kind: str, data):
    text = data.draw(STAYS[kind])
    assert scrub(text) == text
