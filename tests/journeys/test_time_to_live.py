"""An alert, and three telephones that are switched off: one comes back in time, one too late, one never."""

from datetime import timedelta

import pytest

from broadcasts.models import Campaign, Delivery
from subscribers.models import Topic

PAGE = "/admin/messaggi/{}/modifica/"
MEANS = "Chi ha il telefono spento per più di 3 ore non lo riceve più."
LATER = timedelta(hours=3, minutes=15)


def states(number: int) -> list[str]:
    rows = Delivery.objects.using("journeys").filter(campaign=number)
    return sorted(rows.values_list("status", flat=True))


def gone(number: int) -> int:
    return sum(status in ("delivered", "read") for status in states(number))


def shown_on(phones, citizen: str, title: str) -> bool:
    return any(f"*{title}*" in bubble["text"] for bubble in phones.get(f"phones/{citizen}")["bubbles"])


@pytest.mark.sweep  # three hours pass
def test_an_alert_does_not_arrive_when_the_danger_is_over(stack, only_people, phones, desk):
    """It leaves as a template that expires, to who wrote today as well; what expires reads so, and stays so."""
    in_time, too_late, never = only_people[:3]
    for citizen in (in_time, too_late, never):
        phones.post("citizens", phone=citizen, is_off=True)
    alerts = Topic.objects.using("journeys").get(is_alert=True)
    number = desk.write("Vento forte", topics=alerts.pk)
    assert MEANS in desk.editor.open(PAGE.format(number)).text
    desk.launch(number)
    desk.until(number, "sent")
    stack.until(lambda: gone(number) == 197 and states(number).count("sent") == 3)
    assert {line["template"] for line in phones.broadcasts("Vento forte")} == {"allerta_testo_10800s_v1"}

    phones.post("citizens", phone=in_time, is_off=False)
    stack.until(lambda: gone(number) == 198)
    assert shown_on(phones, in_time, "Vento forte")

    stack.stop("worker")
    stack.start_worker(later=LATER)
    phones.post("settings", clock_ahead=LATER.total_seconds())
    phones.post("citizens", phone=too_late, is_off=False)
    stack.until(lambda: states(number).count("expired") == 2)
    assert not shown_on(phones, too_late, "Vento forte")
    assert Campaign.objects.using("journeys").get(pk=number).status == "sent"
    page = desk.approver.open(PAGE.format(number)).text
    assert "Scaduto senza conferma: 2." in page
    assert MEANS in page
    assert "Manda di nuovo" not in page
    phones.post("settings", clock_ahead=0)
    phones.post("citizens", phone=never, is_off=False)
