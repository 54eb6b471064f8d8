"""Telephone numbers as people, spreadsheets and WhatsApp write them, and their pseudonyms."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.rules.phone import InvalidPhone, mask, of_bsuid, of_message, of_phone, pseudonym, to_e164


@pytest.mark.parametrize(
    ("spelling", "e164"),
    [
        ("335 385843", "+39335385843"),  # the service's own number: nine digits
        ("335385843", "+39335385843"),
        ("335-38.58.43", "+39335385843"),
        (" (+39) 335/385843 ", "+39335385843"),
        ("0039 335 385843", "+39335385843"),
        ("39335385843", "+39335385843"),
        ("+39335385843", "+39335385843"),
        ("347 123 4567", "+393471234567"),
        ("391 123 4567", "+393911234567"),  # begins as the country does
        ("050 719111", "+39050719111"),  # the leading zero of an Italian landline stays
        ("+33 6 12 34 56 78", "+33612345678"),
        ("001 202 555 0123", "+12025550123"),
        ("\u200e+39 335 385843\u202c", "+39335385843"),  # pasted from a telephone's contacts
    ],
)
def test_any_spelling_becomes_e164(spelling, e164):
    assert to_e164(spelling) == e164


def test_a_number_without_prefix_belongs_to_the_region_given():
    assert to_e164("06 12 34 56 78", default_region="FR") == "+33612345678"


@pytest.mark.parametrize("wrong", ["", " ", "+", "+39", "Mario", "112", "335 38", "+999 1234567", "3" * 400])
def test_what_is_not_a_number_is_refused(wrong):
    with pytest.raises(InvalidPhone):
        to_e164(wrong)


def test_the_refusal_does_not_repeat_the_number():
    with pytest.raises(InvalidPhone) as refusal:
        to_e164("335 38584399911")
    assert not any(character.isdigit() for character in str(refusal.value))
    assert refusal.value.__cause__ is None


@given(st.text())
def test_e164_is_a_fixed_point(text):
    try:
        e164 = to_e164(text)
    except InvalidPhone:
        return
    assert to_e164(e164) == e164


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        ("+39335385843", "•••• 43"),
        ("+393471234567", "•••• 67"),
        ("+39050719111", "•••• 11"),
        ("+12025550123", "•••• 23"),
        ("+2901234", "•••• 34"),
        ("+999123456789", "•••• 89"),
        ("+39", "••••"),
        ("", "—"),
    ],
)
def test_screens_show_a_masked_number(e164, shown):
    assert mask(e164) == shown


KINDS = [of_phone, of_bsuid, of_message, pseudonym]


@pytest.mark.parametrize("of", KINDS)
def test_a_pseudonym_is_64_hexadecimal_digits_and_stable(of):
    assert re.fullmatch(r"[0-9a-f]{64}", of("+39335385843", "key"))
    assert of("+39335385843", "key") == of("+39335385843", b"key")


@pytest.mark.parametrize("of", KINDS)
def test_another_key_or_another_person_gives_another_pseudonym(of):
    mine = of("+39335385843", "key")
    assert mine != of("+39335385843", "other key")
    assert mine != of("+39335385844", "key")


def test_the_same_characters_as_another_kind_of_identity_do_not_match():
    assert len({of("39335385843", "key") for of in KINDS}) == len(KINDS)


def test_the_digest_is_the_published_one():
    """RFC 4231, test case 2: whoever audits the register can compute it with any tool."""
    assert pseudonym("what do ya want for nothing?", "Jefe") == (
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )


@pytest.mark.parametrize("no_key", ["", b""])
def test_without_a_key_there_is_no_pseudonym(no_key):
    with pytest.raises(ValueError, match="needs a key"):
        of_phone("+39335385843", no_key)
