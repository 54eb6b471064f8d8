# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Budget and prices, the guide, the way from the home page to the work: by mouse, and by keyboard alone."""

from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from broadcasts.models import Budget, Price
from broadcasts.rules.states import CampaignStatus
from tests.builders import campaign
from tests.people import GIULIA, PAOLO
from tests.staff import SARA

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
MOST_STEPS = 150
"""Stops of the Tab key on a page: more, and something keeps the focus."""
HAS_FOCUS = "element => element === document.activeElement"


class Mouse:
    """Clicks on what is to be pressed, and into the field that is to be filled."""

    def press(self, thing: Locator) -> None:
        thing.click()

    def fill(self, field: Locator, words: str) -> None:
        field.fill(words)

    def date(self, field: Locator, day: date) -> None:
        field.fill(f"{day}")

    def choose(self, field: Locator, words: str) -> None:
        field.select_option(label=words)


class Keyboard:
    """Walks with the Tab key."""

    def press(self, thing: Locator) -> None:
        self._reach(thing).press("Enter")

    def fill(self, field: Locator, words: str) -> None:
        keyboard = self._reach(field)
        keyboard.press("Control+a")
        keyboard.type(words)

    def date(self, field: Locator, day: date) -> None:
        self._reach(field).type(f"{day:%m%d%Y}")  # as this browser's own field asks for it

    def choose(self, field: Locator, words: str) -> None:
        self._reach(field).type(words)

    def _reach(self, thing: Locator):
        page = thing.page
        for _ in range(MOST_STEPS):
            if thing.evaluate(HAS_FOCUS):
                return page.keyboard
            page.keyboard.press("Tab")
        raise AssertionError(f"the Tab key does not reach {thing}")


@pytest.fixture(params=[Mouse(), Keyboard()], ids=["mouse", "keyboard"])
def hand(request):
    return request.param


def link(page: Page, name: str) -> Locator:
    return page.get_by_role("link", name=name).first


def test_sara_sets_a_budget(hand, sit_at):
    page = sit_at(SARA, "/admin/tetti-di-spesa/")
    hand.press(page.locator(".object-tools a.addlink"))
    hand.fill(page.locator("#id_amount"), "500")
    hand.fill(page.locator("#id_note"), "Determina 12")
    hand.press(page.get_by_role("button", name="Salva", exact=True))
    expect(page.locator("#result_list")).to_contain_text("500,00 USD")
    expect(page.locator("#result_list")).to_contain_text("sara")
    assert Budget.objects.get().note == "Determina 12"


def test_sara_writes_a_new_price_of_meta(hand, sit_at):
    page = sit_at(SARA, "/admin/prezzi/")
    hand.press(page.locator(".object-tools a.addlink"))
    hand.choose(page.locator("#id_category"), "servizio pubblico (utility)")
    hand.fill(page.locator("#id_amount"), "0,0310")
    hand.date(page.locator("#id_valid_from"), date(2027, 1, 1))
    hand.fill(page.locator("#id_source"), "Listino di Meta del 2027")
    hand.press(page.get_by_role("button", name="Salva", exact=True))
    expect(page.locator("#result_list")).to_contain_text("0,0310 USD")
    assert Price.objects.filter(category="utility", source="Listino di Meta del 2027").exists()


def test_from_the_help_of_a_page_through_the_guide(hand, sit_at):
    page = sit_at(GIULIA, "/admin/messaggi/")
    hand.press(page.locator(".how summary"))
    hand.press(page.locator(".how a"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Per chi scrive")
    hand.press(link(page, "Per chi controlla"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Per chi controlla")
    expect(page.get_by_role("img").first).to_be_visible()


def test_paolo_comes_from_the_home_page_to_what_waits_for_him(hand, sit_at):
    campaign(title="Mercato in piazza Gramsci", status=CampaignStatus.IN_REVIEW)
    page = sit_at(PAOLO, "/admin/")
    hand.press(page.get_by_role("link", name="Leggi e decidi"))
    expect(page.get_by_role("button", name="Approva e manda")).to_be_visible()
    hand.press(link(page, "Inizio"))
    hand.press(link(page, "Vedi i modelli"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Modelli WhatsApp")
