"""A message comes out beside the telephones, or without them; when everything dies meanwhile, once or in doubt."""

from datetime import timedelta

import pytest

from broadcasts.models import Delivery
from broadcasts.slices.outlets.models import PressAddress, Publication

EVERYWHERE = ["telegram", "whatsapp_channel", "email"]
LATER = timedelta(minutes=10)
"""When the machine is back: longer than an attempt may last (publishing.LEASE)."""
PAGE = """
from django.test import Client
print(Client(SERVER_NAME="localhost").get("/messaggi/{number}/", follow=True).content.decode())
"""
"""The public page at the worker's time, which other stories may have put ahead of the site's."""


@pytest.fixture
def channel(stack):
    """What stands in the channel, and what goes wrong there."""

    class Channel:
        def misbehaves(self, fault: str) -> None:
            stack.http.post(f"{stack.simulator}/telegram/faults", data={"fault": fault})

        def holds(self, title: str) -> list[dict]:
            told = stack.http.get(f"{stack.simulator}/telegram/messages.json").json()
            return [message for message in told["messages"] if f"<b>{title}</b>" in message["text"]]

        @property
        def calls(self) -> int:
            return len(stack.http.get(f"{stack.simulator}/telegram/messages.json").json()["calls"])

    found = Channel()
    yield found
    found.misbehaves("")


def states(number: int) -> dict[str, str]:
    rows = Publication.objects.using("journeys").filter(campaign=number)
    return dict(rows.values_list("outlet", "status"))


def letters(stack, title: str) -> int:
    return sum(title in file.read_text(errors="replace") for file in (stack.folder / "mail").glob("*"))


def test_an_event_rings_no_telephone_and_is_in_the_channel_and_on_the_site(stack, desk, channel):
    number = desk.broadcast("Letture in giardino", where_asked="1", where=["telegram"])
    stack.until(lambda: states(number) == {"telegram": "published"})

    assert len(channel.holds("Letture in giardino")) == 1
    page = stack.manage("shell", "--verbosity=0", "--command", PAGE.format(number=number))
    assert "<title>Letture in giardino" in page
    assert desk.status(number) == "sent"
    assert not Delivery.objects.using("journeys").filter(campaign=number).exists()


@pytest.mark.sweep
def test_killed_while_it_publishes_everywhere(stack, desk, channel):
    """kill -9 in the middle of the call: each comes out once, or a person is asked."""
    title = "Dappertutto, con un guasto"
    PressAddress.objects.using("journeys").create(
        name="Il Tirreno", kind="press", address="r@tirreno.example"
    )
    channel.misbehaves("slow")
    before = channel.calls
    number = desk.broadcast(title, where_asked="1", where=EVERYWHERE)
    stack.until(lambda: channel.calls > before)
    stack.kill("worker")
    stack.start_worker(later=LATER)

    stack.until(lambda: states(number)["telegram"] == "uncertain")
    stack.until(lambda: states(number)["email"] in ("published", "uncertain"))
    assert states(number)["whatsapp_channel"] == "waiting"  # for a person
    assert letters(stack, title) == 1 or (letters(stack, title), states(number)["email"]) == (0, "uncertain")

    stack.until(lambda: channel.holds(title))  # it had been taken: who looks finds it
    row = Publication.objects.using("journeys").get(campaign=number, outlet="telegram")
    page = desk.approver.open(f"/admin/messaggi/{number}/modifica/")
    desk.approver.send(f"/admin/messaggi/{number}/dove/", page, publication=str(row.pk), what="there")
    assert states(number)["telegram"] == "published"
    assert len(channel.holds(title)) == 1
