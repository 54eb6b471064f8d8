"""Somebody at a desk that was left open guesses the password: as slowly as at the door, and in the trail."""

from datetime import timedelta

import pytest
import time_machine
from django.test import RequestFactory
from django.urls import reverse

from cascina_whatsapp.accounts.signing_in import attempts, throttle
from cascina_whatsapp.security.trail.events import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.accounts.people import CONFIRM, PASSWORD, with_password
from tests.builders import NOW, hire
from tests.people import GIULIA
from tests.staff import at_desk

pytestmark = pytest.mark.django_db
CHANGE = reverse("admin:password_change")
NEW = "gatto corre sotto la pioggia di notte"
USED = "già usata"


@pytest.fixture(autouse=True)
def clock():
    """A clock that stands still: nobody waits."""
    with_password()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def change(desk, old: str, new: str = NEW):
    return desk.post(CHANGE, {"old_password": old, "new_password1": new, "new_password2": new})


def confirm(desk, password: str):
    return desk.post(CONFIRM, {"password": password})


def failures() -> list[str]:
    return [record.about for record in TrailRecord.objects.filter(event=Event.SIGN_IN_FAILED)]


@pytest.mark.parametrize("ask", [change, confirm])
def test_guesses_wait_in_all_her_sessions_and_are_in_the_trail(ask, clock):
    desk = at_desk(GIULIA)
    assert [ask(desk, f"tentativo {n}").status_code for n in range(7)] == [200] * 5 + [429] * 2
    assert failures() == ["giulia"] * 5
    assert "Troppi tentativi: riprova fra 1 secondo." in change(at_desk(GIULIA), PASSWORD).text
    assert hire(GIULIA).check_password(PASSWORD)
    clock.shift(timedelta(seconds=1))
    assert change(desk, PASSWORD).status_code == 302
    assert hire(GIULIA).check_password(NEW)


def test_the_two_pages_share_one_count():
    desk = at_desk(GIULIA)
    for n in range(3):
        change(desk, f"tentativo {n}")
        confirm(desk, f"tentativo {n}")
    assert change(desk, PASSWORD).status_code == confirm(desk, PASSWORD).status_code == 429


def test_the_field_of_the_new_password_is_no_way_to_guess_the_old_one():
    """The remark "already used" about the new one would confirm a guess without a wrong old password."""
    desk = at_desk(GIULIA)
    assert USED not in change(desk, "non la so", PASSWORD).text
    assert USED in change(desk, PASSWORD, PASSWORD).text


def test_a_right_password_leaves_the_count_of_wrong_codes_as_it_is():
    """Else whoever has the password guesses at codes without an end, a right password after every fourth."""
    giulia, request = hire(GIULIA), RequestFactory().post("/")
    request.user = giulia
    for n in range(5):
        attempts.factor_with_code(request, giulia, f"00000{n}", NOW)
    assert attempts.password_again(request, giulia, PASSWORD, NOW)
    with pytest.raises(throttle.TooManyAttempts):
        attempts.factor_with_code(request, giulia, "000009", NOW)
