"""How an account begins: by a link that its owner alone gets, that works once, for two days."""

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


def opened(client, path: str) -> str:
    """What somebody reads who opens the link."""
    return client.get(path, follow=True).text


def choose(client, password=PASSWORD, again=None):
    return client.post("/invito/", {"new_password1": password, "new_password2": again or password})


def test_the_invited_person_chooses_a_password_once_and_the_secret_stands_nowhere(client, caplog):
    path = link_to()
    secret = path.split("/")[2]
    assert len(secret) >= 43
    for _ in range(3):  # some mail servers open every link
        page = client.get(path, follow=True)
        assert page.redirect_chain == [("/invito/", 302)]
        assert "Scegli come entrare" in page.text
    assert secret not in f"{page.text}{client.session.items()}"
    assert not Invitation.objects.filter(digest=secret).exists()
    assert choose(client).status_code == 302
    assert client.get("/admin/").status_code == 200
    client.logout()
    assert "non vale più" in opened(client, path)
    assert "non vale più" in choose(client, "un'altra parola lunga").text
    assert User.objects.get(username="giulia").check_password(PASSWORD)
    kinds = (Event.INVITED, Event.INVITATION_ACCEPTED)
    traced = TrailRecord.objects.filter(event__in=kinds).order_by("sequence").values()
    assert [(one["event"], one["by_name"]) for one in traced] == [
        (Event.INVITED, "sara"),
        (Event.INVITATION_ACCEPTED, "giulia"),
    ]
    assert secret not in f"{list(traced)}{caplog.text}"


@pytest.mark.parametrize(
    ("hours", "words"), [(47.99, "Scegli come entrare"), (48, "non vale più"), (500, "non vale più")]
)
def test_a_link_lasts_for_forty_eight_hours(client, hours, words):
    assert words in opened(client, link_to(now=timezone.now() - timedelta(hours=hours)))


def test_a_link_is_worth_nothing_once_there_is_a_new_one_it_was_withdrawn_or_the_account_closed(client):
    old, new = link_to(), link_to()
    assert "non vale più" in opened(client, old)
    assert "Scegli come entrare" in opened(client, new)
    assert invitations.withdraw(hire(GIULIA), by=hire(SARA), now=timezone.now())
    assert not invitations.withdraw(hire(GIULIA), by=hire(SARA), now=timezone.now())
    assert "non vale più" in choose(client).text  # the page was open
    assert "non vale più" in opened(client, new)
    closed = link_to()
    people.close(hire(GIULIA), reason="Se ne va", by=hire(SARA), now=timezone.now())
    assert "non vale più" in opened(client, closed)
    assert not User.objects.get(username="giulia").check_password(PASSWORD)


def test_a_guess_opens_nothing_and_leaves_nothing(client):
    link_to()
    for secret in ("x", "0" * 43, "..", "%27%20OR%201"):
        assert "non vale più" in opened(client, f"/invito/{secret}/"), secret
    assert "sessionid" not in client.cookies


def test_a_weak_password_is_refused_and_the_link_stays_good(client):
    client.get(link_to())
    assert "14 caratteri" in choose(client, "corta").text
    assert "non corrispondono" in choose(client, PASSWORD, "un'altra parola lunga").text
    assert "si indovina" in choose(client, "giulia giulia giulia").text
    assert choose(client).status_code == 302


def test_with_a_new_link_sessions_and_factors_from_before_are_gone_and_nobody_comes_along():
    """As after a lost telephone; it is opened in a browser where a colleague is signed in."""
    office, desk = at_desk(GIULIA), at_desk(PAOLO)
    office.get("/admin/")
    AuthenticatorApp.objects.create(
        user=hire(GIULIA), name="App", secret="A" * 32, last_step=0, added_at=timezone.now()
    )
    desk.get(link_to())
    choose(desk)
    assert office.get("/admin/").status_code == 302
    assert desk.get("/admin/").context["user"].username == "giulia"
    assert StaffSession.objects.filter(user=hire(GIULIA)).count() == 1
    assert not factors.has_any(hire(GIULIA))
    assert TrailRecord.objects.filter(event=Event.FACTOR_REMOVED).count() == 1


def test_the_letter_goes_to_the_owner_alone_and_the_officer_hears_of_it(django_capture_on_commit_callbacks):
    giulia = employ(GIULIA)
    with django_capture_on_commit_callbacks(execute=True):
        link, has_left = invitations.send(giulia, by=employ(SARA), now=NOW)
    assert has_left
    with_link = [letter for letter in mail.outbox if link in letter.body]
    assert [letter.to for letter in with_link] == [["giulia@comune.example"]]
    assert told()["Mandato un invito a entrare"] == {"giulia@comune.example", OFFICER}
    assert "mercoledì 10 giugno 2026 alle 10:00" in with_link[0].body


def test_who_may_not_invite_whom():
    root = User.objects.create_superuser("root", email="root@comune.example")
    giulia, sara = employ(GIULIA), employ(SARA)
    for about, by, refusal in (
        (giulia, hire(PAOLO), "chi tiene gli account"),
        (giulia, hire(VERA), "chi tiene gli account"),
        (giulia, giulia, "chi tiene gli account"),
        (root, sara, "solo dal server"),
        (root, root, "solo dal server"),
        (hire(PAOLO), sara, "Manca l'e-mail"),
    ):
        with pytest.raises(invitations.CannotInvite, match=refusal):
            invitations.invite(about, by=by, now=NOW)
    assert not Invitation.objects.exists()


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
