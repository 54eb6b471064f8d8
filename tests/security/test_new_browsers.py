"""Somebody who has a colleague's password and factor comes in from elsewhere: she hears of it, once a browser."""

import pytest
from django.core import mail
from django.urls import reverse

from cascina_whatsapp.accounts import invitations
from cascina_whatsapp.accounts.signing_in.throttle import prefix_of
from tests.accounts.authenticator import Passkey, begin, complete
from tests.accounts.colleagues import OFFICER, employ
from tests.accounts.people import (
    ELSEWHERE,
    PASSWORD,
    SECOND_STEP,
    browser,
    code_on,
    is_inside,
    telephone_of,
    type_password,
    with_password,
)
from tests.builders import NOW, hire
from tests.people import GIULIA, PAOLO
from tests.staff import SARA

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOW, tick=False)]
NEW = "gatto corre sotto la pioggia di notte"


@pytest.fixture(autouse=True)
def town_hall(settings):
    settings.PRIVACY_EMAILS = [OFFICER]
    for clerk in (GIULIA, PAOLO):
        with_password(clerk)
        employ(clerk)


def sign_in(client, username: str = "giulia", password: str = PASSWORD) -> None:
    type_password(client, password, username=username)
    assert is_inside(client)


def letters() -> list[mail.EmailMessage]:
    return [letter for letter in mail.outbox if "Accesso da un browser nuovo" in letter.subject]


@pytest.fixture
def at_once(django_capture_on_commit_callbacks):
    """What was told once the block is over."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_its_owner_alone_hears_of_a_new_browser_with_time_and_prefix_once(at_once):
    """A browser that a colleague uses is new to another."""
    desk, shared = browser(ELSEWHERE), browser()
    with at_once():
        for client, username in (
            (desk, "giulia"),
            (desk, "giulia"),
            (shared, "giulia"),
            (shared, "paolo"),
            (shared, "giulia"),
            (desk, "giulia"),
        ):
            client.post("/admin/esci/")
            sign_in(client, username)
    readers = [letter.to for letter in letters()]
    assert readers == [["giulia@comune.example"], ["giulia@comune.example"], ["paolo@comune.example"]]
    first = letters()[0].body
    assert "lunedì 8 giugno 2026 alle 10:00, da una rete che comincia per 203.0.113." in first
    assert ELSEWHERE not in first


def test_a_wrong_password_or_a_missing_factor_is_no_sign_in(at_once):
    telephone = telephone_of(hire(GIULIA))
    desk = browser()
    with at_once():
        type_password(desk, "non è questa")
        type_password(desk)
    assert letters() == []
    with at_once():
        desk.post(SECOND_STEP, {"code": code_on(telephone)})
    assert len(letters()) == 1


def test_a_passkey_from_a_new_browser(at_once):
    passkey, desk = Passkey(hire(GIULIA)), browser()
    with at_once():
        for _ in range(2):
            desk.post("/admin/esci/")
            assert complete(desk, passkey.sign(begin(desk))).status_code == 200
    assert len(letters()) == 1


def test_whoever_chooses_another_password_also_by_an_invitation_goes_on_in_a_known_browser(at_once):
    desk, invited = browser(), browser()
    form = {"new_password1": NEW, "new_password2": NEW}
    with at_once():
        sign_in(desk)
        changed = desk.post(reverse("admin:password_change"), {"old_password": PASSWORD, **form})
        assert changed.status_code == 302
        desk.post("/admin/esci/")
        sign_in(desk, password=NEW)
    assert len(letters()) == 1
    link = invitations.invite(hire(PAOLO), by=employ(SARA), now=NOW).removeprefix("http://testserver")
    with at_once():
        invited.get(link)
        invited.post("/invito/", form)
        invited.post("/admin/esci/")
        sign_in(invited, "paolo", NEW)
    assert len(letters()) == 2


@pytest.mark.parametrize(
    ("address", "prefix"),
    [
        ("203.0.113.66", "203.0.113"),
        ("2001:db8:7:1::9", "2001:db8:7"),
        ("::1", "0:0:0"),
        ("", ""),
        ("nessuno", ""),
    ],
)
def test_no_more_than_the_beginning_of_an_address_is_told(address, prefix):
    assert prefix_of(address) == prefix
