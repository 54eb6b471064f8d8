# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The list of broadcasts: what each choice of a filter leaves; by purpose, see test_service_events."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from tests.builders import NOW, campaign, topic
from tests.staff import ROSA, at_desk

pytestmark = pytest.mark.django_db
CAMPAIGNS = reverse("admin:broadcasts_campaign_changelist")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"Via Roma", "Locandina", "Frana"}),
        ("?status__exact=cancelled", {"Frana"}),
        ("?kind__exact=image", {"Locandina"}),
        ("?topics__id__exact={culture}", {"Locandina"}),
        ("?is_urgent__exact=1", {"Frana"}),
    ],
)
def test_broadcasts_by_what_they_are(query: str, titles: set):
    culture = topic("Eventi e cultura")
    campaign(title="Via Roma")
    campaign(title="Locandina", kind="image", topic=culture, attachment=b"x")
    campaign(title="Frana", is_urgent=True, status="cancelled")
    shown = at_desk(ROSA).get(CAMPAIGNS + query.format(culture=culture.pk)).context["cl"].queryset

    assert {row.title for row in shown} == titles


@time_machine.travel(NOW, tick=False)
def test_the_list_says_when_it_really_leaves():
    """On Monday 8 June 2026 at ten; the hour alone was a promise that nobody kept."""
    campaign(title="Di notte", scheduled_for=NOW + timedelta(hours=13))
    campaign(title="Frana", scheduled_for=NOW + timedelta(hours=13), is_urgent=True)
    page = at_desk(ROSA).get(CAMPAIGNS).text
    assert "martedì 9 giugno alle 9:00: alle 23:00 l&#x27;ufficio è chiuso" in page
    assert "oggi alle 23:00<" in page
