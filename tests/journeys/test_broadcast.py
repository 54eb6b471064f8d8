# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A broadcast and two hundred phones: each gets one message of its own, whatever happens in between."""

import time
from collections import Counter
from datetime import timedelta
from html import unescape
from zoneinfo import ZoneInfo

import feedparser
import pytest
import requests
from django.utils.html import strip_tags

from broadcasts.models import Closure, Delivery
from tests.naming import with_number
from tests.patience import AT_LAST

from .conftest import set_hours

ROME = ZoneInfo("Europe/Rome")


def recipients(phones, title: str) -> Counter:
    """How many messages of this broadcast each phone got."""
    return Counter(line["to"] for line in phones.broadcasts(title))


def followed(stack, title: str) -> list:
    """What who follows the messages with a feed reader has of this one."""
    feed = requests.get(f"{stack.site}/messaggi/feed.atom", timeout=AT_LAST)
    return [entry for entry in feedparser.parse(feed.content).entries if entry.title == title]


def each_of(people: list[str], got: Counter) -> bool:
    """Whether everybody has exactly one."""
    return all(got[citizen] == 1 for citizen in people)


@pytest.mark.parametrize("kind", ["text", "image", "document"])
def test_every_phone_gets_its_own_message(kind, stack, people, phones, desk):
    """Two hundred subscribers, two hundred phones, one message each, with the attachment uploaded once.

    Who follows the messages without WhatsApp reads the same words.
    """
    title = f"Prova di {kind}"
    uploads = phones.get("counts")["uploads"]
    number = desk.broadcast(title, kind=kind)
    desk.until(number, "sent")
    assert each_of(people, recipients(phones, title))
    assert phones.get("counts")["uploads"] - uploads == (0 if kind == "text" else 1)
    if kind != "text":
        assert all(line["media"] for line in phones.broadcasts(title))
    (entry,) = stack.until(lambda: followed(stack, title))
    words = unescape(strip_tags(entry.content[0].value)).partition("\n")[0]
    assert all(words in line["text"] for line in phones.broadcasts(title))
    assert len(entry.enclosures) == (0 if kind == "text" else 1)
    assert all("Cancellazione" in line["buttons"] for line in phones.broadcasts(title))


def test_outside_the_window_it_goes_out_as_a_template(stack, people, phones, desk):
    """Who wrote more than a day ago gets the approved template, with the very same words."""
    from subscribers.models import Subscriber

    old = stack.now() - timedelta(days=3)
    everybody = Subscriber.objects.using("journeys").exclude(last_message_at=None)
    recent = dict(everybody.values_list("pk", "last_message_at"))
    everybody.update(last_message_at=old)
    number = desk.broadcast("Fuori finestra")
    desk.until(number, "sent")
    lines = phones.broadcasts("Fuori finestra")
    assert each_of(people, recipients(phones, "Fuori finestra"))
    assert {line["template"] for line in lines} == {"avviso_testo_v1"}
    for pk, at in recent.items():
        Subscriber.objects.using("journeys").filter(pk=pk).update(last_message_at=at)


def test_receipts_reach_the_report(stack, people, phones, desk):
    """Reversed and each three times, receipts end in "delivered" or "read", and nothing goes back."""
    phones.post("settings", status_order="reversed", repeat=3)
    number = desk.broadcast("Ricevute alla rovescia")
    desk.until(number, "sent")
    deliveries = Delivery.objects.using("journeys").filter(campaign=number)
    stack.until(lambda: not deliveries.exclude(status__in=["delivered", "read"]).exists())
    assert desk.progress(number)["percent"] == 100


def test_who_leaves_in_the_middle_gets_nothing_more(stack, people, phones, desk):
    """The last in the queue writes "Cancellazione" while the broadcast runs, and is left alone."""
    leaver = people[-1]
    number = desk.broadcast("Avviso lungo")
    stack.until(lambda: len(phones.broadcasts("Avviso lungo")) > 20)
    phones.say(leaver, "Cancellazione")
    desk.until(number, "sent")
    got = recipients(phones, "Avviso lungo")
    assert got[leaver] == 0
    assert each_of(people[:-1], got)
    skipped = Delivery.objects.using("journeys").filter(campaign=number, status="skipped")
    assert skipped.count() == 1
    phones.say(leaver, "Iscrizione")  # back for the journeys that follow
    stack.until(lambda: phones.answers_to(leaver)[-1].startswith("La tua iscrizione è attiva"))


def test_leaving_is_confirmed_while_a_broadcast_runs(stack, people, phones, desk):
    """Twenty people leave, five a second: all are told so, and no message comes after that (how soon: the bench)."""
    leavers = people[-20:]
    answered = {citizen: len(phones.answers_to(citizen)) for citizen in leavers}
    number = desk.broadcast("Corsie")
    stack.until(lambda: phones.broadcasts("Corsie"))
    for citizen in leavers:
        phones.say(citizen, "Cancellazione")
        time.sleep(0.2)
    desk.until(number, "sent")
    stack.until(lambda: all(len(phones.answers_to(citizen)) > answered[citizen] for citizen in leavers))

    told, got = {}, {}
    for line in phones.accepted():
        if ":reply:" in line["reference"]:
            told[line["to"]] = line["at"]
        elif "*Corsie*" in line["text"]:
            got[line["to"]] = line["at"]
    assert [citizen for citizen in leavers if got.get(citizen, 0) > told[citizen]] == []
    assert set(people[:-20]) <= set(got)

    for citizen in leavers:  # back for the journeys that follow
        phones.say(citizen, "Iscrizione")
    stack.until(lambda: _subscribed(leavers) == 20)


def test_closing_time_stops_it_and_the_opening_resumes_it(stack, people, phones, desk):
    """The office closes while it is being sent, which takes five seconds, and opens again seven seconds later."""
    number = desk.write("A cavallo della chiusura")
    now = stack.now().astimezone(ROME)
    closes, opens = now + timedelta(seconds=4), now + timedelta(seconds=11)
    set_hours(
        [
            ((now - timedelta(minutes=5)).time(), closes.time()),
            (opens.time(), (now + timedelta(hours=1)).time()),
        ]
    )
    desk.launch(number)
    desk.until(number, "sent")
    moments = [line["at"] for line in phones.broadcasts("A cavallo della chiusura")]
    while_closed = [at for at in moments if closes.timestamp() + 1 < at < opens.timestamp()]
    assert while_closed == [], "something left while the office was closed"
    assert min(moments) < closes.timestamp(), "it should have begun before the closing"
    assert max(moments) > opens.timestamp(), "it should have gone on after the opening"
    assert each_of(people, recipients(phones, "A cavallo della chiusura"))


def test_on_a_closed_day_only_the_urgent_leaves(stack, people, phones, desk):
    """Today the office is closed: an ordinary broadcast waits, an urgent one leaves at once."""
    today = stack.now().astimezone(ROME).date()
    Closure.objects.using("journeys").create(first=today, last=today, reason="Prova di chiusura")
    ordinary = desk.broadcast("Può aspettare")
    urgent = desk.broadcast("Allerta", is_urgent="on", urgent_reason="Allerta arancione")
    desk.until(urgent, "sent")
    assert each_of(people, recipients(phones, "Allerta"))
    assert desk.status(ordinary) == "approved"
    assert recipients(phones, "Può aspettare").total() == 0
    Closure.objects.using("journeys").all().delete()
    desk.until(ordinary, "sent")
    assert each_of(people, recipients(phones, "Può aspettare"))


def test_pause_resume(stack, people, phones, desk):
    """Paused, nothing more leaves; resumed, the rest does, and nobody gets it twice."""
    number = desk.broadcast("Con una pausa")
    stack.until(lambda: len(phones.broadcasts("Con una pausa")) > 20)
    desk.press(number, "pause", reason="Un momento")
    in_flight = stack.until(lambda: _settled(stack, phones, "Con una pausa"))
    assert 20 < in_flight < 200
    desk.press(number, "resume")
    desk.until(number, "sent")
    assert each_of(people, recipients(phones, "Con una pausa"))


def test_cancel(stack, people, phones, desk):
    """Cancelled, what has not left never will, and the rest is listed as skipped."""
    number = desk.broadcast("Da annullare")
    stack.until(lambda: len(phones.broadcasts("Da annullare")) > 20)
    desk.press(number, "cancel", reason="Rinviato")
    arrived = stack.until(lambda: _settled(stack, phones, "Da annullare"))
    skipped = Delivery.objects.using("journeys").filter(campaign=number, status="skipped").count()
    total = Delivery.objects.using("journeys").filter(campaign=number).count()
    assert arrived + skipped == total
    assert max(recipients(phones, "Da annullare").values()) == 1


def test_the_attempts_that_fail_are_explained(stack, people, phones, desk):
    """Not on WhatsApp, busy, crash, answer lost, opted out at WhatsApp: each ends as it must, none twice."""
    odd = {f"+3932000{ending}": ending for ending in ("39001", "39003", "39005", "39007")}
    for citizen in odd:
        phones.say(citizen, "Iscrizione")
    stack.until(lambda: _subscribed(odd) == 4)
    number = desk.broadcast("Con guasti")
    deliveries = Delivery.objects.using("journeys").filter(campaign=number)
    desk.until(number, "sent")
    got = recipients(phones, "Con guasti")
    assert each_of(people, got)
    assert max(got.values()) == 1
    by_phone = {}
    for delivery in deliveries.select_related("subscriber"):
        by_phone[delivery.subscriber.phone] = delivery
    assert by_phone["+393200039001"].status == "failed"
    assert by_phone["+393200039001"].reason == "Il numero non ha WhatsApp, o ha una versione troppo vecchia"
    assert by_phone["+393200039003"].status in ("accepted", "sent", "delivered", "read")
    assert by_phone["+393200039005"].status in ("sent", "delivered", "read")
    stack.until(lambda: _subscribed(["+393200039007"]) == 0)


def test_a_view_only_user_may_not_launch(desk, stack):
    """Rosa audits: she may look, and the button answers 403 with one line in the log."""
    number = desk.write("Non da Rosa")
    page = desk.auditor.open(f"/admin/messaggi/{number}/modifica/")
    assert page.status_code == 200
    answer = desk.auditor.send(f"/admin/messaggi/{number}/avvia/", page)
    assert answer.status_code == 403
    assert desk.status(number) == "draft"


def _settled(stack, phones, title: str) -> int:
    """How many messages arrived, once a second has passed without another; 0 while they still come."""
    before = len(phones.broadcasts(title))
    time.sleep(1.5)
    after = len(phones.broadcasts(title))
    return after if before == after else 0


def _subscribed(citizens) -> int:
    from subscribers.models import Subscriber

    return Subscriber.objects.using("journeys").filter(with_number(*citizens)).count()
