"""Where a colleague is signed in: seen, closed one by one, closed but for one; and nobody else's."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cascina_whatsapp.accounts.models import StaffSession
from cascina_whatsapp.accounts.signing_in import sessions
from cascina_whatsapp.security.trail.events import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.accounts.people import confirmed_long_ago
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


def test_each_browser_is_listed_without_an_address_of_the_network_and_closed_alone_or_with_the_others():
    office, telephone, *elsewhere = (sit(GIULIA, browser) for browser in (FIREFOX, IPHONE, FIREFOX, FIREFOX))
    paolo = sit(PAOLO, FIREFOX)
    text = office.get(PAGE).text
    assert "Firefox su Windows" in text
    assert "Safari su iPhone" in text
    assert "127.0.0.1" not in text
    assert session_of(telephone).session_id not in text
    answer = office.post(PAGE, {"session": session_of(telephone).pk}, follow=True)
    assert "Sessione chiusa." in answer.text
    assert [is_in(desk) for desk in (office, telephone, *elsewhere)] == [True, False, True, True]
    answer = office.post(PAGE, {"session": "others"}, follow=True)
    assert "2 sessioni chiuse." in answer.text
    assert "Chiudi le altre</button>" not in answer.text
    assert [is_in(desk) for desk in (office, *elsewhere, paolo)] == [True, False, False, True]
    for told in TrailRecord.objects.filter(event=Event.SESSION_CLOSED):
        assert (told.by_name, told.about) == ("giulia", "giulia")


def test_where_there_is_nothing_to_close_that_is_said_and_a_colleague_s_session_stays():
    office, paolo = sit(GIULIA, FIREFOX), sit(PAOLO, FIREFOX)
    for chosen in (session_of(paolo).pk, "", "x", "0", "999999999999999999999", "others"):
        answer = office.post(PAGE, {"session": chosen}, follow=True)
        assert "Non c&#x27;è nulla da chiudere" in answer.text, chosen
    assert is_in(office)
    assert is_in(paolo)
    assert not TrailRecord.objects.filter(event=Event.SESSION_CLOSED).exists()


def test_use_is_written_once_a_minute():
    office = sit(GIULIA, FIREFOX)
    began = session_of(office).last_used_at
    key, giulia = office.session.session_key, hire(GIULIA)
    sessions.note(key, giulia, FIREFOX, began + timedelta(seconds=59))
    assert session_of(office).last_used_at == began
    sessions.note(key, giulia, FIREFOX, began + timedelta(seconds=60))
    assert session_of(office).last_used_at == began + timedelta(seconds=60)


@pytest.mark.parametrize(("headers", "is_use"), [({"By-Itself": "1"}, False), ({}, True)])
def test_what_a_page_asks_for_by_itself_is_no_use(time_machine, headers: dict, is_use: bool):
    office = sit(GIULIA, FIREFOX)
    began = session_of(office).last_used_at
    time_machine.move_to(began + timedelta(minutes=20))
    assert office.get(PAGE, headers=headers).status_code == 200
    assert (session_of(office).last_used_at > began) is is_use


def test_what_was_closed_or_left_stays_closed_and_a_stranger_has_no_row(client):
    """Even where it is closed while a page is made."""
    office, telephone = sit(GIULIA, FIREFOX), sit(GIULIA, IPHONE)
    telephone.post(reverse("admin:logout"))
    assert StaffSession.objects.count() == 1
    key = office.session.session_key
    sessions.end_access(hire(GIULIA), by=hire(GIULIA), now=timezone.now())
    sessions.note(key, hire(GIULIA), FIREFOX, timezone.now())
    assert not Session.objects.filter(pk=key).exists()
    assert client.get(PAGE).status_code == 302
    assert not StaffSession.objects.exists()


def test_a_browser_left_open_closes_nobody_out():
    """Whoever finds it has to say who they are, before the owner's other sessions end."""
    here, elsewhere = confirmed_long_ago(sit(GIULIA, FIREFOX)), sit(GIULIA, IPHONE)
    asked = here.post(PAGE, {"session": "others"})
    assert asked.url.startswith(reverse("admin:confirm"))
    assert is_in(elsewhere)
