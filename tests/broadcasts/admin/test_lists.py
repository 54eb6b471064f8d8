# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The list of broadcasts: what each choice of a filter leaves; by purpose, see test_service_events."""

import pytest
from django.urls import reverse

from tests.builders import campaign, topic
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
