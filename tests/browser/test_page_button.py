"""A button that opens a page: a clerk adds it and sees it on the telephone, who approves reads where it leads."""

import pytest
from playwright.sync_api import expect

from tests.builders import always_open, approve_templates, campaign, subscribe
from tests.looks import faults_in_every_look
from tests.people import ANNA, GIULIA, PAOLO

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
PAGE = "https://www.comune.cascina.pi.it/eventi/prenota"


def test_it_is_written_seen_and_what_is_wrong_is_told_beside_it(sit_at, screenshots, committed_db):
    subscribe(ANNA)
    approve_templates()
    draft = campaign()
    page = sit_at(GIULIA, f"/admin/messaggi/{draft.pk}/modifica/")
    page.get_by_text("Pulsante che apre una pagina").click()
    page.get_by_label("Indirizzo").fill("https://bit.ly/3xyz")
    expect(page.locator("[data-problem=button_link]")).to_contain_text("è un indirizzo abbreviato")
    page.get_by_label("Indirizzo").fill(PAGE)
    expect(page.locator("[data-problem=button_link]")).to_be_empty()
    expect(page.locator(".bubble .tap")).to_have_text(["Apri la pagina", "Cancellazione"])
    assert not faults_in_every_look(page, screenshots, reader="button")

    page.get_by_label("Parole sul pulsante").fill("Prenota un posto")
    expect(page.locator("[data-region=paragraphs]")).to_contain_text("Il pulsante ha parole sue")
    expect(page.locator(".bubble .tap").first).to_have_text("Prenota un posto")


def test_who_approves_reads_where_it_leads(sit_at, screenshots, committed_db):
    approve_templates()
    always_open()
    asked = campaign(status="in_review", button_link=PAGE)
    page = sit_at(PAOLO, f"/admin/messaggi/{asked.pk}/avvia/")
    expect(page.get_by_text(f"apre {PAGE}")).to_be_visible()
    assert not faults_in_every_look(page, screenshots, reader="approving")
