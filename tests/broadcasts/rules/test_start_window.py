"""A broadcast that could not begin in time does not leave by surprise; waiting for the opening is not lateness."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from broadcasts import launching
from broadcasts.models import Campaign
from broadcasts.rules import start_window
from broadcasts.rules.office_hours import Closure, OfficeCalendar
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.sending import scheduling
from tests.broadcasts.rows import fresh
from tests.broadcasts.rules.hours import ANNOUNCED_HOURS
from tests.builders import NOW, campaign, hire, never_open, subscribe, under_way
from tests.people import ANNA, PAOLO

ROME = ZoneInfo("Europe/Rome")
GRACE = timedelta(minutes=60)
URP = OfficeCalendar(
    intervals=ANNOUNCED_HOURS,
    closures=(Closure(first=date(2026, 6, 11), last=date(2026, 6, 12), reason="Trasloco"),),
)
"""Mornings from nine to one; Tuesday and Thursday afternoons. Closed on 11 and 12 June 2026."""


def at(clock: str) -> datetime:
    """What Cascina's clocks show."""
    return datetime.fromisoformat(clock).replace(tzinfo=ROME)


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ("2026-06-08 10:00", "parte oggi alle 10:00"),
        ("2026-06-08 08:00", "adesso l'ufficio è chiuso: parte oggi alle 9:00"),
        ("2026-06-08 23:00", "oggi alle 23:00, quando l'ufficio è chiuso: parte domani alle 9:00"),
        ("2026-06-08 12:59:30", "oggi alle 12:59, quando l'ufficio sta per chiudere: parte domani alle 9:00"),
        (
            "2026-06-10 14:00",
            "mercoledì 10 alle 14:00, quando l'ufficio è chiuso: parte il 15 giugno alle 9:00",
        ),
        ("2026-12-08 10:00", "l'8 dicembre è l'Immacolata Concezione: parte il 9 dicembre alle 9:00"),
        (
            "2027-06-02 10:00",
            "il 2 giugno 2027 è la Festa della Repubblica: parte il 3 giugno 2027 alle 9:00",
        ),
    ],
)
def test_a_moment_when_the_office_is_closed_says_when_it_really_leaves(chosen, told):
    assert start_window.departure_in_words(at(chosen), URP, at("2026-06-08 08:00")) == told


def test_an_urgent_one_leaves_when_it_was_told_to_and_without_openings_nothing_is_late():
    late, now = at("2026-06-08 23:00"), at("2026-06-08 08:00")
    assert start_window.departure_in_words(late, None, now) == "parte oggi alle 23:00"
    assert "non parte" in start_window.departure_in_words(late, OfficeCalendar(intervals=()), now)

    never = OfficeCalendar(intervals=())
    assert start_window.moment_due(NOW, never) is None
    assert start_window.late_since(NOW, never, grace=GRACE, now=NOW + 99 * GRACE) is None


@pytest.mark.parametrize(
    ("story", "scheduled", "due"),
    [
        ("while it is open", "2026-06-08 10:00", "2026-06-08 10:00"),
        ("at the opening", "2026-06-08 09:00", "2026-06-08 09:00"),
        ("at closing time", "2026-06-08 13:00", "2026-06-09 09:00"),
        ("no time to begin", "2026-06-08 12:59:01", "2026-06-09 09:00"),
        ("a minute to begin", "2026-06-08 12:59:00", "2026-06-08 12:59:00"),
        ("over lunch", "2026-06-09 13:30", "2026-06-09 15:30"),
        ("over night", "2026-06-08 23:00", "2026-06-09 09:00"),
        ("over a weekend", "2026-06-19 18:00", "2026-06-22 09:00"),
        ("a feast", "2026-06-01 18:00", "2026-06-03 09:00"),  # Tuesday 2 June
        ("the patron's day", "2026-05-26 10:00", "2026-05-27 09:00"),
        ("days that the office closed, then a weekend", "2026-06-10 14:00", "2026-06-15 09:00"),
        ("the night of an hour less", "2026-03-28 10:00", "2026-03-30 09:00"),
        ("the night of an hour more", "2026-10-24 10:00", "2026-10-26 09:00"),
        ("Christmas", "2026-12-24 17:30", "2026-12-28 09:00"),
    ],
)
def test_when_it_is_due(story: str, scheduled: str, due: str):
    found = start_window.moment_due(at(scheduled), URP)
    assert found.astimezone(ROME) == at(due), story
    assert start_window.late_since(at(scheduled), URP, grace=GRACE, now=found + GRACE) is None
    late = start_window.late_since(at(scheduled), URP, grace=GRACE, now=found + GRACE + timedelta(seconds=1))
    assert late == found


@pytest.mark.parametrize("scheduled", ["2026-06-08 23:00", "2026-06-07 10:00", "2026-03-29 02:30"])
def test_an_urgent_one_is_due_at_any_hour(scheduled: str):
    assert start_window.moment_due(at(scheduled), None) == at(scheduled)


# ── What the ticks do ─────────────────────────────────────────────────────────────────────────────────────

pytest_db = pytest.mark.django_db


def ticks(api, *moments: str) -> None:
    for moment in moments:
        scheduling.start_due(api=api, now=at(moment))


def approved(scheduled: str, **overrides) -> Campaign:
    subscribe(ANNA)
    return campaign(status=C.APPROVED, scheduled_for=at(scheduled), author=None, **overrides)


@pytest_db
@pytest.mark.parametrize(
    ("story", "scheduled", "urgent", "first_tick", "starts"),
    [
        ("a restart", "2026-06-08 10:00", False, "2026-06-08 10:05", True),
        ("an hour is still in time", "2026-06-08 10:00", False, "2026-06-08 11:00", True),
        ("off all the morning", "2026-06-08 10:00", False, "2026-06-08 11:01", False),
        (
            "off over the weekend, on again after the opening",
            "2026-06-19 18:00",
            False,
            "2026-06-22 10:01",
            False,
        ),
        (
            "off over the weekend, on again before the opening",
            "2026-06-19 18:00",
            False,
            "2026-06-22 09:00",
            True,
        ),
        (
            "off at noon: it would leave the next morning",
            "2026-06-08 12:30",
            False,
            "2026-06-09 09:00",
            False,
        ),
        ("closing time came first", "2026-06-08 12:59:30", False, "2026-06-09 09:00", True),
        ("over the night of an hour more", "2026-10-24 10:00", False, "2026-10-26 09:00", True),
        ("urgent, an hour late", "2026-06-08 22:00", True, "2026-06-08 23:00", True),
        ("urgent, and the night is over", "2026-06-08 22:00", True, "2026-06-09 09:00", False),
    ],
)
def test_who_comes_back_too_late_finds_it_waiting(story, scheduled, urgent, first_tick, starts, api):
    row = approved(scheduled, is_urgent=urgent)
    ticks(api, first_tick)
    assert fresh(row).status == (C.SENDING if starts else C.PAUSED), story


@pytest_db
def test_it_says_why_and_a_person_lets_it_go(api, settings, mailoutbox, django_capture_on_commit_callbacks):
    settings.ALERT_EMAILS = ["sistemi@example.org"]
    row = approved("2026-06-08 09:00")
    with django_capture_on_commit_callbacks(execute=True):
        ticks(api, "2026-06-08 10:01", "2026-06-08 10:02")
    row.refresh_from_db()
    assert row.pause_reason.startswith("Non è partito lunedì 8 giugno 2026 alle 9:00: il sistema era fermo")
    assert [(event.what, event.by) for event in row.events.all()] == [("paused", None)]
    (letter,) = mailoutbox
    assert letter.to == ["sistemi@example.org"]
    assert "il sistema era fermo" in letter.body

    launching.resume(campaign=row, by=hire(PAOLO), now=at("2026-06-08 12:00"))
    assert row.scheduled_for == at("2026-06-08 12:00")
    ticks(api, "2026-06-08 12:00:01")
    row.refresh_from_db()
    assert (row.status, row.started_at) == (C.SENDING, at("2026-06-08 12:00:01"))


@pytest_db
def test_a_moment_that_is_still_to_come_outlives_a_pause(api):
    row = approved("2026-06-09 10:00")
    launching.pause(campaign=row, by=hire(PAOLO), now=at("2026-06-08 10:00"))
    launching.resume(campaign=row, by=hire(PAOLO), now=at("2026-06-08 11:00"))
    assert row.scheduled_for == at("2026-06-09 10:00")


@pytest_db
def test_an_attachment_that_whatsapp_does_not_take_is_the_reason(api, graph):
    row = approved("2026-06-08 09:00", kind="image", attachment=b"x")
    graph.refuses_uploads(130429, times=2)
    ticks(api, "2026-06-08 09:00", "2026-06-08 09:30", "2026-06-08 10:01")
    row.refresh_from_db()
    assert row.status == C.PAUSED
    assert "WhatsApp non ha preso l'allegato" in row.pause_reason


@pytest_db
def test_neither_a_broadcast_of_several_days_nor_one_without_hours_is_late(api):
    """It has begun: nights and limits only make it wait."""
    subscribe(ANNA)
    row = under_way(scheduled_for=NOW)
    ticks(api, "2026-06-09 10:00", "2026-06-15 12:00")
    assert fresh(row).status == C.SENDING

    never_open()
    row = approved("2026-06-08 09:00")
    ticks(api, "2026-06-09 10:00")
    assert fresh(row).status == C.APPROVED


@pytest.mark.parametrize(
    ("moment", "past"), [(None, False), (NOW, False), (NOW - timedelta(seconds=1), True)]
)
def test_a_moment_that_has_gone_by(moment, past: bool):
    assert start_window.is_past(moment, NOW) == past
