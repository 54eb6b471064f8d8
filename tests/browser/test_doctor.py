"""Sara puts the service into operation: by mouse and by keyboard; whatever is wrong, everybody can read it."""

import pytest
import responses
from playwright.sync_api import expect

from tests.browser.hands import Keyboard, Mouse
from tests.looks import faults_in_every_look
from tests.operations.doctor.health import SITE, connected
from tests.staff import SARA

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
PAGE = "/admin/messa-in-servizio/"


@pytest.fixture(params=[Mouse(), Keyboard()], ids=["mouse", "keyboard"])
def hand(request):
    return request.param


@pytest.fixture
def meta(settings):
    settings.SITE_URL = SITE
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield connected(mock)


def test_step_by_step(hand, meta, sit_at):
    meta.behaves(pin=False)
    page = sit_at(SARA, PAGE)
    hand.press(page.get_by_role("button", name="Controlla ora"))
    expect(page.locator(".state").first).to_contain_text("controlli su")
    expect(page.locator("#passo-5").get_by_text("Manca: chi ha la SIM")).to_be_visible()
    meta.behaves(pin=True)
    hand.press(page.get_by_role("button", name="Controlla di nuovo"))
    expect(page.locator("details[open] > summary")).not_to_contain_text("5. PIN")
    hand.press(page.locator("summary", has_text="5. PIN"))
    expect(page.locator("#passo-5").get_by_text("C'è.")).to_be_visible()


def test_a_button_beside_what_is_wrong_unfolds_its_step(hand, meta, sit_at):
    meta.behaves(pin=False, profile="empty")
    page = sit_at(SARA, PAGE)
    hand.press(page.get_by_role("button", name="Controlla ora"))
    expect(page.locator("#passo-10")).to_be_hidden()
    hand.press(page.get_by_role("link", name="Come si fa: Profilo"))
    expect(page.locator("#passo-10")).to_be_visible()


def test_everybody_can_read_what_is_wrong(meta, sit_at, screenshots):
    meta.behaves(pin=False, payment=False, profile="empty", webhook_fields="messages", token_days=5)
    page = sit_at(SARA, PAGE)
    page.get_by_role("button", name="Controlla ora").click()
    page.evaluate("for (const one of document.querySelectorAll('details.more')) one.open = true")
    found = faults_in_every_look(page, screenshots, reader="unfolded")
    meta.behaves(token_valid=False)
    page.get_by_role("button", name="Controlla di nuovo").click()
    expect(page.locator("#to-mend + ul").get_by_text("Meta non la accetta.")).to_be_visible()
    found += faults_in_every_look(page, screenshots, reader="folded")
    assert not found, "\n".join(found)
