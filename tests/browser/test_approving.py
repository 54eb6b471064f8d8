"""Asking for approval, sending back, approving, thinking again: by mouse, and by keyboard alone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from broadcasts import launching
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.presentation.formatting.dates import ROME
from tests.browser.hands import tab_to
from tests.builders import always_open, approve_templates, campaign, hire, subscribe
from tests.looks import faults_in_every_look
from tests.people import ANNA, GIULIA, PAOLO

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
C = CampaignStatus
URGENT = {"is_urgent": True, "urgent_reason": "Piena dell'Arno"}
"""It leaves at whatever hour these stories are told."""


def path(of: Campaign) -> str:
    return f"/admin/messaggi/{of.pk}/modifica/"


def click(page: Page, name: str) -> None:
    with page.expect_event("load"):  # the next page may have something of the same name
        begins = re.compile(f"^{re.escape(name)}")
        found = page.get_by_role("link", name=begins).or_(page.get_by_role("button", name=begins))
        found.locator("visible=true").last.click()


def enter(page: Page, name: str) -> None:
    tab_to(page, name)
    with page.expect_event("load"):
        page.keyboard.press("Enter")


@pytest.fixture(params=[click, enter], ids=["mouse", "keyboard"])
def go(request):
    """How the clerk presses links and buttons."""
    return request.param


@pytest.fixture
def ready(committed_db):
    subscribe(ANNA)
    approve_templates()


@pytest.fixture
def a_minute(settings):
    settings.LAUNCH_GRACE_SECONDS = 60


def asked(**overrides) -> Campaign:
    """Giulia has written it, and asks for its approval."""
    written = campaign(**overrides)
    launching.ask_review(campaign=written, by=hire(GIULIA), now=timezone.now())
    return written


def test_from_the_home_page_it_takes_two_clicks_to_approve(go, ready, sit_at):
    """Open, approve."""
    written = asked()
    paolo = sit_at(PAOLO, "/admin/")
    go(paolo, "Leggi e decidi")
    go(paolo, "Approva e manda")
    written.refresh_from_db()
    assert (written.status, written.approved_by) == (C.APPROVED, hire(PAOLO))


def test_paolo_thinks_again_within_the_minute(go, ready, a_minute, sit_at):
    """The strip is on whatever page he goes to; one press, and the request waits for him again."""
    written = asked(**URGENT)
    paolo = sit_at(PAOLO, f"/admin/messaggi/{written.pk}/avvia/")
    go(paolo, "Approva e manda")
    paolo.goto("/admin/iscritti/")
    strip = paolo.get_by_role("region", name="Sta per partire: Via Roma chiusa al traffico")
    expect(strip).to_contain_text("a 1 persona")
    expect(strip.get_by_role("status")).to_contain_text("Nessuno l'ha ancora ricevuto")
    before = strip.locator("b").inner_text()
    expect(strip.locator("b")).not_to_have_text(before)

    go(paolo, "Annulla: Via Roma chiusa al traffico")
    expect(paolo.get_by_text("Annullato: non è partito niente.")).to_be_visible()
    expect(paolo.get_by_role("button", name="Approva e manda")).to_be_visible()
    expect(strip).to_have_count(0)
    written.refresh_from_db()
    assert written.status == C.IN_REVIEW


def test_what_comes_back_shows_what_is_different(go, ready, sit_at):
    """Paolo sends back with a note, Giulia mends it and asks again, Paolo reads what is new."""
    written = asked()
    paolo = sit_at(PAOLO, f"/admin/messaggi/{written.pk}/avvia/")
    if go is click:
        paolo.get_by_text("Rimanda con una nota").first.click()
        paolo.get_by_label("Che cosa deve correggere").fill("Manca l'orario")
    else:
        tab_to(paolo, "Rimanda con una nota")
        paolo.keyboard.press("Enter")
        tab_to(paolo, "note")
        paolo.keyboard.type("Manca l'orario")
    go(paolo, "Rimanda a giulia")
    expect(paolo.locator(".steps")).to_contain_text("Rimandato da te: «Manca l'orario»")

    Campaign.objects.filter(pk=written.pk).update(title="Via Roma chiusa dalle 8 alle 18")
    written.refresh_from_db()
    launching.ask_review(campaign=written, by=hire(GIULIA), now=timezone.now())
    paolo.goto(f"/admin/messaggi/{written.pk}/avvia/")
    expect(paolo.locator("ins")).to_have_text("aggiunto: dalle 8 alle 18")
    expect(paolo.locator("del")).to_have_text("tolto: al traffico")
    paolo.get_by_text("Titolo di prima, per intero").click()
    expect(paolo.get_by_text("Via Roma chiusa al traffico", exact=True).last).to_be_visible()


def test_while_it_is_read_the_text_is_locked_and_giulia_can_withdraw_it(go, ready, sit_at):
    written = asked()
    giulia = sit_at(GIULIA, path(written))
    expect(giulia.locator("#id_body")).to_have_count(0)
    go(giulia, "Ritira e correggi")
    expect(giulia.get_by_text("Ritirato: è di nuovo fra le bozze.")).to_be_visible()
    expect(giulia.locator("#id_body")).to_be_editable()


def test_the_moment_is_chosen_and_the_page_says_at_once_what_it_means(go, ready, sit_at):
    always_open()
    written = campaign(status=C.IN_REVIEW)
    page = sit_at(PAOLO, f"/admin/messaggi/{written.pk}/avvia/")
    day = (timezone.now().astimezone(ROME) + timedelta(days=400)).replace(
        hour=10, minute=0, second=0, microsecond=0
    )
    meaning = page.locator("#when-at")
    expect(meaning).to_be_hidden()
    if go is click:
        page.get_by_label("A un'ora precisa").check()
    else:
        tab_to(page, "now")
        page.keyboard.press("ArrowDown")
    expect(meaning).to_contain_text("Scegli giorno e ora")
    page.get_by_label("Giorno", exact=True).fill(f"{day:%Y-%m-%d}")
    page.get_by_label("Ora", exact=True).fill("10:00")
    expect(meaning).to_contain_text("alle 10:00")
    go(page, "Approva e programma")
    expect(page.get_by_text("Approvato: parte ")).to_be_visible()
    written.refresh_from_db()
    assert written.scheduled_for == day


def test_an_urgent_one_says_what_it_overrides_and_leaves_by_one_button(go, ready, sit_at):
    campaign(title="Orari estivi", status=C.APPROVED, scheduled_for=timezone.now())
    urgent = asked(**URGENT)
    page = sit_at(PAOLO, f"/admin/messaggi/{urgent.pk}/avvia/")
    expect(page.locator(".deciding")).to_contain_text("Orari estivi")
    go(page, "Approva e manda")
    expect(page.locator(".steps li").first).to_contain_text("Urgente:")
    urgent.refresh_from_db()
    assert urgent.status == C.APPROVED


def test_on_a_telephone_the_message_comes_before_the_decision(ready, sit_at):
    written = asked()
    page = sit_at(PAOLO, f"/admin/messaggi/{written.pk}/avvia/", viewport={"width": 400, "height": 800})
    phone, button = page.locator(".phone").bounding_box(), page.get_by_role("button", name="Approva e manda")
    assert phone["y"] + phone["height"] < button.bounding_box()["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_the_page_and_the_strip_can_be_used_by_everybody(ready, a_minute, sit_at, screenshots):
    """By day, by night and on a telephone, with what changed since the note, everything unfolded."""
    leaving = asked(title="Piena dell'Arno", **URGENT)
    launching.launch(campaign=leaving, by=hire(PAOLO), now=timezone.now())
    written = asked()
    launching.send_back(campaign=written, by=hire(PAOLO), now=timezone.now(), note="Manca l'orario")
    Campaign.objects.filter(pk=written.pk).update(body="Lunedì 15 giugno via Roma è chiusa.")
    launching.ask_review(campaign=written, by=hire(GIULIA), now=timezone.now())
    page = sit_at(PAOLO, f"/admin/messaggi/{written.pk}/avvia/")
    expect(page.get_by_role("region", name="Sta per partire")).to_be_visible()
    page.get_by_label("A un'ora precisa").check()
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    assert not faults_in_every_look(page, screenshots, reader="approving")
