# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The secret address of a calendar: made by its owner alone, who is told; gone with what they sign in with; https."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from broadcasts.models import CalendarFeed
from cascina_whatsapp.accounts import changes, invitations, people
from cascina_whatsapp.accounts.models import AccountChange
from cascina_whatsapp.accounts.signing_in.session import CONFIRMED_AT
from cascina_whatsapp.security.trail.events import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.accounts.colleagues import OFFICER, SIMONE, employ, told
from tests.accounts.people import CONFIRM, PASSWORD, with_password
from tests.builders import NOW, hire
from tests.people import GIULIA, PAOLO
from tests.staff import SARA, at_desk

pytestmark = pytest.mark.django_db
PAGE = "/admin/calendario/abbonamento/"
NEW = "gatto corre sotto la pioggia di notte"


@pytest.fixture(autouse=True)
def town_hall(settings):
    settings.PRIVACY_EMAILS = [OFFICER]
    with_password(GIULIA)
    for clerk in (GIULIA, PAOLO, SARA, SIMONE):
        employ(clerk)


def make(desk: Client) -> str:
    """Make an address on the page: its path."""
    return re.search(
        r'value="https?://[^/"]+(/calendario/[\w-]{43}\.ics)"', desk.post(PAGE, {"what": "crea"}).text
    )[1]


def answers(path: str) -> bool:
    return Client().get(path).status_code == 200


# ── With what its owner signs in with ───────────────────────────────────────────────────────────────────────


def lose_the_telephone(giulia: User) -> None:
    people.lose_telephone(giulia, reason="In treno", by=hire(SARA), now=NOW)


def close_and_open_again(giulia: User) -> None:
    people.close(giulia, reason="In pausa", by=hire(SARA), now=NOW)
    asked = changes.ask(AccountChange.Kind.REOPEN, giulia, reason="È tornata", by=hire(SARA), now=NOW)
    changes.approve(asked, by=hire(SIMONE), now=NOW)


def choose_a_new_password(giulia: User) -> None:
    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert at_desk(GIULIA).post("/admin/cambia-parola-d-ordine/", form).status_code == 302


def accept_an_invitation(giulia: User) -> None:
    link = invitations.invite(giulia, by=hire(SARA), now=NOW)
    invitations.accept(invitations.digest_of(link.rstrip("/").rpartition("/")[2]), password=NEW, now=NOW)


@pytest.mark.parametrize(
    "ends", [lose_the_telephone, close_and_open_again, choose_a_new_password, accept_an_invitation]
)
def test_an_address_ends_with_what_its_owner_signs_in_with(ends):
    path, other = make(at_desk(GIULIA)), make(at_desk(PAOLO))
    ends(hire(GIULIA))
    assert hire(GIULIA).is_active
    assert not answers(path)
    assert answers(other)
    assert [feed.user.username for feed in CalendarFeed.objects.all()] == ["paolo"]
    assert [one.about for one in TrailRecord.objects.filter(event=Event.FEED_REMOVED)] == ["giulia"]


def test_an_address_outlives_a_session_that_is_closed():
    desk = at_desk(GIULIA)
    path = make(desk)
    desk.post("/admin/le-mie-sessioni/", {"session": "others"})
    assert answers(path)


# ── By its owner alone, who hears of it ─────────────────────────────────────────────────────────────────────


def test_whoever_finds_a_desk_open_makes_none():
    desk = at_desk(GIULIA)
    session = desk.session
    session[CONFIRMED_AT] = (timezone.now() - timedelta(minutes=11)).timestamp()
    session.save()
    answer = desk.post(PAGE, {"what": "crea"})
    assert answer.url.startswith(CONFIRM)
    assert not CalendarFeed.objects.exists()
    assert desk.post(PAGE, {"what": "togli"}).url == PAGE  # what only takes away is asked of nobody


def test_its_owner_hears_of_it_without_the_address(django_capture_on_commit_callbacks, mailoutbox):
    with django_capture_on_commit_callbacks(execute=True):
        path = make(at_desk(GIULIA))
    assert told() == {"Creato un indirizzo del calendario": {"giulia@comune.example", OFFICER}}
    assert path not in mailoutbox[0].body


# ── Over https alone ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def in_production(settings):
    settings.SITE_URL = "https://testserver"
    settings.SESSION_COOKIE_SECURE = settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


def test_in_clear_nothing_answers_and_nothing_leads_on(in_production, settings):
    desk = Client(secure=True)
    desk.cookies = at_desk(GIULIA).cookies
    page = desk.post(PAGE, {"what": "crea"}, secure=True).text
    path = re.search(r'value="https://testserver(/calendario/[\w-]{43}\.ics)"', page)[1]
    in_clear = Client().get(path)
    assert (in_clear.status_code, in_clear.headers.get("Location")) == (404, None)
    assert Client().get(path, secure=True).status_code == 200
    assert Client().get("/admin/").headers["Location"].startswith("https://")


def test_the_page_offers_no_way_that_begins_in_clear():
    """`webcal:` is taken for http by most calendars."""
    assert "webcal" not in at_desk(GIULIA).post(PAGE, {"what": "crea"}).text
