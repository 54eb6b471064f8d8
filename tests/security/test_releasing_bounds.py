"""Beyond a daily bound a second person gives another portion: never to oneself, and only where it is needed."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from cascina_whatsapp.accounts import daily_bounds
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.security import as_read
from cascina_whatsapp.security.trail import Event
from tests.builders import NOW, hire
from tests.people import GIULIA, PAOLO, Clerk
from tests.staff import ROSA, SARA, SILVIA, VERA, at_desk

from .test_daily_bounds import ACTS, OFFICER, done, each_act, events

pytestmark = pytest.mark.django_db
PAGE = "/admin/limiti-di-oggi/"
PIA = Clerk("pia", "Approvatore")
"""Another head of office."""
OLGA = Clerk("olga", "RPD")
"""Stands in for Vera."""


@pytest.fixture(autouse=True)
def one_a_day(settings):
    settings.PRIVACY_EMAILS = [OFFICER]
    for act in ACTS.values():
        if act.event != "looked_up":  # some acts begin with a look-up
            setattr(settings, act.setting, 1)


def release(act, *, by: Clerk, to: Clerk):
    bounded = daily_bounds.ACTS[act.bound or act.event]
    read = as_read.digest(daily_bounds.shown(bounded, to=hire(to), now=timezone.now()))
    wanted = {"act": bounded.event, "to": hire(to).pk, "read": read}
    return at_desk(by).post(PAGE, wanted, follow=True)


@each_act
def test_a_colleague_gives_one_more_portion_for_today(act, settings):
    setattr(settings, act.setting, 1)
    with time_machine.travel(NOW, tick=False):
        assert done(act, 2) == 1
        assert "Concesso" in release(act, by=ROSA, to=act.clerk).text
        assert done(act, 2, since=2) == 1
    (given,) = events(Event.BOUND_RELEASED)
    assert (given.by_name, given.details) == (
        "rosa",
        {"act": act.bound or act.event, "to": hire(act.clerk).pk},
    )
    assert given.about.endswith(f"per {act.clerk.username}")
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert done(act, 2, since=4) == 1


@pytest.mark.parametrize(("act", "clerk"), [("unmasking", PAOLO), ("erasure", VERA)])
def test_nobody_gives_to_themselves(act, clerk):
    act = ACTS[act]
    done(act, 2)
    assert "lo concede un altro collega" in at_desk(clerk).get(PAGE).text
    assert "Nessuno concede a sé" in release(act, by=clerk, to=clerk).text
    assert events(Event.BOUND_RELEASED) == []
    assert done(act, 1, since=2) == 0


def test_who_has_not_the_right_or_a_confirmed_identity_gives_nothing(settings):
    done(ACTS["unmasking"], 2)
    for clerk in (GIULIA, SILVIA, SARA):
        assert at_desk(clerk).get(PAGE).status_code == 403, clerk
        assert release(ACTS["unmasking"], by=clerk, to=PAOLO).status_code == 403, clerk
    settings.CONFIRM_MINUTES = 0
    answer = at_desk(VERA).post(PAGE, {"act": "unmasked", "to": hire(PAOLO).pk})
    assert answer.url.startswith("/admin/conferma")
    assert events(Event.BOUND_RELEASED) == []


@pytest.mark.parametrize("clerk", [PIA, ROSA, VERA], ids=lambda clerk: clerk.group)
def test_another_approver_an_auditor_and_the_officer_may(clerk):
    done(ACTS["unmasking"], 2)
    text = at_desk(clerk).get(PAGE).text
    assert "paolo" in text
    assert "visto 1 numeri in chiaro" not in text
    assert "Concesso" in release(ACTS["unmasking"], by=clerk, to=PAOLO).text


def test_nothing_is_given_in_advance_twice_for_one_refusal_or_for_another_act(settings):
    settings.LOOKUPS_PER_DAY = 1
    act = ACTS["unmasking"]
    done(act, 1)
    assert "non serve" in release(act, by=VERA, to=PAOLO).text
    done(act, 1, since=1)
    done(ACTS["look-up"], 2)
    release(act, by=VERA, to=PAOLO)
    assert "non serve" in release(act, by=ROSA, to=PAOLO).text
    for wanted in ({}, {"act": "signed_in", "to": "1"}, {"act": "unmasked", "to": "x"}):
        assert "non serve" in at_desk(VERA).post(PAGE, wanted, follow=True).text, wanted
    assert len(events(Event.BOUND_RELEASED)) == 1
    assert done(ACTS["look-up"], 1, since=2) == 0


def test_who_may_give_is_told_at_once_and_who_asked_when_it_is_given(django_capture_on_commit_callbacks):
    for clerk in (VERA, PIA, PAOLO):
        user = hire(clerk)
        type(user).objects.filter(pk=user.pk).update(email=f"{clerk.username}@comune.example")
    done(ACTS["unmasking"], 1)
    with django_capture_on_commit_callbacks(execute=True):
        done(ACTS["unmasking"], 1, since=1)
    (letter,) = mail.outbox
    assert sorted(letter.to) == ["pia@comune.example", OFFICER, "vera@comune.example"]
    assert PAGE in letter.body
    assert set(
        StaffNotice.objects.filter(page=PAGE, person__isnull=False).values_list("person", flat=True)
    ) == {
        hire(VERA).pk,
        hire(PIA).pk,
    }
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        release(ACTS["unmasking"], by=PIA, to=PAOLO)
    assert sorted(address for letter in mail.outbox for address in letter.to) == [
        "paolo@comune.example",
        OFFICER,
    ]
    with django_capture_on_commit_callbacks(execute=True):
        done(ACTS["unmasking"], 2, since=2)
    assert "ha raggiunto un limite" in mail.outbox[-1].subject  # each new refusal after a portion
