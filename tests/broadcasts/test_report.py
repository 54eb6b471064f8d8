# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What became of a broadcast, in numbers that add up, and when it will be over."""

from datetime import timedelta

import pytest

from broadcasts import report
from broadcasts.models import Campaign, Delivery
from broadcasts.newsroom import office_calendar
from broadcasts.report import Progress
from broadcasts.states import CampaignStatus, DeliveryStatus
from tests.builders import NOW, campaign, never_open, subscribe, under_way
from tests.people import ANNA, BRUNO, CARLA, DARIO, ELENA, FABIO

pytestmark = pytest.mark.django_db
D = DeliveryStatus


@pytest.mark.parametrize(
    ("counts", "numbers"),
    [
        ({}, {"total": 0, "waiting": 0, "done": 0, "percent": 0}),
        ({D.QUEUED: 3}, {"total": 3, "waiting": 3, "done": 0, "left": 0, "percent": 0}),
        ({D.QUEUED: 1, D.SENDING: 1, D.UNCERTAIN: 1}, {"waiting": 3, "uncertain": 1, "percent": 0}),
        (
            {D.ACCEPTED: 1, D.SENT: 2, D.DELIVERED: 3, D.READ: 4},
            {"total": 10, "left": 10, "arrived": 7, "read": 4, "done": 10, "percent": 100},
        ),
        (
            {D.QUEUED: 1, D.FAILED: 2, D.SKIPPED: 3},
            {"total": 6, "failed": 2, "skipped": 3, "left": 0, "done": 5, "percent": 83},
        ),
        ({D.QUEUED: 1, D.READ: 999}, {"percent": 99}),
    ],
)
def test_the_numbers(counts: dict, numbers: dict):
    progress = Progress(counts)
    assert {name: getattr(progress, name) for name in numbers} == numbers


def test_progress_is_counted_from_the_deliveries(django_assert_num_queries):
    for citizen in (ANNA, BRUNO, CARLA):
        subscribe(citizen)
    first, second = under_way(), under_way()
    first.deliveries.filter(subscriber__phone=ANNA.phone).update(status=D.READ)
    never_started = campaign()

    with django_assert_num_queries(1):
        found = report.progress_of_all([first, second, never_started])
    assert found[first.pk].counts == {D.QUEUED: 2, D.READ: 1}
    assert found[second.pk].counts == {D.QUEUED: 3}
    assert found[never_started.pk].total == 0
    assert report.progress(first) == found[first.pk]


def test_failures_by_reason_the_most_frequent_first():
    for citizen in (ANNA, BRUNO, CARLA, DARIO, ELENA, FABIO):
        subscribe(citizen)
    broadcast = under_way()
    told = [
        ("failed", "Senza WhatsApp"),
        ("failed", "Senza WhatsApp"),
        ("skipped", "Cancellato"),
        ("failed", "Altro"),
    ]
    for row, (status, reason) in zip(broadcast.deliveries.all(), told, strict=False):
        Delivery.objects.filter(pk=row.pk).update(status=status, reason=reason)

    assert report.failures_by_reason(broadcast) == [("Senza WhatsApp", 2), ("Altro", 1), ("Cancellato", 1)]


@pytest.mark.parametrize(
    ("waiting", "overrides", "ends"),
    [
        (800, {}, NOW + timedelta(seconds=10)),
        (0, {}, None),
        (800, {"status": CampaignStatus.PAUSED}, None),
        (80 * 3600 * 3 + 80 * 60, {}, NOW + timedelta(hours=23, minutes=1)),  # the rest on Tuesday, from nine
        (80 * 3600 * 4, {"is_urgent": True}, NOW + timedelta(hours=4)),
    ],
)
def test_when_the_last_message_will_leave(waiting: int, overrides: dict, ends, settings):
    settings.WHATSAPP_MESSAGES_PER_SECOND = 80
    broadcast = under_way()
    Campaign.objects.update(**overrides)
    broadcast.refresh_from_db()

    assert report.expected_end(broadcast, waiting, office_calendar(), NOW) == ends


def test_nobody_knows_the_end_without_a_rate_or_without_hours(settings):
    settings.WHATSAPP_MESSAGES_PER_SECOND = 0
    assert report.expected_end(under_way(), 10, office_calendar(), NOW) is None

    settings.WHATSAPP_MESSAGES_PER_SECOND = 80
    never_open()
    assert report.expected_end(under_way(), 10, office_calendar(), NOW) is None
