# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page Inizio keeps itself fresh while something is being sent, and asks for nothing where nothing is."""

import pytest
from playwright.sync_api import expect

from broadcasts.models import Campaign, CampaignEvent, Delivery
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.staff_notices.models import StaffNotice
from tests.builders import NOW, campaign, hire, subscribe, under_way
from tests.people import ANNA, GIULIA, PAOLO

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
ROUND = 15_000
"""Milliseconds: the page refreshes every ten seconds."""


def test_what_begins_and_what_ends_shows_by_itself(sit_at):
    subscribe(ANNA)
    under_way(title="Via Roma chiusa")
    page = sit_at(PAOLO, "/admin/")
    expect(page.locator(".going")).to_have_count(1)
    asked = campaign(title="Letture in biblioteca", status=CampaignStatus.IN_REVIEW)
    CampaignEvent.objects.create(
        campaign=asked, what=CampaignEvent.What.REVIEW_ASKED, by=hire(GIULIA), at=NOW
    )
    under_way(title="Piazza chiusa")
    expect(page.get_by_role("heading", name="Letture in biblioteca")).to_be_visible(timeout=ROUND)
    expect(page.locator(".going")).to_have_count(2)
    assert page.locator("[data-column=main] section").first.get_attribute("data-part") == "waiting"
    Delivery.objects.update(status="read")
    second = page.locator(".going").filter(has_text="Piazza chiusa")
    expect(second).to_contain_text("1 di 1 persone", timeout=ROUND)
    Campaign.objects.filter(status=CampaignStatus.SENDING).update(status=CampaignStatus.SENT, finished_at=NOW)
    expect(page.locator(".home-results")).to_contain_text("1 su 1 · letti 100 %", timeout=ROUND)
    expect(page.locator(".going")).to_have_count(0)


def test_where_nothing_is_being_sent_the_page_asks_for_nothing(sit_at):
    page = sit_at(PAOLO, "/admin/")
    asked = []
    # The browser fetches the icon whenever it likes: that is no question about the situation.
    page.on("request", lambda request: "/static/" in request.url or asked.append(request.url))
    page.wait_for_timeout(11_000)
    assert asked == []


def test_what_keeps_messages_from_leaving_and_what_is_new_stand_at_the_top(sit_at):
    StaffNotice.objects.create(
        person=hire(GIULIA), subject="Prova", sentence="Succede.", page="/admin/guida/"
    )
    page = sit_at(GIULIA, "/admin/")
    expect(page.get_by_role("region", name="Perché i messaggi non partono")).to_contain_text(
        "Il sistema è fermo"
    )
    page.get_by_role("link", name="1 novità").click()
    page.get_by_role("link", name="Prova").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(page.url.replace("guida/", ""))
    expect(page.get_by_role("link", name="1 novità")).to_have_count(0)
