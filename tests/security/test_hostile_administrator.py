"""An administrator who wants more: alone they reach neither content nor numbers, whatever they post.

Both attacks succeeded once: giving oneself all groups and exporting 501 numbers in clear; and making two people up,
one to write an urgent message and one to send it.
"""

import re

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from broadcasts.models import Campaign
from cascina_whatsapp.accounts import changes
from cascina_whatsapp.accounts.models import AccountChange, Invitation
from subscribers.models import RegisterExport
from tests.accounts.colleagues import OFFICER, SIMONE, employ, group, groups_of, told
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


def test_all_groups_for_oneself_by_the_form_of_the_account():
    before = rights_of("sara")
    sara().post(f"{account('sara')}/modifica/", everything())
    assert rights_of("sara") == before


@pytest.mark.parametrize("name", EVERY_GROUP)
def test_a_group_for_oneself_by_the_button_that_asks(name):
    change = f"give-{group(name).pk}"
    sara().post(f"{account('sara')}/chiedi-gruppo/", {"change": change, "reason": "Mi serve"})
    assert not AccountChange.objects.exists()
    assert groups_of(hire(SARA)) == {"Amministratore di sistema"}


def test_numbers_in_clear_stay_out_of_reach():
    desk = sara()
    desk.post(f"{account('sara')}/modifica/", everything())
    for name in EVERY_GROUP:
        change = f"give-{group(name).pk}"
        desk.post(f"{account('sara')}/chiedi-gruppo/", {"change": change, "reason": "Mi serve"})
    approve_all(desk)
    page = reverse("admin:subscribers_registerexport_add")
    asked = {"reason": "Controllo annuale", "format": "csv", "with_numbers": "on"}
    assert desk.post(page, asked).status_code == 403
    assert not RegisterExport.objects.exists()
    assert desk.get(reverse("admin:subscribers_subscriber_changelist")).status_code == 403


def test_leaving_the_administrators_first_needs_others_too():
    """The two powers one after the other: each step waits for somebody else."""
    desk = sara()
    desk.post(
        f"{account('sara')}/chiedi-gruppo/",
        {"change": f"take-{group('Amministratore di sistema').pk}", "reason": "Cambio ufficio"},
    )
    assert not AccountChange.objects.exists()


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


def test_the_officer_and_the_other_administrators_hear_of_every_step(django_capture_on_commit_callbacks):
    employ(SIMONE)
    with django_capture_on_commit_callbacks(execute=True):
        invent(sara(), "ombra", "Approvatore")
    letters = told()
    for subject in ("Nuovo account", "Mandato un invito a entrare", "Chiesto un cambio di account"):
        assert letters[subject] >= {OFFICER, "vera@comune.example", "ombra@altrove.example"}, subject
    assert "simone@comune.example" in letters["Un cambio di account aspetta la tua decisione"]
    assert not any("/invito/" in letter.body for letter in mail.outbox if OFFICER in letter.to)


# ── Other ways round ─────────────────────────────────────────────────────────────────────────────────────────


def test_paolo_s_account_is_not_taken_over_by_another_e_mail(django_capture_on_commit_callbacks):
    desk = sara()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"{account('paolo')}/email/", {"email": "mia@altrove.example", "reason": "Nuova casella"})
        desk.post(f"{account('paolo')}/invita/")
    approve_all(desk)
    assert rights_of("paolo")[3] == "paolo@comune.example"
    with_link = [letter.to for letter in mail.outbox if "/invito/" in letter.body]
    assert with_link == [["paolo@comune.example"]]


def test_the_link_of_an_invitation_is_on_no_page(django_capture_on_commit_callbacks):
    desk = sara()
    with django_capture_on_commit_callbacks(execute=True):
        shown = desk.post(f"{account('paolo')}/invita/", follow=True).text
    secret = re.search(r"/invito/(\S+)/", "".join(letter.body for letter in mail.outbox))[1]
    for page in (f"{account('paolo')}/modifica/", ACCOUNTS, CHANGES):
        shown += desk.get(page).text
    assert "Invito mandato" in shown
    assert secret not in shown


def test_an_invitation_is_not_used_by_whoever_is_signed_in_as_somebody_else():
    """Sara's own session is worth nothing on the page of an invitation."""
    desk = sara()
    desk.post(f"{account('paolo')}/invita/")
    answer = desk.post("/invito/", {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert "non vale più" in answer.text
    assert not User.objects.get(username="paolo").check_password(PASSWORD)


@pytest.mark.parametrize(
    "page", ["password/", "parola-d-ordine/", "modifica/password/", "parola-d-ordine/cambia/"]
)
def test_no_page_sets_another_s_password(page):
    answer = sara().post(f"{account('paolo')}/{page}", everything())
    assert answer.status_code in (302, 404)
    assert not User.objects.get(username="paolo").check_password(PASSWORD)


@pytest.mark.parametrize("username", ["sara", "paolo", "vera"])
def test_no_form_of_an_account_changes_more_than_the_name(username):
    before = rights_of(username)
    sara().post(f"{account(username)}/modifica/", everything() | {"username": username})
    assert rights_of(username) == before


def test_a_group_s_rights_are_changed_by_nobody():
    before = {name: set(group(name).permissions.all()) for name in EVERY_GROUP}
    form = {"name": "Amministratore di sistema", "permissions": everything()["user_permissions"]}
    root = User.objects.create_superuser("root")
    for desk in (sara(), signed_in(root)):
        pk = group("Amministratore di sistema").pk
        assert desk.post(f"/admin/gruppi/{pk}/modifica/", form).status_code == 404
        assert desk.post("/admin/gruppi/aggiungi/", form | {"name": "Tutto"}).status_code == 404
    assert {name: set(group(name).permissions.all()) for name in EVERY_GROUP} == before


def test_no_page_makes_a_superuser_not_even_a_superuser_s():
    root = User.objects.create_superuser("root")
    desk = signed_in(root)
    for username in ("giulia", "sara", "root"):
        desk.post(f"{account(username)}/modifica/", everything() | {"username": username})
    invent(desk, "secondo")
    assert list(User.objects.filter(is_superuser=True).values_list("username", flat=True)) == ["root"]
    assert User.objects.get(username="secondo").get_all_permissions() == set()


def test_a_superuser_can_not_give_a_group_alone_either():
    root = User.objects.create_superuser("root")
    desk = signed_in(root)
    give = {"change": f"give-{group('RPD').pk}", "reason": "Serve"}
    desk.post(f"{account('giulia')}/chiedi-gruppo/", give)
    approve_all(desk)
    assert groups_of(hire(GIULIA)) == {"Redattore"}


def test_a_superuser_shows_on_the_officer_s_page_and_is_changed_by_nobody():
    User.objects.create_superuser("root")
    page = at_desk(VERA).get(ACCOUNTS).text
    assert "Con più poteri del dovuto" in page
    assert re.search(r">root</a> ha tutti i poteri", page)
    for address in ("modifica/", "chiudi/", "email/", "invita/", "chiedi-gruppo/"):
        assert sara().post(f"{account('root')}/{address}", everything() | {"reason": "x"}).status_code == 403
    assert User.objects.get(username="root").is_active


def test_nobody_is_deleted():
    root = User.objects.create_superuser("root")
    for desk in (sara(), signed_in(root)):
        assert desk.post(f"{account('paolo')}/elimina/", {"post": "yes"}).status_code == 403
    assert hire(PAOLO).pk


def test_a_clerk_can_press_none_of_these_buttons():
    for clerk in (GIULIA, PAOLO, VERA):
        desk = at_desk(clerk)
        for page in (
            "chiudi/",
            "email/",
            "invita/",
            "chiedi-gruppo/",
            "ritira-invito/",
            "riapri/",
            "telefono-perso/",
        ):
            assert desk.post(f"{account('giulia')}/{page}", everything()).status_code == 403, page
        assert desk.post(f"{ACCOUNTS}aggiungi/", everything()).status_code == 403
    assert not Invitation.objects.exists()
    assert hire(GIULIA).is_active


def test_a_group_that_excludes_another_is_refused_by_the_function_too():
    """Not only left out of the form's choices."""
    answer = sara().post(
        f"{account('giulia')}/chiedi-gruppo/",
        {"change": f"give-{group('Amministratore di sistema').pk}", "reason": "Serve"},
    )
    assert answer.status_code == 200
    with pytest.raises(changes.CannotDecide):
        changes.ask(
            AccountChange.Kind.GIVE,
            hire(GIULIA),
            group=group("Amministratore di sistema"),
            reason="Serve",
            by=hire(SARA),
            now=timezone.now(),
        )
    assert not AccountChange.objects.exists()


def test_the_second_person_is_real_help():
    """With somebody else's hand it works: the rules stop one person, not the office."""
    give = {"change": f"give-{group('Approvatore').pk}", "reason": "Sostituisce Paolo"}
    sara().post(f"{account('giulia')}/chiedi-gruppo/", give)
    approve_all(at_desk(VERA))
    assert groups_of(hire(GIULIA)) == {"Redattore", "Approvatore"}
