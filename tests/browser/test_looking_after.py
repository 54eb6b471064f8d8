"""Budget and prices, the guide, the way from the home page to the work: by mouse, and by keyboard alone."""

from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from broadcasts.rules.states import CampaignStatus
from broadcasts.slices.costs.models import Budget, Price
from tests.browser.hands import Keyboard, Mouse
from tests.builders import campaign
from tests.people import GIULIA, PAOLO
from tests.staff import SARA

pytestmark = [pytest.mark.browser, pytest.mark.sweep]


@pytest.fixture(params=[Mouse(), Keyboard()], ids=["mouse", "keyboard"])
def hand(request):
    return request.param


def link(page: Page, name: str) -> Locator:
    return page.get_by_role("link", name=name).first


def test_sara_sets_a_budget(hand, sit_at):
    page = sit_at(SARA, "/admin/spesa/")
    hand.press(link(page, "Metti un limite"))
    hand.fill(page.locator("#id_amount"), "500")
    hand.fill(page.locator("#id_note"), "Determina 12")
    hand.press(page.get_by_role("button", name="Salva", exact=True))
    hand.press(page.get_by_text("Limiti scritti"))
    expect(page.locator("main")).to_contain_text("500,00\N{NO-BREAK SPACE}$")
    expect(page.locator("main")).to_contain_text("sara")
    assert Budget.objects.get().note == "Determina 12"


def test_sara_writes_a_new_price_of_meta(hand, sit_at):
    page = sit_at(SARA, "/admin/spesa/")
    hand.press(link(page, "Scrivi un prezzo nuovo"))
    hand.choose(page.locator("#id_category"), "avviso")
    hand.fill(page.locator("#id_amount"), "0,0310")
    hand.fill(page.locator("#id_dollars_per_euro"), "1,0886")
    hand.date(page.locator("#id_valid_from"), date(2027, 1, 1))
    hand.fill(page.locator("#id_source"), "Listino di WhatsApp del 2027")
    hand.press(page.get_by_role("button", name="Salva", exact=True))
    expect(page.locator("main")).to_contain_text("0,0310\N{NO-BREAK SPACE}$")
    assert Price.objects.filter(category="utility", source="Listino di WhatsApp del 2027").exists()


def test_from_the_help_of_a_page_through_the_guide(hand, sit_at):
    page = sit_at(GIULIA, "/admin/messaggi/")
    hand.press(page.locator(".how summary"))
    hand.press(page.locator(".how a"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Scrivere un messaggio")
    hand.press(link(page, "Il registro dei consensi"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Il registro dei consensi")
    expect(page.get_by_role("img").first).to_be_visible()
    hand.press(page.locator(".crumb").get_by_role("link", name="Guida"))
    hand.press(link(page, "il registro dei consensi"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Il registro dei consensi")


def test_paolo_comes_from_the_home_page_to_what_waits_for_him(hand, sit_at):
    campaign(title="Mercato in piazza Gramsci", status=CampaignStatus.IN_REVIEW)
    page = sit_at(PAOLO, "/admin/")
    hand.press(page.get_by_role("link", name="Leggi e decidi"))
    expect(page.get_by_role("button", name="Approva e manda")).to_be_visible()
    hand.press(page.locator(".brand"))
    hand.press(link(page, "Vedi i testi fissi"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Testi da far approvare a WhatsApp")
