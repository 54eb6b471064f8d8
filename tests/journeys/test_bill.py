"""At night WhatsApp's own bill is read: the page shows it beside ours, and by how much it is wrong."""

import re

import pytest

from broadcasts.models import ReportedReading

STATEMENT = "/admin/tetti-di-spesa/conto/"
NIGHT = "from broadcasts import tasks; tasks.tally_late.delay(); tasks.read_reported.delay()"
"""Both ticks of the night, without waiting for it: the worker does the rest."""
WHOLE = re.compile(r">Tutti</th>(.*?)</tr>", re.DOTALL)
CELL = re.compile(r">([^<>]+)</td>")


@pytest.fixture(autouse=True)
def bill_is_right_again(phones):
    yield
    phones.post("settings", bill_more_messages=0)


def a_night_passes(stack) -> None:
    known = ReportedReading.objects.using("journeys")
    before = known.values_list("answered_at", flat=True).first()
    stack.manage("shell", "--verbosity=0", "--command", NIGHT)
    stack.until(lambda: known.values_list("answered_at", flat=True).first() != before)


def compared(desk) -> tuple[int, int, int]:
    """Messages by our count, by WhatsApp's, and the difference that the page shows."""
    (cells,) = WHOLE.findall(desk.approver.open(STATEMENT).text)
    ours, theirs, difference, *_ = CELL.findall(cells)
    return tuple(int(told.replace(".", "").replace("−", "-")) for told in (ours, theirs, difference))


def settled(stack, desk) -> tuple[int, int, int]:
    """The same, after a night in which no answer to those who joined was still on its way."""
    before, told = None, night_s_comparison(stack, desk)
    while told != before:
        before, told = told, night_s_comparison(stack, desk)
    return told


def night_s_comparison(stack, desk) -> tuple[int, int, int]:
    a_night_passes(stack)
    return compared(desk)


@pytest.mark.usefixtures("people")
def test_whatsapps_bill_stands_beside_ours_and_never_changes_it(stack, phones, desk):
    ours, theirs, difference = settled(stack, desk)
    assert theirs >= 200  # the answers to those who joined
    assert difference == theirs - ours

    phones.post("settings", bill_more_messages=7)
    assert night_s_comparison(stack, desk) == (ours, theirs + 7, difference + 7)
