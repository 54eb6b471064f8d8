"""Somebody who has a colleague's password and factor comes in from elsewhere: she hears of it, once a browser."""

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from cascina_whatsapp.accounts import invitations
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

pytestmark = pytest.mark.django_db
NEW = "gatto corre sotto la pioggia di notte"


@pytest.fixture(autouse=True)
def town_hall(settings):
    settings.PRIVACY_EMAILS = [OFFICER]
    for clerk in (GIULIA, PAOLO):
        with_password(clerk)
        employ(clerk)
    with time_machine.travel(NOW, tick=False):
        yield


def sign_in(client, username: str = "giulia", password: str = PASSWORD) -> None:
    type_password(client, password, username=username)
    assert is_inside(client)


def letters() -> list[mail.EmailMessage]:
    return [letter for letter in mail.outbox if "Accesso da un browser nuovo" in letter.subject]


@pytest.fixture
def at_once(django_capture_on_commit_callbacks):
    """What was told once the block is over."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_its_owner_alone_hears_of_a_new_browser_with_its_time(at_once):
    with at_once():
        sign_in(browser(ELSEWHERE))
    (letter,) = letters()
    assert letter.to == ["giulia@comune.example"]
    assert "lunedì 8 giugno 2026 alle 10:00." in letter.body
    assert ELSEWHERE not in letter.body


def test_one_letter_a_browser_not_one_a_sign_in(at_once):
    desk, telephone = browser(), browser()
    with at_once():
        for client in (desk, desk, telephone, desk, telephone):
            client.post("/admin/esci/")
            sign_in(client)
    assert len(letters()) == 2


def test_a_browser_that_a_colleague_uses_is_new_to_another(at_once):
    shared = browser()
    with at_once():
        for username in ("giulia", "paolo", "giulia"):
            shared.post("/admin/esci/")
            sign_in(shared, username)
    assert [letter.to[0].partition("@")[0] for letter in letters()] == ["giulia", "paolo"]


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


def test_whoever_chooses_another_password_goes_on_in_a_known_browser(at_once):
    desk = browser()
    with at_once():
        sign_in(desk)
        form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
        assert desk.post(reverse("admin:password_change"), form).status_code == 302
        desk.post("/admin/esci/")
        sign_in(desk, password=NEW)
    assert len(letters()) == 1


def test_an_invitation_makes_its_browser_known(at_once):
    desk = browser()
    link = invitations.invite(hire(GIULIA), by=employ(SARA), now=NOW).removeprefix("http://testserver")
    with at_once():
        desk.get(link)
        desk.post("/invito/", {"new_password1": NEW, "new_password2": NEW})
        desk.post("/admin/esci/")
        sign_in(desk, password=NEW)
    assert len(letters()) == 1
