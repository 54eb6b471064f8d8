"""The minute to think again, as its author sees it; and what is urgent, before anything else on a telephone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from broadcasts import launching
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from tests.builders import always_open, approve_templates, campaign, hire, subscribe
from tests.looks import TOO_WIDE, faults_in_every_look
from tests.people import ANNA, GIULIA, PAOLO

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
C = CampaignStatus
TITLE = "Via Roma chiusa al traffico"


@pytest.fixture
def approved(committed_db, settings) -> Campaign:
    """Paolo has just approved what Giulia wrote."""
    settings.LAUNCH_GRACE_SECONDS = 60
    subscribe(ANNA)
    approve_templates()
    always_open()
    written = campaign()
    launching.ask_review(campaign=written, by=hire(GIULIA), now=timezone.now())
    launching.launch(campaign=written, by=hire(PAOLO), now=timezone.now())
    return written


def test_the_author_undoes_it_at_one_click_from_whatever_page_and_finds_it_among_her_drafts(approved, sit_at):
    page = sit_at(GIULIA, "/admin/messaggi/calendario/")
    strip = page.get_by_role("region", name=f"Sta per partire: {TITLE}")
    expect(strip).to_contain_text("a 1 persona. Nessuno l'ha ancora ricevuto.")
    expect(page).to_have_title(re.compile(r"^Parte fra \d+ secondi · "))
    strip.get_by_role("button", name=f"Annulla: {TITLE}").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(strip).to_have_count(0)
    approved.refresh_from_db()
    assert approved.status == C.DRAFT


def test_when_the_minute_is_over_the_same_place_stops_it(approved, sit_at):
    soon = timezone.now() + timedelta(seconds=12)
    Campaign.objects.update(scheduled_for=soon)
    page = sit_at(PAOLO, "/admin/iscritti/")
    strip = page.locator(".grace")
    expect(strip.get_by_role("status")).to_contain_text("Parte fra")
    where = strip.get_by_role("button").bounding_box()
    strip.get_by_role("button", name="Annulla").focus()
    expect(strip.get_by_role("status")).to_contain_text("Restano 10 secondi")
    expect(strip.locator(".grace-when")).to_have_text("Sta partendo")
    expect(strip.get_by_role("status")).to_have_text("Il tempo per annullare è finito: ora puoi fermarlo.")
    stop = strip.get_by_role("button", name="Ferma")
    expect(stop).to_be_focused()
    now = stop.bounding_box()
    assert (now["x"] + now["width"], now["width"]) == (where["x"] + where["width"], where["width"])
    Campaign.objects.update(status=C.SENDING, started_at=timezone.now())
    launching.finish(approved, now=timezone.now())
    expect(strip.locator(".grace-when")).to_have_text("È partito")


def test_on_its_address_the_strip_is_as_usable_as_any(approved, sit_at, screenshots):
    page = sit_at(GIULIA, f"/admin/messaggi/{approved.pk}/modifica/")
    expect(page.locator(".grace")).to_contain_text("torna fra le tue bozze")
    assert not faults_in_every_look(page, screenshots, reader="author-in-the-minute")


def test_what_is_urgent_is_the_first_thing_on_a_telephone_and_in_the_browser_s_title(
    committed_db, sit_at, screenshots
):
    subscribe(ANNA), hire(PAOLO)
    approve_templates()
    for title, more in [("Letture", {}), ("Acqua", {"is_urgent": True, "urgent_reason": "Non potabile"})]:
        launching.ask_review(campaign=campaign(title=title, **more), by=hire(GIULIA), now=timezone.now())
    for place in ("/admin/", "/admin/novita/"):
        page = sit_at(PAOLO, place, viewport={"width": 400, "height": 800})
        expect(page).to_have_title(re.compile(r"^\(1 urgente\) "))
        dark = page.locator("main .button.main:visible")
        expect(dark).to_have_count(1)
        assert dark.bounding_box()["y"] < 800
        expect(page.locator("main h2").first).to_have_text("Urgente")
        assert not page.evaluate(TOO_WIDE)
        assert not faults_in_every_look(page, screenshots, reader=f"urgent-{len(place)}")
    dark.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto("/admin/iscritti/")
    expect(page).to_have_title(re.compile(r"^\(1 urgente\) "))
    expect(page.get_by_role("link", name="1 novità")).to_be_visible()


def test_the_author_sees_the_minute_where_they_are_and_withdrawing_in_it_undoes(
    approved, sit_at, screenshots
):
    """Giulia reads the page of what she asked for while Paolo, elsewhere, approves it."""
    launching.take_back(campaign=approved, by=hire(PAOLO), now=timezone.now())
    page, elsewhere = (
        sit_at(GIULIA, f"/admin/messaggi/{approved.pk}/modifica/"),
        sit_at(GIULIA, "/admin/iscritti/"),
    )
    expect(page.get_by_role("button", name="Ritira")).to_be_visible()
    approved.refresh_from_db()
    launching.launch(campaign=approved, by=hire(PAOLO), now=timezone.now())
    for one in (elsewhere, page):
        expect(one.locator(".grace-when")).to_contain_text("Parte fra")
    expect(page.get_by_role("button", name="Ritira")).to_have_count(0)
    assert not faults_in_every_look(page, screenshots, reader="minute-arrived")
    page.locator(".grace").get_by_role("button", name="Annulla").click()
    expect(elsewhere.locator(".grace")).to_have_count(0)
    approved.refresh_from_db()
    assert approved.status == C.DRAFT


def test_an_approval_page_left_open_says_that_it_is_over_and_keeps_what_is_being_written(approved, sit_at):
    """Paolo writes a note while Giulia withdraws her request; on another screen he only looks."""
    launching.take_back(campaign=approved, by=hire(PAOLO), now=timezone.now())
    address = f"/admin/messaggi/{approved.pk}/avvia/"
    writes, looks = sit_at(PAOLO, address), sit_at(PAOLO, address)
    writes.get_by_text("Rimanda con una nota").click()
    writes.locator("[name=note]").fill("Manca l'orario")
    approved.refresh_from_db()
    launching.withdraw_request(campaign=approved, by=hire(GIULIA), now=timezone.now())
    expect(writes.get_by_text("Nel frattempo questa pagina è cambiata.")).to_be_visible()
    expect(writes.locator("[name=note]")).to_have_value("Manca l'orario")
    expect(looks.get_by_role("button", name="Approva")).to_have_count(0)
