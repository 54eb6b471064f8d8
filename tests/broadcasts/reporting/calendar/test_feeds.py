# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The calendar on a telephone: an address of one's own, which opens nothing else and ends with the right to see."""

import logging
import re
from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from icalendar import Calendar

from broadcasts.models import CalendarFeed
from broadcasts.privacy.retention import RULES
from broadcasts.reporting.calendar import feeds
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.security.logs import ScrubPersonalData
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.broadcasts.rules.test_ical import events
from tests.builders import NOW, campaign, hire
from tests.elections.periods import active, rome
from tests.people import GIULIA
from tests.staff import SARA, at_desk

pytestmark = pytest.mark.django_db
PAGE = "/admin/calendario/abbonamento/"


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


def path_of(page: str) -> str:
    """The address that the page shows, without the host."""
    return re.search(r'value="https?://[^/"]+(/calendario/[\w-]{43}\.ics)"', page)[1]


def subscribe() -> str:
    return path_of(at_desk(GIULIA).post(PAGE, {"what": "crea"}).text)


def told() -> list[str]:
    found = TrailRecord.objects.filter(event__startswith="feed").order_by("sequence")
    return list(found.values_list("event", flat=True))


def test_an_electoral_period_is_days_on_the_telephone():
    active(name="Elezioni comunali 2026")
    active(
        name="Regionali", starts_at=rome(2025, 8, 28), ends_at=rome(2025, 10, 13, 15), run_off="no"
    )  # long over
    (period,) = Calendar.from_ical(Client().get(subscribe()).text).walk("VEVENT")
    assert (period["SUMMARY"], period["DESCRIPTION"]) == (
        "Elezioni comunali 2026",
        "Parte solo ciò che è autorizzato",
    )
    assert (period.start, period.end) == (date(2026, 4, 9), date(2026, 6, 9))


def test_a_telephone_reads_titles_and_states_without_signing_in():
    campaign(title="Via Roma, chiusa", status=CampaignStatus.APPROVED, scheduled_for=NOW, body="Segreto.")
    campaign(title="Da rileggere", status=CampaignStatus.IN_REVIEW, scheduled_for=NOW + timedelta(hours=1))
    answer = Client().get(subscribe())
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert [(one["SUMMARY"], one["DESCRIPTION"], one["STATUS"]) for one in events(answer.text)] == [
        ("Via Roma, chiusa", "Programmato", "CONFIRMED"),
        ("Da rileggere", "In approvazione", "TENTATIVE"),
    ]
    assert "Segreto" not in answer.text
    read = Calendar.from_ical(answer.content)
    assert [str(one["UID"]) for one in read.events] == [one["UID"] for one in events(answer.text)]
    assert not read.errors
    assert not any(one.errors for one in read.events)


def test_the_answer_is_private_and_leaves_no_cookie_even_in_a_browser_that_is_signed_in():
    desk, path = at_desk(GIULIA), subscribe()
    for client in (Client(), desk):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "private"
        assert not answer.cookies
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_the_address_is_shown_once_and_kept_as_a_digest():
    path = subscribe()
    secret = path.split("/")[2].removesuffix(".ics")
    assert secret not in at_desk(GIULIA).get(PAGE).text
    kept = CalendarFeed.objects.values().get()
    assert secret not in str(kept)
    assert told() == ["feed_made"]
    assert secret not in str(list(TrailRecord.objects.values()))


def test_a_new_address_ends_the_old_one_and_taking_it_away_ends_both():
    old, new = subscribe(), subscribe()
    assert [Client().get(path).status_code for path in (old, new)] == [404, 200]
    at_desk(GIULIA).post(PAGE, {"what": "togli"})
    assert Client().get(new).status_code == 404
    assert told() == ["feed_made", "feed_made", "feed_removed"]


@pytest.mark.parametrize("secret", ["x", "A" * 43, "..%2f", "%00"])
def test_any_other_address_is_not_found(secret):
    subscribe()
    assert Client().get(f"/calendario/{secret}.ics").status_code == 404


def let_go(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def move_away(user: User) -> None:
    user.groups.clear()


@pytest.mark.parametrize("leave", [let_go, move_away])
def test_who_may_see_no_broadcasts_any_more_loses_the_feed_for_good(leave):
    path = subscribe()
    leave(hire(GIULIA))
    assert Client().get(path).status_code == 404
    (rule,) = [rule for rule in RULES if rule.key == "calendar-feeds"]
    assert rule.apply(NOW, NOW) == 1
    assert not CalendarFeed.objects.exists()


def test_who_never_might_gets_none():
    assert at_desk(SARA).post(PAGE, {"what": "crea"}).status_code == 403
    assert not CalendarFeed.objects.exists()


def test_an_address_answers_only_so_often_in_an_hour():
    path = subscribe()
    CalendarFeed.objects.update(count=feeds.AT_MOST)
    refused = Client().get(path)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "3600")
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert Client().get(path).status_code == 200


def test_no_log_has_the_address(caplog):
    caplog.set_level(logging.INFO)
    path = subscribe()
    secret = path.split("/")[2].removesuffix(".ics")
    Client().get(path)
    CalendarFeed.objects.all().delete()
    Client().get(path)
    written = "\n".join(formatted(record) for record in caplog.records)
    assert "Not Found: /calendario/•.ics" in written
    assert secret not in written


def formatted(record: logging.LogRecord) -> str:
    """As the service's own handlers write it."""
    ScrubPersonalData().filter(record)
    return logging.Formatter().format(record)
