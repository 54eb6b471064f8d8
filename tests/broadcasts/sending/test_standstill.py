"""A broadcast that may leave and does not is told after a minute: on the pages, to watchers, in the figures."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from broadcasts.models import Campaign, CampaignEvent, Closure, Delivery, NumberStatus, OfficeHours
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from broadcasts.sending import rate_limiter, standstill
from tests.broadcasts.moments import HOUR, MINUTE, SECOND
from tests.builders import NOW, subscribe, under_way
from tests.people import ANNA, BRUNO, PAOLO
from tests.staff import SARA, at_desk

AGO = NOW - 10 * MINUTE


@pytest.fixture
def still() -> Campaign:
    """One that began ten minutes ago, for two people, of whom nobody has had it."""
    subscribe(ANNA)
    subscribe(BRUNO)
    made = under_way(title="Via Roma chiusa")
    Campaign.objects.update(started_at=AGO)
    return made


def leave(status: DeliveryStatus, **fields: object) -> None:
    first = Delivery.objects.order_by("pk").first()
    Delivery.objects.filter(pk=first.pk).update(status=status, claimed_at=NOW - MINUTE / 2, **fields)


WHY_NOT: dict[str, Callable[[], object]] = {
    "a message has just left": lambda: leave(DeliveryStatus.ACCEPTED, outside_window=True),
    "Meta has us wait with each": lambda: Delivery.objects.update(not_before=NOW + MINUTE),
    "Meta has all of us wait": lambda: rate_limiter.slow_down(now=NOW.timestamp()),
    "no room is left today": lambda: NumberStatus.objects.update_or_create(pk=1, defaults={"daily_limit": 0}),
    "the office is closed": lambda: Closure.objects.create(first=NOW.date(), last=NOW.date(), reason="Festa"),
    "it has just opened": lambda: OfficeHours.objects.filter(weekday=NOW.weekday()).delete(),
    "a person has stopped it": lambda: Campaign.objects.update(status=CampaignStatus.PAUSED),
    "it has just been resumed": lambda: CampaignEvent.objects.create(
        campaign=Campaign.objects.get(), what=CampaignEvent.Step.RESUMED, at=NOW - MINUTE / 2
    ),
    "nobody waits": lambda: Delivery.objects.update(status=DeliveryStatus.ACCEPTED, claimed_at=AGO),
}


def test_what_was_claimed_and_given_back_counts_as_nothing(still):
    assert standstill.standing_still(NOW) == [still]
    leave(DeliveryStatus.QUEUED, outside_window=False)
    assert standstill.standing_still(NOW) == [still]


@pytest.mark.parametrize("why", WHY_NOT)
def test_what_has_a_reason_does_not_stand_still(still, why: str):
    WHY_NOT[why]()
    assert standstill.standing_still(NOW) == []


def test_it_is_told_on_every_page_and_to_watchers(still, client: Client):
    """Of pages only that there is one: whoever administers the system reads no title."""
    with time_machine.travel(NOW, tick=False):
        standstill.note(NOW)
        for clerk in (PAOLO, SARA):
            assert "Un messaggio è in invio e da più di un minuto" in at_desk(clerk).get("/admin/").text
        assert client.get("/readyz").json()["sending"] is False
        figures = client.get("/metrics").text
    assert "cascina_campaigns_standing_still 1.0" in figures


@pytest.mark.parametrize(
    ("waits", "words"),
    [
        ((None, None), ""),
        ((HOUR, None), ""),
        ((30 * SECOND, HOUR), ""),
        ((2 * HOUR, HOUR), "WhatsApp chiede di aspettare: riprende oggi alle 11:00."),
        ((24 * HOUR, 24 * HOUR), "WhatsApp chiede di aspettare: riprende domani alle 10:00."),
    ],
)
def test_while_whatsapp_asks_us_to_wait_with_all_that_is_left_it_says_until_when(waits, words):
    subscribe(ANNA)
    subscribe(BRUNO)
    broadcast = under_way()
    for delivery, wait in zip(broadcast.deliveries.order_by("pk"), waits, strict=True):
        broadcast.deliveries.filter(pk=delivery.pk).update(not_before=wait and NOW + wait)
    assert standstill.asked_to_wait(broadcast, NOW) == words


def test_while_the_number_pauses_for_long_it_says_until_when():
    subscribe(ANNA)
    broadcast = under_way()
    rate_limiter.slow_down(now=NOW.timestamp(), seconds=30 * 60)
    assert (
        standstill.asked_to_wait(broadcast, NOW) == "WhatsApp chiede di aspettare: riprende oggi alle 10:30."
    )
