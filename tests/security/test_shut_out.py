# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One administrator who would shut everybody out by *telefono perso* or *chiudi*: empty posts did it once."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail

from cascina_whatsapp.accounts.models import AccountChange
from cascina_whatsapp.security.trail.events import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.accounts.colleagues import OFFICER, SIMONE, employ, told
from tests.accounts.people import PASSWORD, telephone_of
from tests.builders import NOW, hire
from tests.people import GIULIA, PAOLO, Clerk
from tests.staff import ROSA, SARA, SILVIA, SIMONA, VERA, at_desk

pytestmark = pytest.mark.django_db
PIETRO = Clerk("pietro", "Approvatore")
EVERYBODY = (GIULIA, PAOLO, PIETRO, ROSA, SILVIA, SIMONA, VERA, SIMONE, SARA)


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
    at_desk(clerk).post(f"/admin/cambi-chiesti/{change.pk}/decidi/", {"decision": decision})


def shut_out() -> set[str]:
    """Whoever can't come in any more."""
    return {user.username for user in User.objects.all() if not user.has_usable_password()}


def events(event: Event) -> list[TrailRecord]:
    return list(TrailRecord.objects.filter(event=event))


def test_empty_posts_shut_nobody_out():
    for clerk in EVERYBODY:
        lose(clerk)
    assert shut_out() == set()


@pytest.mark.parametrize("username", ["", "paolo", "GIULIA", "giulia neri"])
def test_the_name_typed_is_the_person_s(username):
    assert "Ha perso il telefono" in lose(GIULIA, username=username, reason="L'ha perso")
    assert shut_out() == set()


def test_a_reason_is_given():
    lose(GIULIA, username="giulia")
    assert shut_out() == set()


def test_who_names_everybody_shuts_two_out():
    with time_machine.travel(NOW, tick=False):
        for clerk in EVERYBODY:
            lose_named(clerk)
        assert shut_out() == {"giulia", "paolo"}
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        lose_named(ROSA)
    assert shut_out() == {"giulia", "paolo", "rosa"}


def test_the_third_is_refused_in_words_and_told_once(letters):
    with letters():
        for clerk in (GIULIA, ROSA):
            assert "mandagli un nuovo invito" in lose_named(clerk)
        mail.outbox.clear()
        for clerk in (SILVIA, SIMONA):
            said = lose_named(clerk)
            assert "Oggi hai già segnato 2 telefoni persi" in said
            assert "già avvisato" in said
    beyond = [letter for letter in mail.outbox if "limite" in letter.subject]
    assert [OFFICER in letter.to for letter in beyond] == [True]
    assert "più di 2 in un giorno" in beyond[0].body
    assert (len(events(Event.TELEPHONE_LOST)), len(events(Event.BOUND_REACHED))) == (2, 2)


def test_the_bound_is_each_administrator_s_own_and_set(settings):
    settings.LOST_TELEPHONES_PER_DAY = 1
    lose_named(GIULIA)
    lose_named(ROSA)
    lose_named(SILVIA, by=SIMONE)
    assert shut_out() == {"giulia", "silvia"}


@pytest.mark.parametrize("clerk", [VERA, SIMONE], ids=lambda clerk: clerk.group)
def test_of_the_officer_and_of_an_administrator_a_second_person_decides(clerk):
    assert "Decide un altro amministratore" in lose_named(clerk)
    (change,) = AccountChange.objects.open()
    assert change.reason == "L'ha perso in treno"
    for own_hand in (SARA, clerk):
        decide(change, own_hand)
    assert shut_out() == set()
    decide(change, SIMONE if clerk == VERA else VERA)
    assert shut_out() == {clerk.username}
    assert not hire(clerk).authenticatorapp_set.exists()


def test_a_second_person_may_refuse():
    lose_named(VERA)
    decide(AccountChange.objects.get(), SIMONE, "refuse")
    assert shut_out() == set()


def test_the_last_approver_who_can_come_in_needs_two():
    lose_named(PAOLO)
    assert "Decide un altro amministratore" in lose_named(PIETRO)
    assert shut_out() == {"paolo"}
    decide(AccountChange.objects.get(), VERA)
    assert shut_out() == {"paolo", "pietro"}


def test_what_two_decided_is_no_count_of_the_second():
    lose_named(VERA)
    decide(AccountChange.objects.get(), SIMONE)
    for clerk in (GIULIA, ROSA):
        lose_named(clerk, by=SIMONE)
    assert shut_out() == {"vera", "giulia", "rosa"}


def close(clerk: Clerk, *, by: Clerk = SARA) -> str:
    page = f"/admin/account/{hire(clerk).pk}/chiudi/"
    return at_desk(by).post(page, {"reason": "Se ne va"}, follow=True).text


def is_open(clerk: Clerk) -> bool:
    return User.objects.get(username=clerk.username).is_active


def test_whoever_decides_what_others_ask_is_closed_by_two():
    """Otherwise one alone would be left with whom nobody reopens."""
    for clerk in EVERYBODY:
        close(clerk)
    assert {clerk.username for clerk in EVERYBODY if is_open(clerk)} == {"pietro", "vera", "simone", "sara"}
    assert {change.user.username for change in AccountChange.objects.open()} == {"pietro", "vera", "simone"}


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


def test_anybody_else_is_closed_at_once():
    assert "Account chiuso" in close(GIULIA)
    assert not is_open(GIULIA)


def test_the_person_and_the_officer_hear_why(letters):
    with letters():
        lose_named(GIULIA)
        lose_named(VERA)
    assert told()["Account cambiato"] >= {"giulia@comune.example", OFFICER}
    assert told()["Chiesto un cambio di account"] >= {"vera@comune.example", OFFICER}
    assert any("L'ha perso in treno" in letter.body for letter in mail.outbox)
