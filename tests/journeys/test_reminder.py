# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The yearly reminder: to whom it is due and to nobody else, once, with the register as witness."""

from collections import Counter
from datetime import timedelta

from broadcasts.models import Campaign
from subscribers.models import ConsentRecord, Subscriber

CONSENTS = "/admin/broadcasts/campaign/consensi/"
WORDS = "Ricevi le notizie del Comune di Cascina dal"


def reminded(phones) -> Counter:
    """How many reminders each phone got."""
    lines = [line for line in phones.accepted() if WORDS in line["text"]]
    return Counter(line["to"] for line in lines if ":delivery:" in line["reference"])


def test_who_joined_a_year_ago_is_reminded_once_and_the_register_knows_it(stack, people, phones, desk):
    """Ten are due. The worker dies before the register knows; one leaves after the message."""
    leaver = "+393200138001"
    due = [*people[:9], leaver]
    phones.say(leaver, "Iscrizione")
    stack.until(lambda: phones.answers_to(leaver))
    everybody = Subscriber.objects.using("journeys")
    everybody.filter(phone__in=due).update(subscribed_at=stack.now() - timedelta(days=400))
    page = desk.editor.open(CONSENTS)
    desk.editor.send(CONSENTS, page)
    number = Campaign.objects.using("journeys").get(purpose="yearly_reminder").pk
    path = f"/admin/broadcasts/campaign/{number}/ask-review/"
    desk.editor.send(path, desk.editor.open(path))
    desk.launch(number)
    desk.until(number, "sent")

    assert reminded(phones) == dict.fromkeys(due, 1)
    told = ConsentRecord.objects.using("journeys").filter(kind="notice_sent")
    stack.kill("worker")  # whatever it was writing down
    stack.start_worker()
    stack.until(lambda: told.count() == 10, 90)
    assert reminded(phones) == dict.fromkeys(due, 1)
    assert {record.confirmation.key for record in told.select_related("confirmation")} == {"yearly_reminder"}
    assert "Il registro è integro" in stack.manage("verify_consent_log")

    line = next(line for line in phones.accepted() if line["to"] == leaver and WORDS in line["text"])
    assert line["buttons"] == ["Continua", "Cancellazione"]
    phones.say(leaver, "Cancellazione")
    stack.until(lambda: not everybody.filter(phone=leaver).exists())
