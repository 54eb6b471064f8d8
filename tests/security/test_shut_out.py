"""One administrator who would shut everybody out by *telefono perso* or *chiudi*: empty posts did it once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.urls import reverse

from cascina_whatsapp.accounts.admin.buttons import BUTTONS
from cascina_whatsapp.accounts.models import AccountChange
from cascina_whatsapp.security.trail.events import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.accounts.at_once import at_once
from tests.accounts.colleagues import GINO, OFFICER, SIMONE, employ, group, groups_of, told
from tests.accounts.people import PASSWORD, telephone_of
from tests.builders import NOW, hire
from tests.people import GIULIA, PAOLO, Clerk
from tests.reading import read_of
from tests.staff import ROSA, SARA, SILVIA, SIMONA, VERA, at_desk

pytestmark = pytest.mark.django_db
PIETRO = Clerk("pietro", "Approvatore")
RINA = Clerk("rina", "Revisore")
EVERYBODY = (GIULIA, PAOLO, PIETRO, ROSA, SILVIA, SIMONA, GINO, RINA, VERA, SIMONE, SARA)


@pytest.fixture(autouse=True)
def town_hall(settings):
    """Everybody has a mailbox, a password and an app of codes; Sara is the hostile one."""
    settings.PRIVACY_EMAILS = [OFFICER]
    for clerk in EVERYBODY:
        user = employ(clerk)
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        telephone_of(user)


@pytest.fixture
def letters(django_capture_on_commit_callbacks):
    """What was told once the block is over."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def lose(clerk: Clerk, *, by: Clerk = SARA, **form: str) -> str:
    """Press «Ha perso il telefono» of this account, and read what the page says."""
    page = f"/admin/account/{hire(clerk).pk}/telefono-perso/"
    return at_desk(by).post(page, form, follow=True).text


def lose_named(clerk: Clerk, *, by: Clerk = SARA) -> str:
    return lose(clerk, by=by, username=clerk.username, reason="L'ha perso in treno")


def decide(change: AccountChange, clerk: Clerk, decision: str = "approve") -> None:
    at_desk(clerk).post(
        f"/admin/cambi-chiesti/{change.pk}/decidi/", {"decision": decision, "read": read_of(change)}
    )


def shut_out() -> set[str]:
    """Whoever can't come in any more."""
    return {user.username for user in User.objects.all() if not user.has_usable_password()}


def events(event: Event) -> list[TrailRecord]:
    return list(TrailRecord.objects.filter(event=event))


def test_empty_posts_or_another_s_name_shut_nobody_out():
    for clerk in EVERYBODY:
        lose(clerk)
    for username in ("", "paolo", "GIULIA", "giulia neri"):
        assert "Ha perso il telefono" in lose(GIULIA, username=username, reason="L'ha perso"), username
    lose(GIULIA, username="giulia")  # without a reason
    assert shut_out() == set()


def test_who_names_everybody_shuts_two_out_a_day_and_the_third_is_refused_in_words_and_told_once(letters):
    with time_machine.travel(NOW, tick=False), letters():
        for clerk in (GIULIA, ROSA):
            assert "mandagli un nuovo invito" in lose_named(clerk)
        mail.outbox.clear()
        for clerk in (SILVIA, SIMONA):
            said = lose_named(clerk)
            assert "Oggi hai già chiuso fuori 2 colleghi" in said
            assert "già avvisato" in said
        lose_named(SILVIA, by=SIMONE)  # the bound is each administrator's own
    beyond = [letter for letter in mail.outbox if "limite" in letter.subject]
    assert [OFFICER in letter.to for letter in beyond] == [True]
    assert "più di 2 in un giorno" in beyond[0].body
    assert (len(events(Event.TELEPHONE_LOST)), len(events(Event.BOUND_REACHED))) == (3, 2)
    assert told()["Account cambiato"] >= {"silvia@comune.example", OFFICER}
    assert any("L'ha perso in treno" in letter.body for letter in mail.outbox)
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        lose_named(PAOLO)
    assert shut_out() == {"giulia", "rosa", "silvia", "paolo"}


@pytest.mark.parametrize("clerk", [VERA, SIMONE], ids=lambda clerk: clerk.group)
def test_of_the_officer_and_of_an_administrator_a_second_person_decides(clerk, letters):
    with letters():
        assert "Decide un altro amministratore" in lose_named(clerk)
    assert told()["Chiesto un cambio di account"] >= {f"{clerk.username}@comune.example", OFFICER}
    (change,) = AccountChange.objects.open()
    assert change.reason == "L'ha perso in treno"
    for own_hand in (SARA, clerk):
        decide(change, own_hand)
    second = SIMONE if clerk == VERA else VERA
    decide(change, second, "refuse")
    assert shut_out() == set()
    lose_named(clerk)
    decide(AccountChange.objects.latest("pk"), second)
    assert shut_out() == {clerk.username}
    assert not hire(clerk).authenticatorapp_set.exists()


def close(clerk: Clerk, *, by: Clerk = SARA) -> str:
    page = f"/admin/account/{hire(clerk).pk}/chiudi/"
    return at_desk(by).post(page, {"reason": "Se ne va"}, follow=True).text


def is_open(clerk: Clerk) -> bool:
    return User.objects.get(username=clerk.username).is_active


def is_out(clerk: Clerk) -> bool:
    """Whether this colleague can't come in any more."""
    return not is_open(clerk) or clerk.username in shut_out()


both = pytest.mark.parametrize("shut", [lose_named, close], ids=["telephone lost", "closed"])
"""The ways in which one hand shuts an account out."""


@both
def test_what_two_decided_is_no_count_of_the_second(shut):
    shut(VERA)
    decide(AccountChange.objects.get(), SIMONE)
    for clerk in (GIULIA, ROSA):
        assert "Oggi hai già" not in shut(clerk, by=SIMONE)
    assert {clerk.username for clerk in EVERYBODY if is_out(clerk)} == {"vera", "giulia", "rosa"}


def test_whoever_decides_what_others_ask_is_closed_by_two(settings):
    """Otherwise one alone would be left with whom nobody reopens, or a group would be empty."""
    settings.LOST_TELEPHONES_PER_DAY = 50
    for clerk in EVERYBODY:
        close(clerk)
    needed = {"pietro", "simona", "gino", "rina", "vera", "simone"}
    assert {clerk.username for clerk in EVERYBODY if is_open(clerk)} == {*needed, "sara"}
    assert {change.user.username for change in AccountChange.objects.open()} == needed


@both
@pytest.mark.parametrize(
    ("clerk", "also"),
    [(GIULIA, GINO), (PAOLO, PIETRO), (SILVIA, SIMONA), (ROSA, RINA)],
    ids=lambda one: one.group,
)
def test_the_last_of_a_group_who_can_come_in_needs_two(shut, clerk, also):
    user = hire(also)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    user.authenticatorapp_set.all().delete()
    assert "Decide un altro amministratore" in shut(clerk)
    assert not is_out(clerk)
    decide(AccountChange.objects.get(), VERA)
    assert is_out(clerk)


@both
def test_nobody_alone_leaves_one_who_writes_and_approves_by_themselves(shut):
    """A writer and an approver are left, and are the same person."""
    User.objects.filter(username__in=["gino", "pietro"]).update(is_active=False)
    hire(PAOLO).groups.add(group(GIULIA.group))
    assert "Decide un altro amministratore" in shut(GIULIA)
    assert not is_out(GIULIA)


@both
def test_of_the_last_two_of_a_group_shut_out_at_once_one_is_left(shut, committed_db):
    at_once(shut, (GIULIA, GINO))
    assert sorted(is_out(clerk) for clerk in (GIULIA, GINO)) == [False, True]


def first_group(clerk: Clerk) -> dict[str, str]:
    return {"change": f"take-{group(clerk.group).pk}", "reason": "Cambia ufficio"}


PRESSED: dict[str, Callable[[Clerk], dict[str, str]]] = {
    "chiudi": lambda clerk: {"reason": "Se ne va"},
    "telefono-perso": lambda clerk: {"username": clerk.username, "reason": "L'ha perso"},
    "chiedi-gruppo": first_group,
    "email": lambda clerk: {"email": f"{clerk.username}@altrove.example", "reason": "Nuova casella"},
    "invita": lambda clerk: {},
    "ritira-invito": lambda clerk: {},
    "riapri": lambda clerk: {"reason": "È tornato"},
    "modifica": lambda clerk: {"first_name": "Altro", "last_name": "Nome"},
    "chiedi-secondo-passaggio": lambda clerk: {},
    "ricorda": lambda clerk: {},
}
"""What one administrator can press of an account → what they type."""


def test_every_button_is_pressed_here():
    assert {reverse(f"admin:auth_user_{button.name}", args=[1]).split("/")[-2] for button in BUTTONS} == {
        *PRESSED
    } - {"modifica"}


@pytest.mark.parametrize("pressed", [[name] for name in PRESSED] + [list(PRESSED)], ids=" ".join)
def test_whatever_one_administrator_presses_all_day_shuts_two_out(pressed):
    """By each button alone, and by all: no group is empty, and every other change waits for a second person."""
    desk, before = at_desk(SARA), {clerk: groups_of(hire(clerk)) for clerk in EVERYBODY}
    for name in pressed:
        for clerk in EVERYBODY:
            desk.post(f"/admin/account/{hire(clerk).pk}/{name}/", PRESSED[name](clerk))
    out = {clerk for clerk in EVERYBODY if is_out(clerk)}
    assert len(out) == (2 if {"chiudi", "telefono-perso"} & {*pressed} else 0)
    assert {clerk.group for clerk in EVERYBODY if clerk not in out} == {clerk.group for clerk in EVERYBODY}
    assert {clerk: groups_of(hire(clerk)) for clerk in EVERYBODY} == before
    assert not User.objects.filter(email__contains="altrove").exists()


def test_a_second_person_closes_it_and_withdraws_what_else_was_asked_of_it(letters):
    lose_named(VERA)
    with letters():
        assert "Decide un altro amministratore" in close(VERA)
        change = AccountChange.objects.latest("pk")
        for own_hand in (SARA, VERA):
            decide(change, own_hand)
        assert is_open(VERA)
        decide(change, SIMONE)
    assert not is_open(VERA)
    assert [one.outcome for one in AccountChange.objects.order_by("pk")] == ["withdrawn", "approved"]
    assert [(one.by_name, one.about) for one in events(Event.ACCOUNT_CLOSED)] == [("simone", "vera")]
    assert told()["Cambio di account: approvato"] >= {OFFICER, "sara@comune.example"}
