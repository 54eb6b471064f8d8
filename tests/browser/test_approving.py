# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking for approval, sending back, approving, choosing the moment, urgency: by mouse, and by keyboard alone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.formatting.dates import ROME
from tests.builders import approve_templates, campaign, subscribe
from tests.people import ANNA, GIULIA, PAOLO

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
C = CampaignStatus
MOST_STEPS = 150
"""Stops of the Tab key on a page: more, and something keeps the focus."""


def path(of: Campaign) -> str:
    return f"/admin/messaggi/{of.pk}/modifica/"


def tab_to(page: Page, name: str) -> None:
    """Walk with the Tab key to what is called so."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate(
            "name => { const here = document.activeElement;"
            " return [here.value, here.textContent.trim(), here.name].includes(name) }",
            name,
        ):
            return
    raise AssertionError(f"the Tab key does not reach {name}")


def click(page: Page, name: str) -> None:
    with page.expect_navigation():  # the next page may have something of the same name
        page.locator(f"a:text-is('{name}'), button:text-is('{name}'), input[value='{name}']").first.click()


def enter(page: Page, name: str) -> None:
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.fixture(params=[click, enter], ids=["mouse", "keyboard"])
def go(request):
    """How the clerk presses links and buttons."""
    return request.param


@pytest.fixture
def ready(committed_db):
    subscribe(ANNA)
    approve_templates()


def test_two_people_bring_a_broadcast_to_its_approval(go, ready, sit_at):
    """Giulia asks, Paolo sends back with a note, Giulia asks again, Paolo approves."""
    written = campaign()
    giulia, paolo = sit_at(GIULIA, path(written)), sit_at(PAOLO, "/admin/")

    def ask():
        giulia.goto(path(written))
        go(giulia, "Chiedi approvazione")
        expect(giulia.locator(".messagelist")).to_contain_text("Approvazione chiesta")

    ask()
    paolo.goto(path(written))
    go(paolo, "Rimanda in bozza")
    if go is click:
        paolo.get_by_label("Che cosa va cambiato").fill("Manca l'orario")
    else:
        tab_to(paolo, "note")
        paolo.keyboard.type("Manca l'orario")
    go(paolo, "Rimanda in bozza")
    expect(paolo.locator(".timeline")).to_contain_text("Rimandato in bozza, paolo: Manca l'orario")

    ask()
    paolo.goto(path(written))
    go(paolo, "Approva e avvia")
    expect(paolo.locator(".timeline")).to_contain_text("Manca l'orario")
    go(paolo, "Approva e avvia")
    expect(paolo.locator(".timeline li").last).to_contain_text("Approvato, paolo")
    written.refresh_from_db()
    assert written.status == C.APPROVED
    expect(paolo.locator(".timeline code").last).to_have_text(written.approved_hash[:8])

    giulia.goto(path(written))
    go(giulia, "Modifica")
    go(giulia, "Modifica")
    expect(giulia.locator("#id_body")).to_be_editable()
    written.refresh_from_db()
    assert (written.status, written.approved_hash) == (C.DRAFT, "")


def test_the_moment_is_chosen_and_the_page_says_at_once_what_it_means(go, ready, sit_at):
    written = campaign(status=C.IN_REVIEW)
    page = sit_at(PAOLO, f"/admin/messaggi/{written.pk}/avvia/")
    day = (timezone.now().astimezone(ROME) + timedelta(days=400)).replace(
        hour=10, minute=0, second=0, microsecond=0
    )
    outlook = page.locator("#when-at")
    expect(outlook).to_contain_text("Scegli giorno e ora")
    if go is click:
        page.get_by_label("Data").fill(f"{day:%d/%m/%Y}")
        page.get_by_label("Ora").fill("10:00")
        page.get_by_label("Ora").blur()
    else:
        tab_to(page, "at_0")
        page.keyboard.type(f"{day:%d/%m/%Y}")
        tab_to(page, "at_1")
        page.keyboard.type("10:00")
        page.keyboard.press("Tab")
    expect(outlook).to_contain_text("Finisce verso")
    expect(page.get_by_label("In un momento scelto")).to_be_checked()
    go(page, "Approva e avvia")
    expect(page.locator(".messagelist")).to_contain_text("Approvato")
    written.refresh_from_db()
    assert written.scheduled_for == day


def test_an_urgent_one_leaves_only_after_a_tick(go, ready, sit_at):
    campaign(title="Orari estivi", status=C.APPROVED, scheduled_for=timezone.now())
    urgent = campaign(status=C.IN_REVIEW, is_urgent=True, urgent_reason="Piena dell'Arno")
    page = sit_at(PAOLO, f"/admin/messaggi/{urgent.pk}/avvia/")
    expect(page.locator(".overridden")).to_contain_text("Orari estivi")
    go(page, "Approva e avvia")
    expect(page.locator(".overridden .errorlist")).to_contain_text("conferma con la casella")
    if go is click:
        page.locator("#id_understood").check()
    else:
        tab_to(page, "understood")
        page.keyboard.press("Space")
    go(page, "Approva e avvia")
    expect(page.locator(".timeline li").last).to_contain_text("Urgente:")
    urgent.refresh_from_db()
    assert urgent.status == C.APPROVED
