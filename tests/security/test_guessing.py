"""A stranger guesses a colleague's password for hours, many at a time: slowly, and keeping nobody out."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cascina_whatsapp.accounts.models import AttemptCount
from cascina_whatsapp.accounts.signing_in import attempts, throttle
from cascina_whatsapp.accounts.staff_notices import outbox
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.security.trail.events import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.accounts.at_once import at_once
from tests.accounts.authenticator import Passkey, begin, complete
from tests.accounts.colleagues import employ
from tests.accounts.people import (
    CONFIRM,
    ELSEWHERE,
    OFFICE,
    SECOND_STEP,
    browser,
    telephone_of,
    type_password,
    with_password,
)
from tests.builders import NOW, hire
from tests.people import GIULIA
from tests.staff import VERA, at_desk

ATTEMPTS = 40


def guess(number: int) -> int:
    return type_password(browser(ELSEWHERE), f"tentativo {number}").status_code


def test_attempts_that_come_all_at_once_share_one_count(committed_db, time_machine):
    """No password is looked at beyond the first five: they are counted before, in the database."""
    time_machine.move_to(timezone.now(), tick=False)
    with_password()
    assert Counter(at_once(guess, range(ATTEMPTS))) == {200: 5, 429: ATTEMPTS - 5}
    assert sorted(AttemptCount.objects.values_list("failures", flat=True)) == [5, 5, 5]


COUNTED = {
    "a password": throttle.keys_for(GIULIA.username, ELSEWHERE),
    "a password in a known browser": throttle.keys_for(GIULIA.username, OFFICE, "browser"),
    "a code": throttle.second_factor_keys(1),
    "the password again": throttle.password_again_keys(1),
}


@pytest.mark.parametrize("keys", COUNTED.values(), ids=COUNTED)
def test_right_answers_that_come_all_at_once_are_all_counted(keys: list[throttle.Key], committed_db):
    """One that was right takes the count away while another looks for it."""

    def answer_right(_: int) -> None:
        with suppress(throttle.TooManyAttempts):  # the others were under way
            for _ in range(25):
                throttle.count(keys, NOW)
                throttle.succeeded(keys, NOW)

    at_once(answer_right, range(8))


# ── Told, wherever the guesses come from ──────────────────────────────────────────────────────────────────────


def at_the_door(number: int) -> None:
    type_password(browser(f"203.0.{number % 9}.7"), f"tentativo {number}")


def at_the_second_step(number: int) -> None:
    telephone_of(hire(GIULIA))
    client = browser(f"203.0.{number % 9}.7")
    type_password(client)
    client.post(SECOND_STEP, {"code": "000 000"})


def in_an_open_session(number: int) -> None:
    at_desk(GIULIA).post(CONFIRM, {"password": f"tentativo {number}"})


def for_a_new_password(number: int) -> None:
    typed = {"old_password": f"tentativo {number}", "new_password1": "x", "new_password2": "x"}
    at_desk(GIULIA).post(reverse("admin:password_change"), typed)


def with_a_passkey(number: int) -> None:
    desk, answer = at_desk(GIULIA), Passkey(hire(GIULIA)).sign(begin(browser()))
    begin(desk)
    complete(desk, answer)


DOORS = (at_the_door, at_the_second_step, in_an_open_session, for_a_new_password, with_a_passkey)
"""Where somebody proves who they are: each tries once, wrongly."""


@pytest.fixture
def town_hall(settings):
    """Giulia has a password, she and the officer a mailbox."""
    settings.PRIVACY_EMAILS = ["rpd@comune.example"]
    with_password()
    employ(GIULIA)
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_owner_and_officer_are_told_once_a_day(door, town_hall, django_capture_on_commit_callbacks):
    hire(GIULIA)
    for number in range(attempts.GUESSES + 5):
        with django_capture_on_commit_callbacks(execute=True):
            door(number)
        assert mail.outbox == []  # a stranger who measures the answer learns of no account
        town_hall.shift(timedelta(minutes=15))
    outbox.send_due(timezone.now())
    (letter,) = mail.outbox
    assert letter.to == ["giulia@comune.example", "rpd@comune.example"]
    assert f"{attempts.GUESSES} volte" in letter.body
    (told,) = TrailRecord.objects.filter(event=Event.GUESSED)
    assert told.about == "giulia"


@pytest.mark.django_db
def test_forty_five_guesses_from_nine_networks_are_told_and_again_the_day_after(town_hall):
    for day in (1, 2):
        for number in range(45):
            at_the_door(number)
            town_hall.shift(timedelta(minutes=11))
        town_hall.shift(timedelta(days=1))
        assert TrailRecord.objects.filter(event=Event.GUESSED).count() == day
    assert StaffNotice.objects.filter(person=hire(GIULIA)).count() == 2


@pytest.mark.django_db
def test_a_stranger_can_not_tell_whether_there_is_such_an_account(town_hall):
    for username in ("nessuno", "giulia"):
        answers = [
            type_password(browser(f"203.{len(username)}.{number % 9}.7"), "x", username=username).status_code
            for number in range(30)
        ]
        assert answers == [200] * 20 + [429] * 10, username
        assert TrailRecord.objects.filter(event=Event.GUESSED).count() == (username == "giulia")


@pytest.mark.django_db
def test_of_a_closed_account_and_of_the_officer_s_others_are_told(town_hall, settings):
    settings.OVERSIGHT_EMAILS = ["segretario@comune.example"]
    employ(VERA)
    User.objects.filter(username=GIULIA.username).update(is_active=False)
    for name in (GIULIA.username, VERA.username):
        for number in range(attempts.GUESSES):
            type_password(browser(f"203.0.{number}.7"), "x", username=name)
        outbox.send_due(timezone.now() + timedelta(minutes=1))
    by_name = {letter.subject.rpartition(" ")[2]: letter.to for letter in mail.outbox}
    assert by_name == {
        "giulia": ["rpd@comune.example", "vera@comune.example"],
        "vera": ["rpd@comune.example", "segretario@comune.example", "vera@comune.example"],
    }
