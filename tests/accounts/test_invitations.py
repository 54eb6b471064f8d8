"""How an account begins: by a link that its owner alone gets, that works once, for two days."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.utils import timezone

from cascina_whatsapp.accounts import factors, invitations, people
from cascina_whatsapp.accounts.models import AuthenticatorApp, Invitation, StaffSession
from cascina_whatsapp.security.trail.events import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.builders import NOW, hire
from tests.people import GIULIA, PAOLO
from tests.staff import SARA, VERA, at_desk

from .colleagues import GINO, OFFICER, employ, told

pytestmark = pytest.mark.django_db
PASSWORD = "quattro cavalli in piazza"


@pytest.fixture(autouse=True)
def officer(settings):
    settings.PRIVACY_EMAILS = [OFFICER]
    hire(GINO)


def link_to(clerk=GIULIA, *, now=None) -> str:
    """The path of a new link for the account of `clerk`."""
    link = invitations.invite(employ(clerk), by=employ(SARA), now=now or timezone.now())
    return link.removeprefix("http://testserver")


def choose(client, password=PASSWORD, again=None):
    return client.post("/invito/", {"new_password1": password, "new_password2": again or password})


def test_the_invited_person_chooses_a_password_and_is_inside(client):
    page = client.get(link_to(), follow=True)
    assert page.redirect_chain == [("/invito/", 302)]
    assert "Buongiorno" in page.text or "giulia" in page.text
    assert choose(client).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert User.objects.get(username="giulia").check_password(PASSWORD)


def test_the_address_of_the_page_holds_no_secret(client):
    path = link_to()
    client.get(path)
    text = client.get("/invito/").text
    secret = path.split("/")[2]
    assert len(secret) >= 43
    assert secret not in text
    assert secret not in str(client.session.items())
    assert not Invitation.objects.filter(digest=secret).exists()


def test_a_link_works_once(client):
    path = link_to()
    client.get(path)
    choose(client)
    client.logout()
    assert "non vale più" in client.get(path, follow=True).text
    assert "non vale più" in choose(client, "un'altra parola lunga").text
    assert User.objects.get(username="giulia").check_password(PASSWORD)


def test_looking_uses_nothing_up(client):
    """Some mail servers open every link."""
    path = link_to()
    for _ in range(3):
        assert "Scegli come entrare" in client.get(path, follow=True).text
    assert choose(client).status_code == 302


@pytest.mark.parametrize(
    ("hours", "words"), [(47.99, "Scegli come entrare"), (48, "non vale più"), (500, "non vale più")]
)
def test_a_link_lasts_for_forty_eight_hours(client, hours, words):
    path = link_to(now=timezone.now() - timedelta(hours=hours))
    assert words in client.get(path, follow=True).text


def test_a_new_link_takes_the_place_of_the_old_one(client):
    old, new = link_to(), link_to()
    assert "non vale più" in client.get(old, follow=True).text
    assert "Scegli come entrare" in client.get(new, follow=True).text


def test_a_link_is_withdrawn(client):
    path = link_to()
    assert invitations.withdraw(hire(GIULIA), by=hire(SARA), now=timezone.now())
    assert not invitations.withdraw(hire(GIULIA), by=hire(SARA), now=timezone.now())
    assert "non vale più" in client.get(path, follow=True).text


def test_it_is_withdrawn_while_the_page_is_open(client):
    client.get(link_to())
    invitations.withdraw(hire(GIULIA), by=hire(SARA), now=timezone.now())
    assert "non vale più" in choose(client).text
    assert not User.objects.get(username="giulia").check_password(PASSWORD)


def test_a_closed_account_is_not_opened_by_its_link(client):
    path = link_to()
    people.close(hire(GIULIA), reason="Se ne va", by=hire(SARA), now=timezone.now())
    assert "non vale più" in client.get(path, follow=True).text


@pytest.mark.parametrize("secret", ["x", "0" * 43, "..", "%27%20OR%201"])
def test_a_guess_opens_nothing_and_leaves_nothing(client, secret):
    link_to()
    assert "non vale più" in client.get(f"/invito/{secret}/", follow=True).text
    assert "sessionid" not in client.cookies


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [
        ("corta", None, "14 caratteri"),
        (PASSWORD, "un'altra parola lunga", "non corrispondono"),
        ("giulia giulia giulia", None, "si indovina"),
    ],
)
def test_a_weak_password_is_refused_and_the_link_stays_good(client, password, again, words):
    client.get(link_to())
    assert words in choose(client, password, again).text
    assert choose(client).status_code == 302


def test_a_new_link_ends_every_session_from_before(client):
    office = at_desk(GIULIA)
    office.get("/admin/")
    client.get(link_to())
    choose(client)
    assert office.get("/admin/").status_code == 302
    assert client.get("/admin/").status_code == 200
    assert StaffSession.objects.filter(user=hire(GIULIA)).count() == 1


def test_whoever_used_the_browser_before_does_not_come_along():
    desk = at_desk(PAOLO)
    desk.get(link_to())
    choose(desk)
    assert desk.get("/admin/").context["user"].username == "giulia"


def test_the_letter_goes_to_the_owner_alone_and_the_officer_hears_of_it(django_capture_on_commit_callbacks):
    giulia = employ(GIULIA)
    with django_capture_on_commit_callbacks(execute=True):
        link, has_left = invitations.send(giulia, by=employ(SARA), now=NOW)
    assert has_left
    with_link = [letter for letter in mail.outbox if link in letter.body]
    assert [letter.to for letter in with_link] == [["giulia@comune.example"]]
    assert told()["Mandato un invito a entrare"] == {"giulia@comune.example", OFFICER}
    assert "mercoledì 10 giugno 2026 alle 10:00" in with_link[0].body


def test_the_trail_has_it_without_the_secret(client):
    path = link_to()
    client.get(path)
    choose(client)
    told_of = TrailRecord.objects.filter(event__in=[Event.INVITED, Event.INVITATION_ACCEPTED])
    assert [(record.event, record.by_name) for record in told_of.order_by("sequence")] == [
        (Event.INVITED, "sara"),
        (Event.INVITATION_ACCEPTED, "giulia"),
    ]
    assert path.split("/")[2] not in str(list(told_of.values()))


@pytest.mark.parametrize(
    ("about", "by", "refusal"),
    [
        (GIULIA, PAOLO, "chi tiene gli account"),
        (GIULIA, VERA, "chi tiene gli account"),
        (GIULIA, GIULIA, "chi tiene gli account"),
    ],
)
def test_who_may_not_invite(about, by, refusal):
    with pytest.raises(invitations.CannotInvite, match=refusal):
        invitations.invite(employ(about), by=employ(by), now=NOW)
    assert not Invitation.objects.exists()


def test_no_link_opens_a_superuser_s_account():
    root = User.objects.create_superuser("root", email="root@comune.example")
    with pytest.raises(invitations.CannotInvite, match="solo dal server"):
        invitations.invite(root, by=employ(SARA), now=NOW)
    with pytest.raises(invitations.CannotInvite, match="solo dal server"):
        invitations.invite(root, by=root, now=NOW)


def test_without_an_e_mail_there_is_nowhere_to_send_it():
    with pytest.raises(invitations.CannotInvite, match="Manca l'e-mail"):
        invitations.invite(hire(GIULIA), by=employ(SARA), now=NOW)


def test_no_log_holds_the_secret(client, caplog):
    path = link_to()
    client.get(path)
    choose(client)
    assert not re.search(re.escape(path.split("/")[2]), caplog.text)


def test_a_passkey_is_chosen_instead_of_a_password(client):
    client.get(link_to())
    answer = client.post("/invito/", {"way": "passkey"})
    assert (answer.status_code, answer.url) == (302, "/admin/come-entro/")
    assert "Aggiungi questo dispositivo" in client.get(answer.url).text
    assert not User.objects.get(username="giulia").has_usable_password()
    assert not Invitation.objects.open().exists()


def test_where_a_factor_is_required_the_invited_person_sets_one_up_first(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.get(link_to())
    choose(client)
    answer = client.get("/admin/")
    assert (answer.status_code, answer.url) == (302, "/admin/come-entro/")


def test_factors_from_before_are_gone_with_the_lost_telephone(client):
    giulia = employ(GIULIA)
    AuthenticatorApp.objects.create(
        user=giulia, name="App", secret="A" * 32, last_step=0, added_at=timezone.now()
    )
    client.get(link_to())
    choose(client)
    assert not factors.has_any(giulia)
    assert TrailRecord.objects.filter(event=Event.FACTOR_REMOVED).count() == 1
