# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""When a broadcast left, leaves or was touched, in the few words of a list; it is Monday 8 June 2026, 10:00."""

from datetime import UTC, datetime, timedelta

import pytest

from broadcasts.reporting.wording.moments import Moments, when
from broadcasts.rules.office_hours import OfficeCalendar
from tests.broadcasts.rules.hours import ANNOUNCED_HOURS

NOW = datetime(2026, 6, 8, 8, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OFFICE, NEVER_OPEN = (OfficeCalendar(intervals=hours) for hours in (ANNOUNCED_HOURS, ()))


@pytest.mark.parametrize(
    ("status", "moments", "words"),
    [
        ("draft", {}, "toccata alle 9:31"),
        ("draft", {"touched_at": NOW - 14 * DAY}, "toccata il 25 maggio"),
        ("draft", {"touched_at": NOW - 7 * DAY}, "toccata l'1 giugno"),
        ("draft", {"touched_at": NOW - 300 * DAY}, "toccata il 12 agosto 2025"),
        ("in_review", {"decided_at": NOW - 9 * MINUTE}, "chiesta alle 9:51"),
        ("in_review", {}, ""),
        ("approved", {"scheduled_for": NOW + HOUR}, "oggi, 11:00"),
        ("approved", {}, "fra poco"),
        ("approved", {"scheduled_for": NOW + 13 * HOUR}, "domani, 9:00"),
        ("approved", {"scheduled_for": NOW + 13 * HOUR, "is_urgent": True}, "oggi, 23:00"),
        ("approved", {"scheduled_for": NOW + 7 * DAY}, "15 giugno, 10:00"),
        ("sending", {"started_at": NOW - HOUR}, "oggi, 9:00"),
        ("paused", {"started_at": NOW - HOUR, "decided_at": NOW - MINUTE}, "fermato da un minuto"),
        ("paused", {"decided_at": NOW - 7 * DAY}, "fermato dall'1 giugno"),
        ("sent", {"started_at": NOW - DAY}, "ieri, 10:00"),
        ("cancelled", {"started_at": NOW - DAY, "decided_at": NOW}, "ieri, 10:00"),
        ("cancelled", {"decided_at": NOW - DAY}, "annullato ieri"),
    ],
)
def test_the_moment_that_counts(status, moments, words):
    of = Moments(**{"status": status, "touched_at": NOW - 29 * MINUTE} | moments)
    assert when(of, OFFICE, NOW) == words


def test_without_an_opening_nothing_leaves():
    of = Moments(status="approved", touched_at=NOW)
    assert when(of, NEVER_OPEN, NOW) == "nessuna apertura prevista"
