# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How far large broadcasts are is counted now and then, and kept; small ones are counted whenever somebody looks."""

from datetime import timedelta

import pytest

from broadcasts import launching
from broadcasts.models import Campaign, Delivery, kept_of
from broadcasts.reporting.counts import refreshing
from broadcasts.reporting.progress.progress import progress_of, progress_of_all
from broadcasts.rules.states import CampaignStatus
from tests.builders import NOW, campaign, delivery_to, subscribe, under_way
from tests.people import ANNA, BRUNO

pytestmark = pytest.mark.django_db
S = CampaignStatus
HUGE = {"queued": 400_000, "read": 600_000}


def counted(**fields) -> Campaign:
    """A broadcast that was counted at NOW."""
    fresh = {"started_at": NOW, "counted_at": NOW, "course_at": NOW, "status": S.SENDING}
    return campaign(**fresh | fields)


@pytest.mark.parametrize(
    ("fields", "later", "again"),
    [
        ({}, timedelta(seconds=4), False),
        ({}, timedelta(seconds=5), True),
        ({"counted_at": None}, timedelta(0), True),
        ({"counted": HUGE}, timedelta(seconds=9), False),
        ({"counted": HUGE}, timedelta(seconds=10), True),
        ({"status": S.PAUSED}, timedelta(seconds=59), False),
        ({"status": S.PAUSED}, timedelta(seconds=60), True),
        ({"status": S.SENT, "finished_at": NOW}, timedelta(seconds=5), True),
        ({"status": S.SENT, "finished_at": NOW - timedelta(hours=20)}, timedelta(minutes=59), False),
        ({"status": S.SENT, "finished_at": NOW - timedelta(hours=20)}, timedelta(minutes=64), True),
        ({"status": S.SENT, "finished_at": NOW, "totals": {"states": {"read": 1}}}, timedelta(days=9), False),
        ({"status": S.DRAFT, "started_at": None, "counted_at": None}, timedelta(days=1), False),
        ({"counted_at": NOW + timedelta(hours=1)}, timedelta(0), True),
    ],
)
def test_the_more_may_have_changed_the_sooner_it_is_counted_again(fields, later, again):
    """The last line: the clock was put back meanwhile."""
    made = counted(**fields)
    assert refreshing.refresh_due(NOW + later) == again
    made.refresh_from_db()
    assert (kept_of(made).counted_at == NOW + later) is again or later == timedelta(0)


def test_what_is_kept_is_what_there_is():
    anna, bruno = subscribe(ANNA), subscribe(BRUNO)
    made = under_way()
    delivery_to(anna, of=made, status="read")
    delivery_to(bruno, of=made, status="failed")
    refreshing.refresh_due(NOW)
    made.refresh_from_db()
    assert (made.kept.counted, made.kept.counted_at) == ({"read": 1, "failed": 1}, NOW)


def test_a_page_does_not_count_a_million_again(django_assert_num_queries):
    large = counted(counted=HUGE)
    with django_assert_num_queries(0):
        progress = progress_of_all([large])[large.pk]
    assert (progress.total, progress.read, progress.percent) == (1_000_000, 600_000, 60)


def test_of_a_few_everybody_sees_the_latest():
    delivery = delivery_to(subscribe(ANNA))
    refreshing.refresh_due(NOW)
    Delivery.objects.update(status="read")
    made = Campaign.objects.get(pk=delivery.campaign_id)
    assert made.kept.counted == {"queued": 1}
    assert progress_of(made).read == 1


def test_the_end_of_a_broadcast_is_counted_with_it():
    """Or its page would stop asking before it had heard of the last message."""
    delivery = delivery_to(subscribe(ANNA), status="delivered")
    assert launching.finish(delivery.campaign, now=NOW)
    assert Campaign.objects.get().kept.counted == {"delivered": 1}
