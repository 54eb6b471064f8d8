# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The home page keeps itself fresh while something is being sent, and is read by keyboard alone."""

import pytest
from playwright.sync_api import expect

from broadcasts.models import Campaign, Delivery
from broadcasts.rules.states import CampaignStatus
from tests.builders import NOW, campaign, subscribe, under_way
from tests.people import ANNA, GIULIA, PAOLO

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
ROUND = 15_000
"""Milliseconds: the page refreshes every ten seconds."""


def test_what_begins_and_what_ends_shows_by_itself(sit_at):
    subscribe(ANNA)
    under_way(title="Via Roma chiusa")
    page = sit_at(PAOLO, "/admin/")
    expect(page.locator("[data-sending] article")).to_have_count(1)
    campaign(title="Letture in biblioteca", status=CampaignStatus.IN_REVIEW)
    under_way(title="Piazza chiusa")
    expect(page.get_by_role("link", name="Letture in biblioteca")).to_be_visible(timeout=ROUND)
    expect(page.locator("[data-sending] article")).to_have_count(2)
    Delivery.objects.update(status="read")
    Campaign.objects.filter(status=CampaignStatus.SENDING).update(status=CampaignStatus.SENT, finished_at=NOW)
    second = page.locator("[data-sending] article").filter(has_text="Piazza chiusa")
    expect(second).to_contain_text("Inviato: 1 di 1 (100%)")
    expect(page.locator(".last")).to_contain_text("1 consegnati, 1 letti, 0 non riusciti", timeout=ROUND)


def test_where_nothing_is_being_sent_the_page_asks_for_nothing(sit_at):
    page = sit_at(PAOLO, "/admin/")
    asked = []
    # The browser fetches the icon whenever it likes: that is no question about the situation.
    page.on("request", lambda request: "/static/" in request.url or asked.append(request.url))
    page.wait_for_timeout(11_000)
    assert asked == []


def test_by_keyboard_from_the_bar_to_the_numbers_of_a_chart(sit_at):
    subscribe(ANNA)
    page = sit_at(GIULIA, "/admin/")
    expect(page.get_by_role("region", name="Perché i messaggi non partono")).to_contain_text(
        "Il sistema è fermo"
    )
    numbers = page.locator(".chart summary").first
    for _ in range(60):
        page.keyboard.press("Tab")
        if numbers.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    table = page.get_by_role("region", name="I numeri di: Iscritti, giorno per giorno")
    expect(table).to_be_visible()
    expect(table.locator("tbody tr")).to_have_count(30)
    expect(page.get_by_role("img", name="Iscritti, giorno per giorno")).to_be_visible()
