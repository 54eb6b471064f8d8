"""The search for traces finds a number however it was spelt, so that finding none means something."""

import base64

import pytest

from tests.people import ANNA
from tests.traces import found_in, traces_of

TRACES = traces_of(ANNA)
NUMBER = ANNA.phone.removeprefix("+")


@pytest.mark.parametrize("before", range(7))
@pytest.mark.parametrize("after", range(4))
@pytest.mark.parametrize("text", [NUMBER, f"+{NUMBER}", NUMBER[2:], ANNA.bsuid])
def test_in_base64_wherever_it_begins_and_ends(before: int, after: int, text: str):
    encoded = base64.b64encode(b"\xff" * before + text.encode() + b"\xfe" * after)
    assert found_in(b"wamid." + encoded, TRACES)
    assert found_in(encoded.translate(bytes.maketrans(b"+/", b"-_")), TRACES)


@pytest.mark.parametrize("text", [f"tel {ANNA.phone}", NUMBER.encode().hex(), NUMBER.encode().hex().upper()])
def test_in_clear_and_in_hexadecimal(text: str):
    assert found_in(text.encode(), TRACES)


def test_not_where_it_is_not():
    assert not found_in(b"393351112222 3200000100 " + base64.b64encode(b"393351112222"), TRACES)
