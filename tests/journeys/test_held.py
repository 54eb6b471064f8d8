"""WhatsApp keeps part of a broadcast back: people see it, some are released, some dropped and then sent again."""

import pytest

from broadcasts.models import Campaign, Delivery

LIST = "/admin/messaggi/"
TEMPLATE = {"name": "avviso_testo_v1", "language": "it", "status": "APPROVED"}


@pytest.fixture
def paced(phones):
    """After 120 messages of a template WhatsApp keeps the others back, until the story decides."""
    phones.post("settings", held_after=120)
    yield phones
    phones.post("settings", held_after=0)
    phones.post("template", **TEMPLATE)


def states(number: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for status in Delivery.objects.using("journeys").filter(campaign=number).values_list("status", flat=True):
        found[status] = found.get(status, 0) + 1
    return found


def arrived(number: int) -> int:
    told = states(number)
    return told.get("delivered", 0) + told.get("read", 0)


def page(desk, number: int) -> str:
    return desk.approver.open(f"{LIST}{number}/modifica/").text


@pytest.mark.sweep  # WhatsApp takes its time
def test_some_are_released_and_some_dropped(stack, people, paced, desk, nobody_wrote_today):
    """Two hundred: 120 leave, 80 are kept back; of these 50 arrive, 30 are dropped, and a person sends them again."""
    number = desk.broadcast("Piano neve")
    desk.until(number, "sent")
    stack.until(lambda: states(number).get("held") == 80 and arrived(number) == 120)
    shown = page(desk, number)
    assert "Trattenuto da WhatsApp: 80." in shown
    assert "Trattenuti da WhatsApp</th>" in shown

    paced.post("held", decision="release", most=50)
    stack.until(lambda: arrived(number) == 170)
    assert states(number)["held"] == 30

    paced.post("held", decision="drop")
    stack.until(lambda: states(number).get("failed") == 30)
    assert Campaign.objects.using("journeys").get(pk=number).status == "sent"  # nobody tried again by itself
    shown = page(desk, number)
    assert "Perché a 30 persone non è arrivato" in shown
    assert "Manda di nuovo a chi non l&#x27;ha ricevuto (30)" in shown

    paced.post("settings", held_after=0)
    stack.until(lambda: paced.post("template", **TEMPLATE)["status"] == "APPROVED")
    desk.press(number, "resend")
    stack.until(lambda: arrived(number) == 200)
    for citizen in people:
        bubbles = paced.get(f"phones/{citizen}")["bubbles"]
        assert sum("*Piano neve*" in bubble["text"] for bubble in bubbles) == 1, citizen
