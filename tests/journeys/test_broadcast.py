"""A broadcast and two hundred phones: each gets one message of its own, whatever happens in between."""

from collections import Counter
from html import unescape
from zoneinfo import ZoneInfo

import feedparser
import pytest
from django.utils.html import strip_tags

from broadcasts.models import Closure, Delivery
from broadcasts.sending import scheduling
from tests.naming import with_number

from .conftest import ALL_DAY, IN_FLIGHT, TAKEN, set_hours
from .recovering import RECOVER

ROME = ZoneInfo("Europe/Rome")


def recipients(phones, title: str) -> Counter:
    """How many messages of this broadcast each phone got."""
    return Counter(line["to"] for line in phones.broadcasts(title))


def followed(stack, title: str) -> list:
    """What who follows the messages with a feed reader has of this one."""
    feed = stack.http.get(f"{stack.site}/messaggi/feed.atom")
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


@pytest.mark.usefixtures("nobody_wrote_today")
def test_outside_the_window_it_goes_out_as_a_template(people, phones, desk):
    """Who wrote more than a day ago gets the approved template, with the very same words."""
    number = desk.broadcast("Fuori finestra")
    desk.until(number, "sent")
    lines = phones.broadcasts("Fuori finestra")
    assert each_of(people, recipients(phones, "Fuori finestra"))
    assert {line["template"] for line in lines} == {"avviso_testo_v1"}


def test_receipts_reach_the_report(stack, people, phones, desk):
    """Reversed and each three times, receipts end in "delivered" or "read", and nothing goes back."""
    phones.post("settings", status_order="reversed", repeat=3)
    number = desk.broadcast("Ricevute alla rovescia")
    desk.until(number, "sent")
    deliveries = Delivery.objects.using("journeys").filter(campaign=number)
    stack.until(lambda: not deliveries.exclude(status__in=["delivered", "read"]).exists())
    told = desk.approver.open(f"/admin/messaggi/{number}/modifica/").text
    assert f"Arrivato a tutte le {len(people)} persone" in told, told


def test_who_leaves_in_the_middle_gets_nothing_more(stack, people, phones, desk, broadcast_in_the_middle):
    """The last in the queue writes "Cancellazione" while calls to WhatsApp wait: it is confirmed, nothing follows."""
    number = broadcast_in_the_middle("Avviso lungo")
    leaver = queued(number, people)[-1]
    leave(stack, phones, [leaver])
    phones.go_on()
    desk.until(number, "sent")
    got = recipients(phones, "Avviso lungo")
    assert got[leaver] == 0
    assert each_of([citizen for citizen in people if citizen != leaver], got)
    assert with_status(number, "skipped").count() == 1
    come_back(stack, phones, [leaver])


def test_nothing_comes_after_a_goodbye_is_confirmed(stack, people, phones, desk, broadcast_in_the_middle):
    """Who waits is told at once; whom a message may still reach, after that; and so is who leaves when it goes on."""
    number = broadcast_in_the_middle("Corsie")
    waiting = queued(number, people)
    first, last, called = waiting[-10:], waiting[-20:-10], in_flight(number, people)[:5]
    told_before = {citizen: len(phones.answers_to(citizen)) for citizen in (*called, *last)}
    for citizen in called:
        phones.say(citizen, "Cancellazione")
    leave(stack, phones, first)
    assert [citizen for citizen in called if len(phones.answers_to(citizen)) > told_before[citizen]] == []

    phones.go_on()
    for citizen in last:
        phones.say(citizen, "Cancellazione")
    desk.until(number, "sent")
    stack.until(lambda: all(len(phones.answers_to(who)) > many for who, many in told_before.items()))

    told, got = {}, {}
    for line in phones.accepted():
        if ":reply:" in line["reference"]:
            told[line["to"]] = line["seq"]
        elif "*Corsie*" in line["text"]:
            got[line["to"]] = line["seq"]
    leavers = {*first, *called, *last}
    assert [citizen for citizen in leavers if got.get(citizen, 0) > told[citizen]] == []
    assert [citizen for citizen in first if citizen in got] == []
    assert set(people) - leavers <= set(got)
    come_back(stack, phones, leavers)


def test_closing_time_stops_it_and_the_opening_resumes_it(
    stack, people, phones, desk, broadcast_in_the_middle
):
    """The office closes while it is being sent: what had been asked of WhatsApp leaves, the rest at the opening.

    Hours that a clerk changes count for a sender from its next lease.
    """
    title = "A cavallo della chiusura"
    number = broadcast_in_the_middle(title)
    lease_over = stack.now() + scheduling.LEASE
    set_hours([])
    stack.until(lambda: stack.now() > lease_over)
    phones.go_on()
    stack.until(lambda: not with_status(number, "sending").exists())
    assert recipients(phones, title).total() == TAKEN + IN_FLIGHT
    assert desk.status(number) == "sending"
    assert with_status(number, "queued").exists()

    set_hours(ALL_DAY)
    desk.until(number, "sent")
    assert each_of(people, recipients(phones, title))


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


def test_pause_resume(stack, people, phones, desk, broadcast_in_the_middle):
    """Paused, what was claimed leaves and nothing else; resumed, the rest does, and nobody gets it twice."""
    number = broadcast_in_the_middle("Con una pausa")
    desk.press(number, "pause")
    claimed = claimed_of(number)
    phones.go_on()
    stack.until(lambda: not with_status(number, "sending").exists())
    arrived = recipients(phones, "Con una pausa").total()
    assert TAKEN + IN_FLIGHT <= arrived == claimed_of(number) <= claimed < len(people)
    assert desk.status(number) == "paused"
    desk.press(number, "resume")
    desk.until(number, "sent")
    assert each_of(people, recipients(phones, "Con una pausa"))


def test_cancel(stack, people, phones, desk, broadcast_in_the_middle):
    """Cancelled, what has not left never will, and the rest is listed as skipped."""
    number = broadcast_in_the_middle("Da annullare")
    desk.press(number, "cancel", reason="Rinviato")
    phones.go_on()
    stack.until(lambda: not with_status(number, "sending").exists())
    stack.manage(*RECOVER)  # what was claimed and given back is skipped then
    got = recipients(phones, "Da annullare")
    skipped = with_status(number, "skipped").count()
    assert TAKEN + IN_FLIGHT <= got.total() == with_status(number).count() - skipped < len(people)
    assert max(got.values()) == 1


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


def with_status(number: int, *statuses: str):
    """The deliveries of a broadcast that are in one of these states, or all, in the order of the queue."""
    rows = Delivery.objects.using("journeys").filter(campaign=number).order_by("pk")
    return rows.filter(status__in=statuses) if statuses else rows


def claimed_of(number: int) -> int:
    """How many a sender has claimed, whatever became of them."""
    return with_status(number).exclude(status="queued").count()


def queued(number: int, people: list[str]) -> list[str]:
    """Those of the people whose turn is still to come, in order."""
    return _phones(with_status(number, "queued"), people)


def in_flight(number: int, people: list[str]) -> list[str]:
    """Those of the people whose message is claimed: it may have left."""
    return _phones(with_status(number, "sending"), people)


def _phones(deliveries, people: list[str]) -> list[str]:
    found = (delivery.subscriber.phone for delivery in deliveries.select_related("subscriber"))
    return [phone for phone in found if phone in people]


def leave(stack, phones, citizens: list[str]) -> None:
    """They write the word, and each is told that they have left."""
    before = {citizen: len(phones.answers_to(citizen)) for citizen in citizens}
    for citizen in citizens:
        phones.say(citizen, "Cancellazione")
    stack.until(lambda: all(len(phones.answers_to(who)) > many for who, many in before.items()))


def come_back(stack, phones, citizens) -> None:
    """For the journeys that follow."""
    for citizen in citizens:
        phones.say(citizen, "Iscrizione")
    stack.until(lambda: _subscribed(citizens) == len(citizens))


def _subscribed(citizens) -> int:
    from subscribers.models import Subscriber

    return Subscriber.objects.using("journeys").filter(with_number(*citizens)).count()
