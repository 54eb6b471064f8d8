"""Lists on a desk and on a telephone: filters open or folded, a title on one line, nothing squeezed, no script."""

import pytest
from playwright.sync_api import expect

from broadcasts.rules.states import CampaignStatus
from tests.builders import campaign
from tests.people import GIULIA

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
CAMPAIGNS = "/admin/messaggi/"
SIXTY = "Carta d'identità: sabato 5 e 12 dicembre, 8:30-12:30, su app."
ONE_LINE = 30
"""Pixels: a title of two lines has 48."""


def test_a_telephone_folds_the_filters_and_says_how_many_hold(sit_at):
    campaign(title="Via Roma chiusa", status=CampaignStatus.IN_REVIEW)
    campaign(title="Mercatino")
    page = sit_at(GIULIA, CAMPAIGNS, viewport={"width": 400, "height": 800}, java_script_enabled=False)
    search, fold = page.get_by_role("searchbox"), page.locator(".filter-fold > summary")
    expect(search).to_be_hidden()
    assert fold.bounding_box()["height"] >= 44
    fold.click()
    search.fill("Roma")
    page.get_by_label("Stato", exact=True).select_option("In approvazione")
    page.get_by_role("button", name="Filtra").click()
    expect(fold).to_have_text("Cerca e filtra, 2")
    expect(search).to_be_hidden()
    expect(page.get_by_role("link", name="Via Roma chiusa")).to_be_visible()
    expect(page.get_by_role("link", name="Mercatino")).to_have_count(0)
    fold.click()
    page.get_by_role("link", name="Mostra tutto").click()
    expect(fold).to_have_text("Cerca e filtra")


def test_on_a_desk_the_filters_are_open_and_a_title_stays_on_one_line(sit_at):
    campaign(title=SIXTY[:60], status=CampaignStatus.IN_REVIEW)
    page = sit_at(GIULIA, CAMPAIGNS, viewport={"width": 1366, "height": 800})
    expect(page.get_by_role("searchbox")).to_be_visible()
    expect(page.locator(".filter-fold > summary")).to_be_hidden()
    assert page.get_by_role("link", name="Carta d'identità").bounding_box()["height"] <= ONE_LINE
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.get_by_role("rowheader", name="Da far partire")).to_be_visible()
