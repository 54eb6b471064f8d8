"""A session ends: when nobody was there for half an hour, at the latest after a working day."""

import pytest
from django.utils import timezone

from tests.accounts.people import DOOR, HOME, browser, is_inside, type_password, with_password

pytestmark = pytest.mark.django_db
timedelta = timezone.timedelta


@pytest.fixture
def desk(time_machine):
    """Signed in, at a clock that stands still until it is moved."""
    time_machine.move_to(timezone.now().replace(microsecond=0), tick=False)
    with_password()
    client = browser()
    type_password(client)
    return client


def test_after_half_an_hour_without_anybody(desk, time_machine):
    time_machine.shift(timedelta(minutes=29))
    assert is_inside(desk)
    time_machine.shift(timedelta(minutes=31))
    assert desk.get("/admin/messaggi/").url == f"{DOOR}?next=/admin/messaggi/"


def test_what_a_page_asks_for_by_itself_is_nobody_there(desk, time_machine):
    for _ in range(6):
        time_machine.shift(timedelta(minutes=5))
        desk.get(HOME, headers={"By-Itself": "1"})
    assert is_inside(desk)
    for _ in range(7):
        time_machine.shift(timedelta(minutes=5))
        desk.get(HOME, headers={"By-Itself": "1"})
    assert not is_inside(desk)


def test_at_the_latest_after_ten_hours(desk, time_machine):
    for _ in range(10 * 60 // 20):
        time_machine.shift(timedelta(minutes=20))
        assert is_inside(desk)
    time_machine.shift(timedelta(minutes=20))
    assert desk.get(HOME).url.startswith(DOOR)


def test_the_limit_is_a_setting(desk, time_machine, settings):
    settings.SESSION_IDLE_MINUTES = 5
    time_machine.shift(timedelta(minutes=6))
    assert not is_inside(desk)


def test_afterwards_one_is_back_at_the_very_page(desk, time_machine):
    time_machine.shift(timedelta(hours=1))
    door = desk.get("/admin/messaggi/?stato=bozza").url
    page = desk.get(door).text
    assert 'name="next" value="/admin/messaggi/?stato=bozza"' in page
    assert type_password(desk, next="/admin/messaggi/?stato=bozza").url == "/admin/messaggi/?stato=bozza"
