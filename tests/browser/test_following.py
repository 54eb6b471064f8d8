# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The numbers of a broadcast on its way refresh by themselves, until it has finished."""

import pytest
from playwright.sync_api import expect

from broadcasts.models import Campaign, Delivery
from broadcasts.states import CampaignStatus
from tests.builders import subscribe, under_way
from tests.people import ANNA, PAOLO

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["/admin/", "/admin/broadcasts/campaign/{pk}/change/"])
def test_numbers_move_while_the_page_is_open(sit_at, path):
    subscribe(ANNA)
    campaign = under_way()
    page = sit_at(PAOLO, path.format(pk=campaign.pk))
    box = page.locator("[data-progress-url]")
    expect(box).to_contain_text("In invio: 0 di 1 (0%)")
    Delivery.objects.update(status="read")
    Campaign.objects.update(status=CampaignStatus.SENT)
    expect(box.locator("progress")).to_have_attribute("value", "100")
    expect(box).to_contain_text("Inviato: 1 di 1 (100%)")
    expect(box.locator("[aria-live]")).to_have_text("Inviato: 100%")
