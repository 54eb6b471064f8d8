"""The pages beside the telephones, in a real browser: the channel of Telegram, and the Comune's own site."""

import pytest
from playwright.sync_api import expect

from tests.looks import LOOKS, faults

pytestmark = [pytest.mark.browser, pytest.mark.sweep]


def test_a_piece_of_news_is_published_on_the_page_of_the_site(new_page, box):
    page = new_page()
    page.goto(f"{box.url}/comune/")
    page.get_by_label("Titolo").fill("Via Roma chiusa")
    page.get_by_label("Testo").fill("Lunedì, per lavori.")
    page.get_by_role("button", name="Pubblica la notizia").click()
    expect(page.get_by_role("heading", level=3).first).to_have_text("Via Roma chiusa")
    assert "Via Roma chiusa" in box.http.get(f"{box.url}/comune/feed.xml").text


def test_what_goes_wrong_in_the_channel_is_chosen_on_its_page(new_page, box):
    page = new_page()
    page.goto(f"{box.url}/telegram/")
    page.get_by_label("Che cosa va storto").select_option("busy")
    page.get_by_role("button", name="Applica").click()
    expect(page.get_by_label("Che cosa va storto")).to_have_value("busy")
    assert box.http.get(f"{box.url}/telegram/messages.json").json()["fault"] == "busy"


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("path", ["/comune/", "/telegram/"])
def test_everybody_can_use_them(new_page, box, path, look):
    page = new_page(**LOOKS[look])
    page.goto(f"{box.url}{path}")
    assert faults(page) == []
