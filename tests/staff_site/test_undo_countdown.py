# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The strip of what is about to leave: on every page of who may take it back, on nobody else's, and at no cost."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from broadcasts import launching
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.staff_site.undo_countdown import strips_for
from tests.builders import NOW, approve_templates, campaign, hire, subscribe
from tests.people import ANNA, GIULIA, PAOLO
from tests.staff import ROSA, at_desk

pytestmark = pytest.mark.django_db
PAGES = [
    "index",
    "guide",
    "my_sessions",
    "broadcasts_campaign_changelist",
    "subscribers_subscriber_changelist",
]
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def approved(settings):
    """Approved at 10:00: it leaves a minute later."""
    settings.LAUNCH_GRACE_SECONDS = 60
    subscribe(ANNA)
    approve_templates()
    row = campaign(status=CampaignStatus.IN_REVIEW)
    launching.launch(campaign=row, by=hire(PAOLO), now=NOW)
    return row


def test_every_page_of_who_may_take_it_back_counts_the_server_s_seconds(approved):
    with time_machine.travel(NOW + 13 * SECOND, tick=False):
        desk = at_desk(PAOLO)
        for page in PAGES:
            text = desk.get(reverse(f"admin:{page}")).text
            assert "Parte fra 47 secondi</b> a 1 persona" in text, page
            assert text.count("Finora nessuno ha ricevuto niente.") == 1, page
    with time_machine.travel(NOW + 60 * SECOND, tick=False):
        assert "Parte fra" not in at_desk(PAOLO).get(reverse("admin:index")).text


@pytest.mark.parametrize("clerk", [GIULIA, ROSA])
def test_nobody_else_sees_it(clerk):
    with time_machine.travel(NOW, tick=False):
        assert "Parte fra" not in at_desk(clerk).get(reverse("admin:index")).text


def test_its_button_takes_the_approval_back_and_leads_to_what_waits_again(approved):
    with time_machine.travel(NOW + SECOND, tick=False):
        page = reverse("admin:broadcasts_campaign_take-back", args=[approved.pk])
        answer = at_desk(PAOLO).post(page, {"seen": approved.approved_hash})
    assert answer.url == reverse("admin:broadcasts_campaign_launch", args=[approved.pk])
    approved.refresh_from_db()
    assert approved.status == CampaignStatus.IN_REVIEW


@pytest.mark.parametrize(
    ("clerk", "seconds", "queries"), [(GIULIA, 60, 0), (PAOLO, 60, 1), (PAOLO, 0, 0)], ids=str
)
def test_it_asks_the_database_as_little_as_it_can(clerk, seconds, queries, settings):
    settings.LAUNCH_GRACE_SECONDS = seconds
    user = hire(clerk)
    user.has_perm("broadcasts.view_campaign")  # asked by every page before, and kept
    with CaptureQueriesContext(connection) as found:
        assert strips_for(user, timezone.now()) == []
    assert len(found) == queries
