"""The site may be slow, wrong, down or moved: no draft, and one alarm where a person has to look."""

import pytest
from django.core import mail

from broadcasts.models import Campaign
from broadcasts.slices.bulletins import looking, newest
from broadcasts.slices.bulletins.models import BulletinWatch
from broadcasts.slices.bulletins.tasks import look_for_bulletin
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.security.outside_sites import fetching
from tests.broadcasts.bulletins.office import (
    GREEN,
    RED,
    TUESDAY,
    WEDNESDAY,
    YELLOW,
    Office,
    alarms,
    file,
    look,
    of_storms,
    wants,
    zone,
)
from tests.security.test_hostile_feeds import drip
from tests.web.sources.site import Request

READ = "20261110_1512"


def published(today: bytes):
    """The office, with this file of today."""

    def does(office: Office) -> None:
        office.published[READ] = (today, of_storms(GREEN))

    return does


def says(**more: object):
    def does(office: Office) -> None:
        office.issues(READ, RED)
        office.more = more

    return does


def lists_elsewhere(office: Office) -> None:
    office.issues(READ, RED)
    office.more = {
        "tree": [
            {"path": f"{READ}_{day}.json", "url": f"https://elsewhere.example/{day}"}
            for day in ("today", "tomorrow")
        ]
    }


ODD = {
    "a level that is not known": (published(of_storms("Estrema / ALLERTA VIOLA")), "«allerta viola»"),
    "a risk without a level": (published(of_storms("")), "«»"),
    "a file that is cut": (published(of_storms(RED)[:-30]), newest.NOT_UNDERSTOOD),
    "an empty file": (published(b""), newest.NOT_UNDERSTOOD),
    "without our Comune": (published(file(zone("Pisa", temporali=RED))), newest.NOT_IN_IT),
    "a list that is cut": (says(truncated=True), newest.NOT_UNDERSTOOD),
    "a list of nothing": (says(tree=[]), newest.NO_BULLETIN),
    "files that lie elsewhere": (lists_elsewhere, newest.NOT_UNDERSTOOD),
}


@pytest.mark.parametrize(("does", "problem"), ODD.values(), ids=ODD)
def test_what_nobody_understands_is_told_once_and_makes_no_draft(office, does, problem):
    does(office)
    look("15:20")
    look("15:30")
    assert problem in BulletinWatch.objects.get().problem
    assert (Campaign.objects.count(), alarms()) == (0, 1)


def hang_up(request: Request) -> None:
    request.close_connection = True


AWAY = {
    "down": lambda office: setattr(office, "answer", hang_up),
    "wrong": lambda office: office.serve(b"", 503),
    "forbidden": lambda office: office.serve(b"", 403),
    "without end": lambda office: office.serve(b"", 302, Location=office.list),
    "moved inside our network": lambda office: office.serve(b"", 302, Location="http://10.0.0.1/"),
    "too large": published(of_storms(RED) + b" " * newest.MOST_BYTES),
}


@pytest.mark.parametrize("does", AWAY.values(), ids=AWAY)
def test_while_the_site_does_not_answer_it_is_asked_again_and_after_two_hours_staff_are_told(office, does):
    office.issues(READ)
    look("15:20")
    wants()
    does(office)
    look("15:30")
    assert (BulletinWatch.objects.get().problem != "", alarms()) == (True, 0)
    look("17:25")
    look("17:35")
    assert (Campaign.objects.count(), alarms()) == (0, 1)


def test_a_site_that_is_slow_has_its_seconds_and_no_more(office, monkeypatch):
    monkeypatch.setattr(fetching, "MOST_SECONDS", 0.2)
    office.answer = drip
    look("15:20")
    assert BulletinWatch.objects.get().problem == fetching.TOO_SLOW


def test_when_it_answers_again_nothing_is_wrong(office):
    office.serve(b"", 503)
    look("15:20")
    office.answer = office.give
    office.issues(READ, YELLOW)
    look("15:30")
    assert (BulletinWatch.objects.get().problem, Campaign.objects.count()) == ("", 1)


def test_a_redirect_of_its_own_is_followed(office):
    def moved(request: Request) -> None:
        if request.path.startswith("/new"):
            office.give(request)
        else:
            request.say(b"", 301, Location=f"/new{request.path}")

    office.answer = moved
    office.issues(READ, YELLOW)
    look("15:20")
    assert Campaign.objects.count() == 1


LATE = {
    "at 17:59 nobody worries": ("17:59", TUESDAY, 0),
    "at 18:00": ("18:00", TUESDAY, 1),
    "the next day at noon": ("12:00", WEDNESDAY, 0),
}


@pytest.mark.parametrize(("clock", "day", "told"), LATE.values(), ids=LATE)
def test_no_bulletin_by_six_is_told(office, clock, day, told):
    office.issues("20261109_1512")
    look(clock, day)
    assert alarms() == told
    if told:
        assert (
            looking.NONE_TODAY
            in StaffNotice.objects.filter(subject__startswith="Il bollettino").first().sentence
        )


def test_a_new_day_has_an_alarm_of_its_own(office):
    office.issues("20261109_1512")
    for day in (TUESDAY, WEDNESDAY):
        look("18:00", day)
        look("18:10", day)
    assert alarms() == 2


def test_a_bulletin_of_a_day_to_come_is_not_read(office):
    office.issues(READ, YELLOW)
    office.issues("20261112_1512", RED)
    look("15:20")
    assert [one.title for one in Campaign.objects.all()] == ["Allerta gialla per rischio temporali"]


def test_what_was_read_is_not_sent_again(office):
    office.issues(READ)
    look("15:20")
    look("15:30")
    assert [path.rpartition("/")[2] for path in office.paths] == [
        "topojson",
        f"{READ}_today",
        f"{READ}_tomorrow",
        "topojson",
    ]
    assert office.asked[1]["Accept"] == newest.FILE


def test_who_has_chosen_no_level_asks_nobody(office, settings):
    wants(thunderstorms=None)
    look_for_bulletin()
    assert (office.paths, alarms(), len(mail.outbox)) == ([], 0, 0)
