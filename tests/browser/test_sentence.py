"""Somebody of the Urp tries a sentence: typed, sent with the keyboard, read by day, by night and on a telephone."""

import pytest
from playwright.sync_api import expect

from tests.looks import faults_in_every_look
from tests.people import GIULIA
from tests.subscribers.unclear import seems_to

pytestmark = [pytest.mark.browser, pytest.mark.sweep]


@pytest.mark.parametrize(
    ("sentence", "does"),
    [
        ("Iscrizione", "Iscriverebbe questa persona."),
        (seems_to("leave"), "Chiederebbe: «Vuoi cancellarti?»"),
        ("Aiuto, sono caduto", "Direbbe di chiamare il 112."),
    ],
    ids=["clear", "unclear", "same for all"],
)
def test_a_sentence_is_tried(sit_at, screenshots, request, sentence: str, does: str):
    page = sit_at(GIULIA, "/admin/impostazioni/")
    page.get_by_role("link", name="Testi del servizio").click()
    page.get_by_label("Che cosa scrive il cittadino").fill(sentence)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Che cosa farebbe")).to_be_visible()
    expect(page.get_by_text(does)).to_be_visible()
    expect(page.get_by_label("Che cosa scrive il cittadino")).to_have_value(sentence)
    assert sentence not in page.url
    name = request.node.callspec.id.replace(" ", "-")
    assert faults_in_every_look(page, screenshots, reader=name) == []
