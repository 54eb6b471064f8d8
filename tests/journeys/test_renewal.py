# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asked again after two years: one goes on, one writes it, one leaves, one says nothing, and comes back too late."""

from datetime import timedelta

import pytest

from broadcasts.models import Campaign
from subscribers.identity import known_pseudonyms
from subscribers.models import ConsentRecord, Subscriber
from tests.naming import with_number

LONG_AGO = timedelta(days=800)
STAYER, WRITER, LEAVER, SILENT = (f"+39320013820{n}" for n in range(1, 5))
ASKED = (STAYER, WRITER, LEAVER, SILENT)
QUESTION, REMINDER = "renewal_question", "renewal_reminder"
PROPOSE = "from broadcasts.tasks import propose; propose()"
END = (
    "from broadcasts.sending import renewal_ends; from django.utils import timezone; "
    "print(renewal_ends.end_due(timezone.now()))"
)
"""The night's work, on a server that has listened for long enough."""


def rows():
    return Subscriber.objects.using("journeys")


def kinds(pseudonyms: list[str]) -> list[str]:
    """What the register knows of somebody, in order."""
    events = ConsentRecord.objects.using("journeys").filter(pseudonym__in=pseudonyms)
    return list(events.order_by("sequence").values_list("kind", flat=True))


def send_out(purpose: str, stack, desk, *, to: int) -> None:
    """The program proposes it, two people send it, and the register learns whom it reached."""
    stack.manage("shell", "-c", PROPOSE)
    number = Campaign.objects.using("journeys").get(purpose=purpose).pk
    path = f"/admin/messaggi/{number}/chiedi-approvazione/"
    desk.editor.send(path, desk.editor.open(path))
    desk.launch(number)
    desk.until(number, "sent")
    told = ConsentRecord.objects.using("journeys").filter(kind="notice_sent", confirmation__key=purpose)
    stack.until(lambda: told.count() == to)


def days_pass(citizen: str, stack, *, asked: int, reminded: int | None) -> None:
    """So many days lie between what reached them and now."""
    now = stack.now() + stack.worker_is_ahead
    rows().filter(with_number(citizen)).update(
        renewal_asked_at=now - timedelta(days=asked),
        renewal_reminded_at=None if reminded is None else now - timedelta(days=reminded),
        renewal_until=now - timedelta(days=asked - 60),
    )


@pytest.mark.sweep  # two years pass
def test_asked_again_after_two_years(stack, phones, desk):
    for citizen in ASKED:
        phones.say(citizen, "Iscrizione")
    stack.until(lambda: all(phones.answers_to(citizen) for citizen in ASKED))
    long_ago = stack.now() - LONG_AGO
    rows().filter(with_number(*ASKED)).update(subscribed_at=long_ago, decided_at=long_ago)
    rows().filter(with_number(STAYER, SILENT)).update(last_message_at=long_ago)
    names = {citizen: known_pseudonyms(rows().get(with_number(citizen))) for citizen in ASKED}

    send_out(QUESTION, stack, desk, to=4)
    phones.tap(STAYER, "Sì, continuate")
    phones.say(WRITER, "sì")
    phones.tap(LEAVER, "No, cancellatemi")
    for citizen in (STAYER, WRITER, LEAVER):
        stack.until(lambda who=citizen: len(phones.answers_to(who)) == 2)
    assert [kinds(names[citizen])[-1] for citizen in ASKED] == [
        *("reconfirmed", "reconfirmed", "opt_out", "notice_sent")
    ]

    days_pass(SILENT, stack, asked=31, reminded=None)
    send_out(REMINDER, stack, desk, to=1)
    days_pass(SILENT, stack, asked=69, reminded=38)
    messages = len(phones.accepted())
    assert stack.manage("shell", "-c", END).split()[-1] == "1"
    assert not rows().filter(with_number(SILENT)).exists()
    assert kinds(names[SILENT])[-3:] == ["notice_sent", "notice_sent", "expired"]
    assert len(phones.accepted()) == messages
    assert "Il registro è integro" in stack.manage("verify_consent_log")

    phones.tap(SILENT, "Sì, continuate")
    stack.until(lambda: rows().filter(with_number(SILENT), status="subscribed").exists())
    assert kinds(names[SILENT])[-1] == "opt_in"
