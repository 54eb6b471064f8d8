"""A message is moved: before the button one reads when it will leave, and what waits is one list on two pages."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from broadcasts import launching
from cascina_whatsapp.presentation.formatting.dates import ROME
from subscribers.models import ImportBatch
from tests.builders import approve_templates, campaign, hire, never_open, subscribe
from tests.looks import faults_in_every_look
from tests.people import ANNA, GIULIA, PAOLO

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
CHRISTMAS = datetime(2026, 12, 25, 10, tzinfo=ROME)


def test_a_chosen_moment_says_at_once_when_it_leaves_and_the_page_afterwards_the_same(
    committed_db, sit_at, screenshots
):
    subscribe(ANNA)
    approve_templates()
    made, now = campaign(), timezone.now()
    launching.ask_review(campaign=made, by=hire(GIULIA), now=now)
    launching.launch(campaign=made, by=hire(PAOLO), now=now, at=now + timedelta(days=1))
    page = sit_at(PAOLO, f"/admin/messaggi/{made.pk}/sposta/")
    told = page.locator("#when-at")
    expect(told).to_contain_text("Parte domani")
    page.locator("[name=at_0]").fill(f"{CHRISTMAS:%Y-%m-%d}")
    page.locator("[name=at_1]").fill(f"{CHRISTMAS:%H:%M}")
    page.locator("[name=at_1]").blur()
    expect(told).to_contain_text("Il 25 dicembre è Natale: parte il 28 dicembre alle 9:00")
    assert not faults_in_every_look(page, screenshots, reader="moving")
    page.get_by_role("button", name="Sposta").click()
    expect(page.locator(".messagelist")).to_contain_text(
        "il 25 dicembre è Natale: parte il 28 dicembre alle 9:00."
    )
    never_open()
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("non parte, perché non è prevista nessuna apertura")


def test_what_waits_is_one_list_on_inizio_and_novita(committed_db, sit_at, screenshots):
    subscribe(ANNA), hire(PAOLO)
    approve_templates()
    launching.ask_review(campaign=campaign(title="Letture"), by=hire(GIULIA), now=timezone.now())
    batch = {"file_name": "a.csv", "note": "Moduli", "uploaded_at": timezone.now(), "count": 38}
    ImportBatch.objects.create(uploaded_by=hire(GIULIA), **batch)
    for path in ("/admin/", "/admin/novita/"):
        page = sit_at(PAOLO, path)
        section = page.locator("section").filter(has=page.get_by_role("heading", name="Ti aspettano 2"))
        expect(section).to_contain_text("Letture")
        expect(section).to_contain_text("38 iscritti da moduli di carta")
        assert not faults_in_every_look(page, screenshots, reader="waiting")
