"""The yearly reminder: to whom it is due and to nobody else, once, with the register as witness."""

from collections import Counter
from datetime import timedelta

import pytest

from broadcasts.models import Campaign
from subscribers.identity import known_pseudonyms
from subscribers.models import ConsentRecord, Subscriber
from tests.naming import with_number

CONSENTS = "/admin/messaggi/consensi/"
WORDS = "Ricevi le notizie del Comune di Cascina dal"
LEFT = "Fatto: non riceverai più messaggi"
LAST_YEAR = timedelta(days=400)
STAYER, STAYER_NOW = "+393200138001", "+393200138002"
"""Both want to go on. The second has written today: the reminder comes without a template."""
LEAVER, LEAVER_NOW = "+393200138003", "+393200138004"
"""Both leave, likewise."""
WHO_TAP = (STAYER, STAYER_NOW, LEAVER, LEAVER_NOW)


@pytest.fixture
def reminder(stack, people, phones, desk) -> list[str]:
    """The reminder has gone out to everybody to whom it was due: ten people."""
    for citizen in WHO_TAP:
        phones.say(citizen, "Iscrizione")
    stack.until(lambda: all(phones.answers_to(citizen) for citizen in WHO_TAP))
    due = [*people[:6], *WHO_TAP]
    long_ago = stack.now() - LAST_YEAR
    rows().filter(with_number(*due)).update(subscribed_at=long_ago, decided_at=long_ago)
    rows().filter(with_number(STAYER, LEAVER)).update(last_message_at=long_ago)
    desk.editor.send(CONSENTS, desk.editor.open(CONSENTS))
    number = Campaign.objects.using("journeys").get(purpose="yearly_reminder").pk
    path = f"/admin/messaggi/{number}/chiedi-approvazione/"
    desk.editor.send(path, desk.editor.open(path))
    desk.launch(number)
    desk.until(number, "sent")
    return due


def rows():
    return Subscriber.objects.using("journeys")


def reminded(phones) -> Counter:
    """How many reminders each phone got."""
    lines = [line for line in phones.accepted() if WORDS in line["text"]]
    return Counter(line["to"] for line in lines if ":delivery:" in line["reference"])


def kind_of(phones, citizen: str) -> str:
    """How WhatsApp calls the message that the reminder was."""
    return next(line["type"] for line in phones.accepted() if line["to"] == citizen and WORDS in line["text"])


def last_event(pseudonyms: list[str]) -> tuple[str, str, str, str]:
    """What the register learned last of somebody: what, how, by which rule, in which words."""
    event = ConsentRecord.objects.using("journeys").filter(pseudonym__in=pseudonyms).latest("sequence")
    return event.kind, event.channel, event.rule, event.words


@pytest.mark.sweep  # a year passes
def test_the_yearly_reminder(stack, phones, reminder):
    """Ten are due. The worker dies before the register knows; then four tap what is below the message."""
    assert reminded(phones) == dict.fromkeys(reminder, 1)
    told = ConsentRecord.objects.using("journeys").filter(kind="notice_sent")
    stack.kill("worker")  # whatever it was writing down
    stack.start_worker()
    stack.until(lambda: told.count() == 10)
    assert reminded(phones) == dict.fromkeys(reminder, 1)
    assert {record.confirmation.key for record in told.select_related("confirmation")} == {"yearly_reminder"}

    names = {citizen: known_pseudonyms(rows().get(with_number(citizen))) for citizen in WHO_TAP}
    assert [kind_of(phones, citizen) for citizen in WHO_TAP] == ["template", "interactive"] * 2
    for citizen in (STAYER, STAYER_NOW):
        phones.tap(citizen, "Continua")
    for citizen in (LEAVER, LEAVER_NOW):
        phones.tap(citizen, "Cancellazione")
    for citizen in WHO_TAP:
        stack.until(lambda who=citizen: len(phones.answers_to(who)) == 2)

    for citizen in (STAYER, STAYER_NOW):
        assert last_event(names[citizen]) == ("reconfirmed", "button", "button-stay", "Continua")
        assert rows().get(with_number(citizen)).confirmed_at > stack.now() - timedelta(minutes=5)
    for citizen in (LEAVER, LEAVER_NOW):
        assert last_event(names[citizen]) == ("opt_out", "button", "button-leave", "Cancellazione")
        assert phones.answers_to(citizen)[1].startswith(LEFT)
        assert not rows().filter(with_number(citizen)).exists()
    assert "Il registro è integro" in stack.manage("verify_consent_log")
