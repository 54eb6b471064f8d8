"""The question that a passkey signs: a stranger who asks for it fills no table, and nobody's answer counts twice."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session

from cascina_whatsapp.accounts.models import AttemptCount
from cascina_whatsapp.accounts.signing_in import throttle
from cascina_whatsapp.security.trail.events import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.accounts.at_once import at_once
from tests.accounts.authenticator import Passkey, begin, complete
from tests.accounts.people import CONFIRM, browser, is_inside, type_password, with_password
from tests.builders import NOW, hire
from tests.people import GIULIA, PAOLO
from tests.staff import at_desk

pytestmark = pytest.mark.django_db


def failures() -> int:
    return TrailRecord.objects.filter(event=Event.SIGN_IN_FAILED).count()


def test_a_stranger_who_asks_a_hundred_times_leaves_no_row():
    stranger = browser()
    for _ in range(100):
        begin(stranger)
    assert not Session.objects.exists()
    assert not AttemptCount.objects.exists()


def test_a_passkey_alone_signs_in_and_its_answer_is_worth_nothing_to_who_sends_it_again():
    passkey, desk, thief = Passkey(hire(GIULIA)), browser(), browser()
    answer = passkey.sign(begin(desk))
    thief.cookies["passkey"] = desk.cookies["passkey"].value
    assert complete(desk, answer).status_code == 200
    assert is_inside(desk)
    assert "passkey" not in {name for name, cookie in desk.cookies.items() if cookie.value}
    assert complete(thief, answer).status_code == 400
    assert not is_inside(thief)
    assert failures() == 1


def test_an_answer_without_the_cookie_of_its_question_or_with_one_written_by_hand_is_worth_nothing():
    passkey = Passkey(hire(GIULIA))
    asked, other, without = browser(), browser(), browser()
    answer = passkey.sign(begin(asked))
    begin(other)
    asked.cookies["passkey"] = f"{asked.cookies['passkey'].value}x"
    for client in (other, without, asked):
        assert complete(client, answer).status_code >= 400
        assert not is_inside(client)


@pytest.mark.parametrize(("seconds", "status"), [(119, 200), (121, 400)])
def test_a_passkey_has_two_minutes_to_answer(seconds, status):
    with time_machine.travel(NOW, tick=False) as clock:
        passkey, desk = Passkey(hire(GIULIA)), browser()
        answer = passkey.sign(begin(desk))
        clock.shift(timedelta(seconds=seconds))
        assert complete(desk, answer).status_code == status


def test_a_question_for_one_account_is_no_question_for_whoever_comes():
    """After a password a passkey need not ask for a finger: such a question opens nothing without the password."""
    passkey, desk, thief = Passkey(with_password()), browser(), browser()
    type_password(desk)
    answer = passkey.sign(begin(desk))
    thief.cookies["passkey"] = desk.cookies["passkey"].value
    assert complete(thief, answer).status_code == 400
    assert complete(desk, answer).status_code == 200


def test_a_passkey_confirms_who_is_signed_in_and_nobody_else():
    passkey, desk = Passkey(hire(GIULIA)), at_desk(GIULIA)
    assert complete(desk, Passkey(hire(PAOLO)).sign(begin(desk))).status_code >= 400
    assert complete(desk, passkey.sign(begin(desk))).status_code == 200
    assert TrailRecord.objects.filter(event=Event.CONFIRMED_AGAIN).count() == 1
    assert desk.get(CONFIRM).status_code == 200


def test_used_questions_are_forgotten_after_a_day():
    assert throttle.is_first_use("a", NOW)
    assert not throttle.is_first_use("a", NOW)
    assert throttle.is_first_use("b", NOW + timedelta(days=1, seconds=1))
    assert AttemptCount.objects.count() == 1


def test_of_those_who_send_the_same_answer_at_once_one_is_let_in(committed_db):
    let_in = at_once(throttle.is_first_use, ["the same"] * 4, [NOW] * 4)
    assert sorted(let_in) == [False, False, False, True]
