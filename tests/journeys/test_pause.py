"""The service pauses for some days: prepared by one, approved by another, read by every subscriber with its days."""

from datetime import timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime

from broadcasts.models import Campaign
from subscribers.models import ConsentRecord, Subscriber
from tests.naming import with_number

PAUSE = "/admin/messaggi/sospensione/"
NOT_ON_WHATSAPP = "9001"
"""How the number ends of somebody whom another journey lets join although the simulator has no phone for them."""


def test_everybody_reads_the_days_and_one_leaves_with_the_button(stack, people, phones, desk):
    """Most wrote a moment ago and get it in free form; the one who leaves gets the template."""
    leaver = "+393200138101"
    phones.say(leaver, "Iscrizione")
    stack.until(lambda: phones.answers_to(leaver))
    everybody = Subscriber.objects.using("journeys")
    everybody.filter(with_number(leaver)).update(last_message_at=stack.now() - timedelta(days=2))
    first = localtime(stack.now()).date() + timedelta(days=10)
    last = first + timedelta(days=5)
    told = ConsentRecord.objects.using("journeys").filter(kind="notice_sent")
    before = told.count()

    desk.editor.send(PAUSE, desk.editor.open(PAUSE), dal=f"{first:%d/%m/%Y}", al=f"{last:%d/%m/%Y}")
    number = Campaign.objects.using("journeys").get(purpose="service_paused").pk
    subscribed = everybody.filter(status="subscribed")
    expected = {
        phone for phone in subscribed.values_list("phone", flat=True) if not phone.endswith(NOT_ON_WHATSAPP)
    }
    path = f"/admin/messaggi/{number}/chiedi-approvazione/"
    desk.editor.send(path, desk.editor.open(path))
    desk.launch(number)
    desk.until(number, "sent")

    lines = {line["to"]: line for line in phones.accepted() if "è sospeso dal" in line["text"]}
    assert set(lines) == expected >= {leaver, *people[:5]}
    for day in (first, last):
        assert all(date_format(day, "j F Y").lower() in line["text"] for line in lines.values())
    assert {tuple(line["buttons"]) for line in lines.values()} == {("Cancellazione",)}
    assert lines[leaver]["template"].startswith("servizio_sospeso_v1_")
    assert told.count() == before

    phones.tap(leaver, "Cancellazione")
    stack.until(lambda: not everybody.filter(with_number(leaver)).exists())
