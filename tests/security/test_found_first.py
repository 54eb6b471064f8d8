"""Nobody is removed, erased or copied by trying the numbers of rows: the person is found first, in this session."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cascina_whatsapp.privacy.models import RightsRequest
from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from subscribers.admin.found import FOUND, MOST
from subscribers.models import Subscriber
from tests.builders import hire, subscribe
from tests.people import ANNA, BRUNO, GIULIA, PAOLO, crowd
from tests.privacy.requests import Channel, Kind, ask
from tests.staff import VERA, at_desk

pytestmark = pytest.mark.django_db
FIND, REQUESTS = reverse("admin:subscribers_subscriber_find"), "/admin/richieste-sui-dati/"
FIND_DELIVERIES = "/admin/consegne/cerca/"
FIRST = "Prima cerca questa persona"


def remove(desk, person: Subscriber) -> str:
    page = reverse("admin:subscribers_subscriber_remove", args=[person.pk])
    return desk.post(page, {"channel": "desk", "reason": "Lo chiede allo sportello"}, follow=True).text


def register(desk, person: Subscriber) -> str:
    answers = {"kind": "erasure", "channel": "desk"}
    return desk.post(f"{REQUESTS}aggiungi/?subscriber={person.pk}", answers, follow=True).text


def copy(desk, person: Subscriber) -> str:
    return desk.post(reverse("admin:privacy_rightsrequest_person_data", args=[person.pk]), follow=True).text


def erase(desk, asked: RightsRequest) -> str:
    page = reverse("admin:privacy_rightsrequest_erase", args=[asked.pk])
    return desk.post(page, {"understood": "on"}, follow=True).text


def settle(desk, asked: RightsRequest) -> str:
    """The first way that a request offers: no invitations, or a limit."""
    button = {"objection": "invitations", "restriction": "limit"}[asked.kind]
    return desk.post(reverse(f"admin:privacy_rightsrequest_{button}", args=[asked.pk]), follow=True).text


def copy_for(desk, asked: RightsRequest) -> str:
    return desk.post(
        reverse("admin:privacy_rightsrequest_person_data", args=[asked.subscriber_id]), follow=True
    ).text


def is_subscribed(person: Subscriber) -> bool:
    return Subscriber.objects.get(pk=person.pk).is_subscribed


@pytest.mark.parametrize(("act", "clerk"), [(remove, GIULIA), (register, GIULIA), (copy, VERA)])
def test_by_the_number_of_a_row_nothing_happens_and_the_page_says_what_to_do(act, clerk):
    anna, desk = subscribe(ANNA), at_desk(clerk)
    text = act(desk, anna)
    assert FIRST in text
    assert "Chi cerchi" in text  # that very page
    assert ANNA.phone not in text
    assert is_subscribed(anna)
    assert not RightsRequest.objects.exists()
    assert not TrailRecord.objects.filter(event=Event.DOSSIER_TAKEN).exists()


@pytest.mark.parametrize("page", [FIND, FIND_DELIVERIES])
@pytest.mark.parametrize(("act", "clerk"), [(remove, PAOLO), (register, PAOLO), (copy, VERA)])
def test_after_a_look_up_it_does_and_for_nobody_else_and_in_no_other_session(act, clerk, page):
    anna, bruno, desk = subscribe(ANNA), subscribe(BRUNO), at_desk(clerk)
    desk.post(page, {"text": ANNA.phone})
    assert FIRST in act(at_desk(clerk), anna)
    assert FIRST not in act(desk, anna)
    assert FIRST in act(desk, bruno)


def test_who_was_not_found_is_not_kept_and_of_others_the_last_twenty_rows_alone():
    desk, people = at_desk(GIULIA), [subscribe(citizen) for citizen in crowd(MOST + 2)]
    desk.post(FIND, {"text": BRUNO.phone})
    assert FOUND not in desk.session
    for citizen in crowd(MOST + 2):
        desk.post(FIND, {"text": citizen.phone})
    assert desk.session[FOUND] == [person.pk for person in people[2:]]
    assert "320100" not in repr(dict(desk.session))
    assert FIRST in remove(desk, people[0])


# ── Requests ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("act", [erase, copy_for])
@pytest.mark.parametrize("asked", [{"channel": Channel.CHAT}, {"by": GIULIA}], ids=["citizen", "colleague"])
def test_a_request_that_a_citizen_made_in_chat_or_a_colleague_registered_is_enough(act, asked):
    """The colleague looked the person up: two people have had to do with it."""
    by = {"by": hire(asked["by"])} if "by" in asked else {}
    made = ask(of=subscribe(ANNA), now=timezone.now(), **asked | by)
    assert FIRST not in act(at_desk(VERA), made)


@pytest.mark.parametrize(
    ("kind", "act"),
    [("erasure", erase), ("erasure", copy_for), ("objection", settle), ("restriction", settle)],
)
def test_a_request_of_one_s_own_is_enough_in_the_session_that_looked_up(kind, act):
    """Its page says so before; another answer to it needs no look-up."""
    anna, desk = subscribe(ANNA), at_desk(VERA)
    desk.post(f"{REQUESTS}aggiungi/", {"number": ANNA.phone, "kind": kind, "channel": "desk"})
    asked = RightsRequest.objects.get()
    assert FIRST in act(at_desk(VERA), asked)
    assert is_subscribed(anna)
    assert not anna.limited_since
    assert FIRST not in act(desk, asked)
    other = ask(Kind.RECTIFICATION, of=subscribe(BRUNO), by=hire(VERA), now=timezone.now())
    page = reverse("admin:privacy_rightsrequest_close", args=[other.pk])
    assert "Richiesta chiusa" in at_desk(VERA).post(page, {"outcome": "Fatto."}, follow=True).text
