# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Following a broadcast: numbers that refresh by themselves, failures and what is done about them, the report."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from broadcasts import launching
from broadcasts.models import Campaign, Delivery, Unmasking
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus
from tests.builders import delivery_to, subscribe, under_way
from tests.people import ANNA, BRUNO, GIULIA, PAOLO

pytestmark = [pytest.mark.browser, pytest.mark.sweep]


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("/admin/", "0 di 1 persone", "1 di 1 persone"),
        ("/admin/messaggi/{pk}/modifica/", "In invio: 0 di 1 (0%)", "Inviato: 1 di 1 (100%)"),
    ],
)
def test_numbers_move_while_the_page_is_open(sit_at, path, before, after):
    subscribe(ANNA)
    campaign = under_way()
    page = sit_at(PAOLO, path.format(pk=campaign.pk))
    box = page.locator("[data-progress-url]")
    expect(box).to_contain_text(before)
    Delivery.objects.update(status="read")
    Campaign.objects.update(status=CampaignStatus.SENT)
    expect(box.locator("progress")).to_have_attribute("value", "100")
    expect(box).to_contain_text(after)
    expect(box.locator("[aria-live]")).to_have_text("Inviato: 100%")


def test_what_can_be_done_and_what_has_been_follow_the_state(sit_at):
    """Paolo watches while the system stops the broadcast: what to press is what makes sense now."""
    subscribe(ANNA)
    campaign = under_way()
    page = sit_at(PAOLO, f"/admin/messaggi/{campaign.pk}/modifica/")
    tools = page.locator(".object-tools")
    expect(tools).to_contain_text("Metti in pausa")
    launching.pause(campaign=campaign, by=None, reason="Meta ha fermato il numero", now=timezone.now())
    expect(tools).to_contain_text("Riprendi")
    expect(tools).not_to_contain_text("Metti in pausa")
    expect(page.locator("[data-fresh=reason]")).to_have_text("In pausa: Meta ha fermato il numero")
    expect(page.locator(".timeline")).to_contain_text("Messo in pausa, il sistema")


# ── What a clerk does on these pages: by mouse, and by keyboard alone ─────────────────────────────────────


def over(**failure):
    """A broadcast that is over: Bruno has read it; Anna's message failed."""
    anna, bruno = subscribe(ANNA), subscribe(BRUNO)
    made = under_way()
    now = timezone.now()
    moments = {"claimed_at": now, "accepted_at": now, "sent_at": now, "attempts": 1}
    delivery_to(bruno, of=made, status="read", delivered_at=now, read_at=now, **moments)
    failed = {"status": "failed", "error_code": 131056, "reason": failure_reasons.sentence(131056)}
    delivery = delivery_to(anna, of=made, **moments | failed | failure)
    Campaign.objects.filter(pk=made.pk).update(status=CampaignStatus.SENT, started_at=now, finished_at=now)
    return made, delivery


REACHED = """name => {
    const place = document.activeElement?.closest("a, button, input");
    return Boolean(place) && (place.value + place.textContent).includes(name);
}"""


def tab_to(page: Page, name: str) -> None:
    """With the Tab key, as who has no mouse, to the link or button of this name."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate(REACHED, name):
            return
    raise AssertionError(f"{name} can't be reached with the keyboard")


def by_mouse(page: Page, name: str) -> None:
    page.locator("a, button, input[type=submit]").and_(
        page.get_by_text(name).or_(page.get_by_role("button", name=name))
    ).first.click()


def by_keyboard(page: Page, name: str) -> None:
    page.wait_for_load_state()
    tab_to(page, name)
    page.keyboard.press("Enter")


press = pytest.mark.parametrize("press", [by_mouse, by_keyboard], ids=["mouse", "keyboard"])


@press
def test_paolo_sends_again_to_who_did_not_get_it(sit_at, press):
    made, delivery = over()
    page = sit_at(PAOLO, f"/admin/messaggi/{made.pk}/modifica/")
    press(page, "Manda di nuovo")
    expect(page.get_by_text("A quante persone: 1.")).to_be_visible()
    press(page, "Manda di nuovo")
    expect(page.locator(".messagelist")).to_contain_text("Rimesso in coda")
    delivery.refresh_from_db()
    assert delivery.status == "queued"


@press
def test_from_a_reason_to_its_deliveries(sit_at, press):
    made, delivery = over()
    page = sit_at(GIULIA, f"/admin/messaggi/{made.pk}/modifica/")
    expect(page.locator(".reasons")).to_contain_text("si può mandare di nuovo")
    press(page, delivery.reason)
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    expect(page.locator("#result_list")).to_contain_text("•••• 01")


@press
def test_paolo_sees_one_number_once(sit_at, press):
    _, delivery = over()
    page = sit_at(PAOLO, f"/admin/consegne/{delivery.pk}/modifica/")
    press(page, "Mostra il numero")
    page.get_by_label("Motivo").fill("Richiamata per un errore")
    press(page, "Mostra il numero")
    expect(page.get_by_role("status")).to_contain_text(ANNA.phone)
    press(page, "Torna alla consegna")
    expect(page.locator("body")).not_to_contain_text(ANNA.phone)
    assert Unmasking.objects.count() == 1


@press
def test_giulia_takes_the_report_away(sit_at, press):
    made, _ = over()
    page = sit_at(GIULIA, f"/admin/messaggi/{made.pk}/modifica/")
    expect(page.get_by_role("img", name="Che cosa è successo, nel tempo")).to_be_visible()
    press(page, "Resoconto, da stampare")
    page.wait_for_url("**/resoconto/")
    with page.expect_download() as download:
        press(page, "Consegne (CSV)")
    assert download.value.suggested_filename == f"consegne-{made.pk}.csv"
    assert len(download.value.path().read_text("utf-8-sig").splitlines()) == 3


@press
def test_giulia_finds_the_deliveries_of_one_person(sit_at, press):
    over()
    page = sit_at(GIULIA, "/admin/consegne/")
    press(page, "Cerca le consegne di una persona")
    page.get_by_label("Chi cerchi").fill("320 0000101")
    press(page, "Cerca")
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    assert "320" not in page.url


@press
@pytest.mark.parametrize(
    ("button", "status", "before"),
    [
        ("Metti in pausa", "paused", "sending"),
        ("Riprendi", "sending", "paused"),
        ("Annulla il messaggio", "cancelled", "sending"),
    ],
)
def test_paolo_pauses_resumes_and_cancels(sit_at, press, button, status, before):
    subscribe(ANNA)
    made = under_way()
    Campaign.objects.filter(pk=made.pk).update(status=before)
    page = sit_at(PAOLO, f"/admin/messaggi/{made.pk}/modifica/")
    press(page, button)
    page.wait_for_url(re.compile("/(sospendi|riprendi|annulla)/$"))
    assert Campaign.objects.get(pk=made.pk).status == before
    if page.get_by_label("Motivo").count():
        page.get_by_label("Motivo").fill("C'è un errore nella data")
    press(page, button)
    expect(page.locator(".messagelist")).to_be_visible()
    assert Campaign.objects.get(pk=made.pk).status == status
