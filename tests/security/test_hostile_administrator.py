"""An administrator who wants more: alone they reach neither content nor numbers, whatever they post.

Both attacks succeeded once: giving oneself all groups and exporting 501 numbers in clear; and making two people up,
one to write an urgent message and one to send it.
"""

import re

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core import mail
from django.urls import reverse

from broadcasts.models import Campaign
from cascina_whatsapp.accounts.models import AccountChange, Invitation
from subscribers.models import RegisterExport
from tests.accounts.colleagues import OFFICER, employ, group, groups_of
from tests.builders import hire, subscribe
from tests.people import ANNA, GIULIA, PAOLO
from tests.reading import read_of
from tests.staff import SARA, VERA, at_desk, signed_in

pytestmark = pytest.mark.django_db
ACCOUNTS = "/admin/account/"
CHANGES = "/admin/cambi-chiesti/"
BUTTONS = (
    "chiudi/",
    "email/",
    "invita/",
    "chiedi-gruppo/",
    "ritira-invito/",
    "riapri/",
    "telefono-perso/",
)
EVERY_GROUP = (
    "Redattore",
    "Approvatore",
    "Revisore",
    "RPD",
    "Autorizzatore elettorale",
    "Amministratore di sistema",
)
PASSWORD = "quattro cavalli in piazza"


@pytest.fixture(autouse=True)
def town_hall(settings):
    """Everybody has a mailbox, Sara is the hostile one, and some citizens have subscribed."""
    settings.PRIVACY_EMAILS = [OFFICER]
    for clerk in (GIULIA, PAOLO, VERA, SARA):
        employ(clerk)
    subscribe(ANNA)


def sara():
    return at_desk(SARA)


def account(username: str) -> str:
    """The address of an account's pages."""
    return f"{ACCOUNTS}{User.objects.get(username=username).pk}"


def everything() -> dict:
    """Each field of an account that a form ever had, and the powers it could give."""
    return {
        "username": "sara",
        "first_name": "Sara",
        "last_name": "Sistema",
        "email": "mia@altrove.example",
        "is_active": "on",
        "is_staff": "on",
        "is_superuser": "on",
        "groups": [str(pk) for pk in Group.objects.values_list("pk", flat=True)],
        "user_permissions": [str(pk) for pk in Permission.objects.values_list("pk", flat=True)],
        "password": PASSWORD,
        "password1": PASSWORD,
        "password2": PASSWORD,
        "usable_password": "true",
        "new_password1": PASSWORD,
        "new_password2": PASSWORD,
    }


def rights_of(username: str) -> tuple:
    user = User.objects.get(username=username)
    return user.is_superuser, groups_of(user), set(user.user_permissions.all()), user.email, user.password


def approve_all(desk) -> None:
    """Press «Approva» on all that waits."""
    for change in AccountChange.objects.open():
        desk.post(f"{CHANGES}{change.pk}/decidi/", {"decision": "approve", "read": read_of(change)})


# ── The first attack: all groups for oneself, then 501 numbers ──────────────────────────────────────────────


def test_all_groups_for_oneself_and_numbers_in_clear_stay_out_of_reach():
    """By the form of the account, by the button that asks, or leaving the administrators first."""
    desk, before = sara(), rights_of("sara")
    desk.post(f"{account('sara')}/modifica/", everything())
    for name in EVERY_GROUP:
        change = f"give-{group(name).pk}"
        desk.post(f"{account('sara')}/chiedi-gruppo/", {"change": change, "reason": "Mi serve"})
    leave = f"take-{group('Amministratore di sistema').pk}"
    desk.post(f"{account('sara')}/chiedi-gruppo/", {"change": leave, "reason": "Cambio ufficio"})
    assert not AccountChange.objects.exists()
    assert rights_of("sara") == before
    page = reverse("admin:subscribers_registerexport_add")
    asked = {"reason": "Controllo annuale", "format": "csv", "with_numbers": "on"}
    assert desk.post(page, asked).status_code == 403
    assert not RegisterExport.objects.exists()
    assert desk.get(reverse("admin:subscribers_subscriber_changelist")).status_code == 403


# ── The second attack: two people who don't exist, and an urgent message ─────────────────────────────────────


def invent(desk, username: str, *groups: str) -> None:
    """Make somebody up, whose mailbox is the attacker's."""
    desk.post(
        f"{ACCOUNTS}aggiungi/",
        everything()
        | {
            "username": username,
            "email": f"{username}@altrove.example",
            "groups": [str(group(name).pk) for name in groups],
            "reason": "Nuovo collega",
        },
    )


def sign_in(client, username: str) -> None:
    """Open the newest link that reached the mailbox of `username`, and choose a password."""
    letters = [letter for letter in mail.outbox if letter.to == [f"{username}@altrove.example"]]
    link = re.search(r"http://testserver(/invito/\S+)", letters[-1].body)[1]
    client.get(link)
    client.post("/invito/", {"new_password1": PASSWORD, "new_password2": PASSWORD})


def test_two_people_made_up_send_no_urgent_message(client, django_capture_on_commit_callbacks):
    desk = sara()
    with django_capture_on_commit_callbacks(execute=True):
        invent(desk, "fantasma", "Redattore")
        invent(desk, "ombra", "Approvatore")
    approve_all(desk)
    for username in ("fantasma", "ombra"):
        assert rights_of(username)[:3] == (False, set(), set())
        sign_in(client, username)
        assert client.get("/admin/").status_code == 200
        assert client.get(reverse("admin:broadcasts_campaign_add")).status_code == 403
        assert client.post(reverse("admin:broadcasts_campaign_add"), {"title": "x"}).status_code == 403
        assert client.get(reverse("admin:broadcasts_campaign_changelist")).status_code == 403
        approve_all(client)
    assert not Campaign.objects.exists()
    assert {change.outcome for change in AccountChange.objects.all()} == {AccountChange.Outcome.OPEN}


def test_a_second_administrator_who_was_made_up_can_approve_nothing(
    client, django_capture_on_commit_callbacks
):
    desk = sara()
    with django_capture_on_commit_callbacks(execute=True):
        invent(desk, "complice", "Amministratore di sistema")
        invent(desk, "ombra", "Approvatore")
    sign_in(client, "complice")
    approve_all(client)
    approve_all(desk)
    assert rights_of("complice")[1] == rights_of("ombra")[1] == set()


# ── Other ways round ─────────────────────────────────────────────────────────────────────────────────────────


def test_paolo_s_account_is_not_taken_over_by_another_e_mail_or_his_invitation(
    django_capture_on_commit_callbacks,
):
    """Its link is on no page, and Sara's own session is worth nothing on the page of an invitation."""
    desk = sara()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"{account('paolo')}/email/", {"email": "mia@altrove.example", "reason": "Nuova casella"})
        shown = desk.post(f"{account('paolo')}/invita/", follow=True).text
    approve_all(desk)
    assert rights_of("paolo")[3] == "paolo@comune.example"
    with_link = [letter for letter in mail.outbox if "/invito/" in letter.body]
    assert [letter.to for letter in with_link] == [["paolo@comune.example"]]
    secret = re.search(r"/invito/(\S+)/", with_link[0].body)[1]
    shown += "".join(desk.get(page).text for page in (f"{account('paolo')}/modifica/", ACCOUNTS, CHANGES))
    assert "Invito mandato" in shown
    assert secret not in shown
    answer = desk.post("/invito/", {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert "non vale più" in answer.text
    for page in ("password/", "parola-d-ordine/", "modifica/password/", "parola-d-ordine/cambia/"):
        assert desk.post(f"{account('paolo')}/{page}", everything()).status_code in (302, 404), page
    assert not User.objects.get(username="paolo").check_password(PASSWORD)


def test_a_group_s_rights_are_changed_by_nobody_and_nobody_is_deleted():
    before = {name: set(group(name).permissions.all()) for name in EVERY_GROUP}
    form = {"name": "Amministratore di sistema", "permissions": everything()["user_permissions"]}
    pk = group("Amministratore di sistema").pk
    for desk in (sara(), signed_in(User.objects.create_superuser("root"))):
        assert desk.post(f"/admin/gruppi/{pk}/modifica/", form).status_code == 404
        assert desk.post("/admin/gruppi/aggiungi/", form | {"name": "Tutto"}).status_code == 404
        assert desk.post(f"{account('paolo')}/elimina/", {"post": "yes"}).status_code == 403
    assert {name: set(group(name).permissions.all()) for name in EVERY_GROUP} == before
    assert hire(PAOLO).pk


def test_no_form_of_an_account_changes_more_than_the_name_not_even_a_superuser_s():
    root, names = User.objects.create_superuser("root"), ("giulia", "sara", "paolo", "vera", "root")
    before = [rights_of(name) for name in names]
    for desk in (sara(), signed_in(root)):
        for name in names:
            desk.post(f"{account(name)}/modifica/", everything() | {"username": name})
    invent(desk, "secondo")
    give = {"change": f"give-{group('RPD').pk}", "reason": "Serve"}
    desk.post(f"{account('giulia')}/chiedi-gruppo/", give)
    approve_all(desk)
    assert [rights_of(name) for name in names] == before
    assert list(User.objects.filter(is_superuser=True)) == [root]
    assert User.objects.get(username="secondo").get_all_permissions() == set()


def test_a_superuser_shows_on_the_officer_s_page_and_is_changed_by_nobody():
    User.objects.create_superuser("root")
    page = at_desk(VERA).get(ACCOUNTS).text
    assert "Con più poteri del dovuto" in page
    assert re.search(r">root</a> ha tutti i poteri", page)
    for address in ("modifica/", "chiudi/", "email/", "invita/", "chiedi-gruppo/"):
        assert sara().post(f"{account('root')}/{address}", everything() | {"reason": "x"}).status_code == 403
    assert User.objects.get(username="root").is_active


def test_a_clerk_can_press_none_of_these_buttons():
    for clerk in (GIULIA, PAOLO, VERA):
        desk = at_desk(clerk)
        for page in BUTTONS:
            assert desk.post(f"{account('giulia')}/{page}", everything()).status_code == 403, page
        assert desk.post(f"{ACCOUNTS}aggiungi/", everything()).status_code == 403
    assert not Invitation.objects.exists()
    assert hire(GIULIA).is_active
