# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who is asked again, who is reminded, who is let go: dates and state on the left, what comes next on the right."""

from datetime import timedelta

import pytest

from subscribers.models import Subscriber
from subscribers.models.renewal import limits
from subscribers.rules.renewal import Due, Question, due
from tests.builders import NOW, subscribe
from tests.people import ANNA

DAYS = timedelta(days=1)
OLD, RECENT = NOW - 800 * DAYS, NOW - 400 * DAYS
MOMENTS = ("renewal_asked_at", "renewal_reminded_at", "renewal_until")
TABLE = [
    ("joined a year ago", (RECENT, None, None, None), Due.NOTHING),
    ("joined more than two years ago", (OLD, None, None, None), Due.ASK),
    ("two years ago to the day", (NOW.replace(year=NOW.year - 2), None, None, None), Due.ASK),
    ("a minute less", (NOW.replace(year=NOW.year - 2) + timedelta(minutes=1), None, None, None), Due.NOTHING),
    ("asked this morning", (OLD, 0, None, -60), Due.WAIT),
    ("asked 29 days ago", (OLD, 29, None, -31), Due.WAIT),
    ("asked 30 days ago", (OLD, 30, None, -30), Due.REMIND),
    ("asked 80 days ago, the reminder never reached them", (OLD, 80, None, 20), Due.REMIND),
    ("asked, never reminded, long over", (OLD, 91, None, 31), Due.ASK),
    ("reminded this morning", (OLD, 30, 0, -30), Due.WAIT),
    ("reminded, the term is over today", (OLD, 60, 30, 0), Due.WAIT),
    ("reminded, an answer may still be on its way", (OLD, 67, 37, 7), Due.WAIT),
    ("reminded, nothing on its way any more", (OLD, 68, 38, 8), Due.END),
    ("reminded late: the reminder's own term counts", (OLD, 90, 20, -10), Due.WAIT),
    ("held up for weeks", (OLD, 90, 60, 30), Due.END),
    ("held up for too long: asked anew", (OLD, 91, 61, 31), Due.ASK),
    ("asked and reminded, and said yes", (RECENT, 68, 38, 8), Due.NOTHING),
]


def ago(days: int | None):
    return None if days is None else NOW - days * DAYS


def question(asked, reminded, until) -> Question | None:
    if asked is None:
        return None
    return Question(asked_at=ago(asked), reminded_at=ago(reminded), until=ago(until))


@pytest.mark.parametrize(("state", "what"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_what_comes_next(state, what):
    yes_at, *asked = state
    assert due(yes_at, question(*asked), limits(NOW)) is what


@pytest.mark.django_db
@pytest.mark.parametrize("renewed", [False, True], ids=["by joining", "by confirming"])
def test_the_database_asks_the_same(settings, renewed):
    """Whichever of the two was the last yes."""
    settings.ASK_RENEWAL = True
    anna = subscribe(ANNA)
    for story, state, what in TABLE:
        yes_at, *asked = state
        Subscriber.objects.filter(pk=anna.pk).update(
            subscribed_at=OLD - 100 * DAYS if renewed else yes_at,
            confirmed_at=yes_at if renewed else None,
            **dict(zip(MOMENTS, map(ago, asked), strict=True)),
        )
        steps = (Due.ASK, Due.REMIND, Due.END)
        found = [step for step in steps if Subscriber.objects.due_for_renewal(step, NOW).exists()]
        assert found == [what] * (what in steps), story


@pytest.mark.django_db
def test_while_it_is_off_nothing_is_due_to_anybody():
    subscribe(ANNA, at=OLD)

    assert not any(Subscriber.objects.due_for_renewal(step, NOW).exists() for step in (Due.ASK, Due.END))


@pytest.mark.django_db
def test_who_is_to_be_asked_does_not_read_that_the_subscription_goes_on_by_itself(settings):
    subscribe(ANNA, at=OLD)
    assert Subscriber.objects.due_for_reminder(NOW).exists()

    settings.ASK_RENEWAL = True
    assert not Subscriber.objects.due_for_reminder(NOW).exists()
