# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A broadcast leaves for five in a hundred and waits: somebody looks, and lets the others have it, or stops."""

import pytest

from broadcasts.models import Campaign

PAGE = "/admin/messaggi/{}/modifica/"
SHARE = 10
"""Five in a hundred of two hundred people."""
SOME_MORE = 20


def left_for_a_few(desk, phones, stack, title: str) -> int:
    """It waits, and whom it left for has got it; its number."""
    number = desk.write(title)
    desk.press(number, "ask-review", by=desk.editor)
    desk.press(number, "launch", when="now", first_share="5")
    desk.until(number, "paused")
    assert len(phones.broadcasts(title)) == SHARE
    stack.until(lambda: f"Arrivato a {SHARE}" in desk.approver.open(PAGE.format(number)).text)
    return number


@pytest.mark.usefixtures("nobody_wrote_today")
def test_a_person_looks_and_the_others_get_it_too(stack, people, phones, desk):
    number = left_for_a_few(desk, phones, stack, "Nuovi orari della biblioteca")
    page = desk.approver.open(PAGE.format(number)).text
    assert "Prima parte: 10 persone." in page
    assert "Aspettano 190 persone." in page
    few = {line["to"] for line in phones.broadcasts("Nuovi orari della biblioteca")}

    desk.press(number, "send-rest")
    stack.until(lambda: len(phones.broadcasts("Nuovi orari della biblioteca")) > SHARE + SOME_MORE)
    lines = phones.broadcasts("Nuovi orari della biblioteca")
    assert len({line["to"] for line in lines}) == len(lines)  # nobody twice
    assert few < {line["to"] for line in lines} <= set(people)


@pytest.mark.usefixtures("nobody_wrote_today")
def test_or_stops_and_nobody_else_gets_it(stack, phones, desk):
    number = left_for_a_few(desk, phones, stack, "Sportello chiuso per errore")
    desk.press(number, "cancel", reason="Il giorno è sbagliato")
    stopped = Campaign.objects.using("journeys").get(pk=number)
    assert (stopped.status, stopped.deliveries.filter(status="skipped").count()) == ("cancelled", 190)
    assert not stopped.deliveries.filter(
        status__in=["queued", "sending"]
    ).exists()  # nothing is left to leave
    assert len(phones.broadcasts("Sportello chiuso per errore")) == SHARE
