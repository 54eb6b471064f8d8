"""Where a colleague is signed in: seen, closed one by one, closed but for one; and nobody else's."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cascina_whatsapp.accounts import sessions
from cascina_whatsapp.accounts.models import StaffSession
from cascina_whatsapp.accounts.signing_in.session import CONFIRMED_AT
from cascina_whatsapp.security.trail.events import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.builders import hire
from tests.people import GIULIA, PAOLO
from tests.staff import at_desk

pytestmark = pytest.mark.django_db
PAGE = "/admin/le-mie-sessioni/"
HOME = "/admin/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:132.0) Gecko/20100101 Firefox/132.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1"


def sit(clerk, browser: str) -> Client:
    """`clerk` opens the home page in a browser of its own."""
    desk = at_desk(clerk)
    desk.get(HOME, headers={"User-Agent": browser})
    return desk


def session_of(desk: Client) -> StaffSession:
    return StaffSession.objects.get(session_id=desk.session.session_key)


def is_in(desk: Client) -> bool:
    return desk.get(HOME).status_code == 200


def test_each_browser_is_listed_without_an_address_of_the_network():
    office, telephone = sit(GIULIA, FIREFOX), sit(GIULIA, IPHONE)
    text = office.get(PAGE).text
    assert "Firefox su Windows" in text
    assert "Safari su iPhone" in text
    assert text.count("Sei qui") == 2 - 1 + text.count("«Sei qui»")
    assert "127.0.0.1" not in text
    assert session_of(telephone).session_id not in text


def test_one_is_closed_and_must_sign_in_again():
    office, telephone = sit(GIULIA, FIREFOX), sit(GIULIA, IPHONE)
    answer = office.post(PAGE, {"session": session_of(telephone).pk}, follow=True)
    assert "Sessione chiusa." in answer.text
    assert (is_in(office), is_in(telephone)) == (True, False)
    told = TrailRecord.objects.get(event=Event.SESSION_CLOSED)
    assert (told.by_name, told.about) == ("giulia", "giulia")


def test_all_others_are_closed_but_not_a_colleague_s():
    office, *elsewhere = (sit(GIULIA, browser) for browser in (FIREFOX, IPHONE, FIREFOX))
    paolo = sit(PAOLO, FIREFOX)
    answer = office.post(PAGE, {"session": "others"}, follow=True)
    assert "2 sessioni chiuse." in answer.text
    assert "Chiudi le altre</button>" not in answer.text
    assert [is_in(desk) for desk in (office, *elsewhere, paolo)] == [True, False, False, True]


def test_a_colleague_s_session_can_not_be_closed():
    office, paolo = sit(GIULIA, FIREFOX), sit(PAOLO, FIREFOX)
    answer = office.post(PAGE, {"session": session_of(paolo).pk}, follow=True)
    assert "Non c&#x27;è nulla da chiudere" in answer.text
    assert is_in(paolo)
    assert not TrailRecord.objects.filter(event=Event.SESSION_CLOSED).exists()


@pytest.mark.parametrize("chosen", ["", "x", "0", "999999999999999999999", "others"])
def test_nothing_to_close_is_said_kindly(chosen):
    office = sit(GIULIA, FIREFOX)
    assert "nulla da chiudere" in office.post(PAGE, {"session": chosen}, follow=True).text
    assert is_in(office)


def test_use_is_written_once_a_minute():
    office = sit(GIULIA, FIREFOX)
    began = session_of(office).last_used_at
    key, giulia = office.session.session_key, hire(GIULIA)
    sessions.note(key, giulia, FIREFOX, began + timedelta(seconds=59))
    assert session_of(office).last_used_at == began
    sessions.note(key, giulia, FIREFOX, began + timedelta(seconds=60))
    assert session_of(office).last_used_at == began + timedelta(seconds=60)


@pytest.mark.parametrize(("page", "is_use"), [("admin:moment", False), ("admin:my_sessions", True)])
def test_what_a_page_asks_for_by_itself_is_no_use(time_machine, page: str, is_use: bool):
    office = sit(GIULIA, FIREFOX)
    began = session_of(office).last_used_at
    time_machine.move_to(began + timedelta(minutes=20))
    assert office.get(reverse(page)).status_code == 200
    assert (session_of(office).last_used_at > began) is is_use


def test_a_session_that_is_closed_while_a_page_is_made_stays_closed():
    office = sit(GIULIA, FIREFOX)
    key = office.session.session_key
    sessions.end_access(hire(GIULIA), by=hire(GIULIA), now=timezone.now())
    sessions.note(key, hire(GIULIA), FIREFOX, timezone.now())
    assert not Session.objects.filter(pk=key).exists()
    assert not StaffSession.objects.exists()


def test_leaving_forgets_the_session():
    office = sit(GIULIA, FIREFOX)
    office.post(reverse("admin:logout"))
    assert not StaffSession.objects.exists()


def test_a_stranger_has_no_row(client):
    assert client.get(PAGE).status_code == 302
    assert not StaffSession.objects.exists()


def test_a_browser_left_open_closes_nobody_out():
    """Whoever finds it has to say who they are, before the owner's other sessions end."""
    here, elsewhere = sit(GIULIA, FIREFOX), sit(GIULIA, IPHONE)
    session = here.session
    session[CONFIRMED_AT] = 0
    session.save()
    asked = here.post(PAGE, {"session": "others"})
    assert asked.url.startswith(reverse("admin:confirm"))
    assert is_in(elsewhere)
