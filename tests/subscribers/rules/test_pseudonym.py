"""Pseudonyms: stable, keyed, and different for each kind of identity."""

import re

import pytest

from subscribers.rules.phone import of_bsuid, of_message, of_phone, pseudonym

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
