"""Messages in doubt: who may steer broadcasts decides about them, after reading what that means."""

import pytest

from broadcasts.models import Delivery
from broadcasts.pages.deliveries.delivery_filters import ordering
from broadcasts.pages.deliveries.delivery_list import ARRIVED, NOTHING_IN_DOUBT, SEND_AGAIN
from broadcasts.rules.states import DeliveryStatus as D
from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import consent
from tests.builders import NOW, delivery_to, subscribe, under_way
from tests.people import ANNA, BRUNO, CARLA, FABIO, GIULIA, PAOLO
from tests.staff import ROSA, SARA, VERA, at_desk
from tests.trails import traces

LIST = "/admin/consegne/"
WAYS = {"settle_arrived": (ARRIVED, D.DELIVERED), "settle_again": (SEND_AGAIN, D.QUEUED)}


@pytest.fixture
def broadcast():
    """Anna's message is in doubt, Bruno has read his."""
    anna, bruno = subscribe(ANNA), subscribe(BRUNO)
    made = under_way()
    delivery_to(anna, of=made, status=D.UNCERTAIN, attempts=1)
    delivery_to(bruno, of=made, status=D.READ, attempts=1)
    return made


def everything() -> list[int]:
    return list(Delivery.objects.values_list("pk", flat=True))


def statuses() -> list[str]:
    """Anna's first: a snapshot numbers its deliveries in no order."""
    return list(Delivery.objects.order_by("subscriber").values_list("status", flat=True))


def choose(desk, action: str, **more):
    return desk.post(LIST, {"action": action, "_selected_action": everything(), **more}, follow=True)


@pytest.mark.parametrize("action", WAYS)
def test_the_page_asks_before_anything_happens_and_confirmed_it_is_done_and_logged(action: str, broadcast):
    way, status = WAYS[action]
    asked = choose(at_desk(PAOLO), action, index=0).text
    assert way["explanation"].split(".")[0] in asked
    assert "esito incerto: 1." in asked
    assert ANNA.phone.removeprefix("+39") not in asked
    assert statuses() == [D.UNCERTAIN, D.READ]

    page = choose(at_desk(PAOLO), action, confirmed="yes").text
    assert way["done"].format(1) in page
    assert statuses() == [status, D.READ]
    assert [(who, words) for who, _, words in traces()] == [(PAOLO.username, way["label"])]
    assert broadcast.events.get().by.username == PAOLO.username


def test_all_pages_of_the_list_at_once(broadcast):
    desk = at_desk(PAOLO)
    asked = desk.post(
        LIST, {"action": "settle_arrived", "_selected_action": everything(), "select_across": 1, "index": 0}
    )
    assert 'name="select_across" value="1"' in asked.text
    desk.post(
        LIST, {"action": "settle_arrived", "_selected_action": "all", "select_across": 1, "confirmed": "yes"}
    )

    assert statuses() == [D.DELIVERED, D.READ]


@pytest.mark.parametrize("clerk", [ROSA, VERA, SARA, GIULIA], ids=lambda clerk: clerk.group)
def test_only_who_steers_broadcasts_decides(clerk, broadcast):
    desk = at_desk(clerk)
    may = desk.get("/admin/").context["user"].has_perm("broadcasts.steer_campaign")
    for action in WAYS:
        choose(desk, action, confirmed="yes")
    assert (statuses()[0] != D.UNCERTAIN) == may


def test_the_page_of_the_broadcast_leads_there_while_something_is_in_doubt(broadcast):
    page = f"/admin/messaggi/{broadcast.pk}/modifica/"
    link = f"?campaign={broadcast.pk}&amp;status__exact=uncertain"

    assert link in at_desk(PAOLO).get(page).text
    Delivery.objects.update(status=D.READ)
    assert link not in at_desk(PAOLO).get(page).text

    assert NOTHING_IN_DOUBT in choose(at_desk(PAOLO), "settle_again", index=0).text.replace("&#x27;", "'")


@pytest.mark.parametrize(
    ("citizen", "typed"),
    [(ANNA, ANNA.phone), (CARLA, CARLA.bsuid), (FABIO, FABIO.phone)],
    ids=["by number", "by the id of who hides it", "by a number that was given up"],
)
def test_somebody_s_deliveries_are_found_however_they_are_named(citizen, typed):
    row = subscribe(citizen)
    delivery = delivery_to(row)
    if citizen is FABIO:
        proof = consent.Evidence(at=NOW, channel=consent.Channel.SYSTEM, message_id="wamid.moved")
        consent.change_number(FABIO.person, Person(phone="+393200000999"), proof, now=NOW)
    desk = at_desk(GIULIA)
    found = desk.post("/admin/consegne/cerca/", {"text": typed})
    page = desk.get(found.url)

    assert typed.removeprefix("+39") not in found.url
    assert list(page.context["cl"].queryset) == [delivery]
    assert page.context["cl"].queryset[0].subscriber.masked in page.text


@pytest.mark.parametrize(
    ("asked", "is_chosen"),
    [
        ({}, False),
        ({"p": "2"}, False),
        ({"campaign": "1", "p": "2"}, True),
        ({"a-choice-to-come": "1"}, True),
    ],
)
def test_every_choice_is_read_along_an_index_also_one_to_come(asked, is_chosen):
    assert (ordering(asked) == ["-campaign_id", "-subscriber_id", "-pk"]) == is_chosen
