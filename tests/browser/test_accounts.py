"""From an invitation to the first day, and the sessions of one's own: with a browser, by keyboard, in every look."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cascina_whatsapp.accounts import changes, invitations
from cascina_whatsapp.accounts.models import AccountChange
from tests.accounts.colleagues import employ, group
from tests.looks import faults_in_every_look
from tests.people import GIULIA
from tests.staff import SARA, VERA, at_desk

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
PASSWORD = "quattro cavalli in piazza"


def test_an_invited_person_comes_in_by_keyboard(new_page, live_server, committed_db, screenshots):
    link = invitations.invite(employ(GIULIA), by=employ(SARA), now=timezone.now())
    page = new_page(base_url=live_server.url)
    page.goto(link.removeprefix("http://testserver"))
    expect(page.get_by_role("heading", name="Scegli come entrare")).to_be_visible()
    assert page.url.endswith("/invito/")
    found = faults_in_every_look(page, screenshots, reader="invited")
    page.get_by_label("Password", exact=True).focus()
    page.keyboard.type("corta")
    page.keyboard.press("Tab")
    page.keyboard.type("corta")
    page.keyboard.press("Enter")
    expect(page.locator(".problem").first).to_be_visible()
    found += faults_in_every_look(page, screenshots, reader="invited-wrong")
    for label in ("Password", "Di nuovo la password"):
        page.get_by_label(label, exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")
    page.goto(link.removeprefix("http://testserver"))
    expect(page.get_by_role("heading", name="Questo invito non vale più")).to_be_visible()
    found += faults_in_every_look(page, screenshots, reader="over")
    assert not found, "\n".join(found)


@pytest.mark.main
def test_one_asks_and_another_decides(sit_at, screenshots):
    giulia, sara = employ(GIULIA), employ(SARA)
    employ(VERA)
    asking = sit_at(SARA, f"/admin/account/{giulia.pk}/modifica/")
    asking.get_by_label("Altre azioni").click()
    asking.get_by_role("link", name="Cambia che cosa può fare").click()
    found = faults_in_every_look(asking, screenshots, reader="ask")
    asking.get_by_label("Assegnare Approvatore").check()
    asking.get_by_role("textbox", name="Perché").fill("Sostituisce Paolo")
    asking.get_by_role("button", name="Cambia che cosa può fare").click()
    asking.get_by_label("Altre azioni").click()
    expect(asking.get_by_role("link", name="Ritira la richiesta")).to_be_visible()
    found += faults_in_every_look(asking, screenshots, reader="asked")
    change = AccountChange.objects.get(asked_by=sara)
    deciding = sit_at(VERA, f"/admin/cambi-chiesti/{change.pk}/modifica/")
    found += faults_in_every_look(deciding, screenshots, reader="decide")
    deciding.get_by_role("button", name="Approva").focus()
    deciding.keyboard.press("Enter")
    expect(deciding.get_by_text("Approvato: vale da adesso.")).to_be_visible()
    found += faults_in_every_look(deciding, screenshots, reader="decided")
    assert set(giulia.groups.values_list("name", flat=True)) == {"Redattore", "Approvatore"}
    assert not found, "\n".join(found)


def test_forms_full_of_errors(sit_at, screenshots):
    page = sit_at(SARA, "/admin/account/aggiungi/")
    page.get_by_role("button", name="Crea e manda l'invito").click()
    expect(page.locator(".errorlist").first).to_be_visible()
    found = faults_in_every_look(page, screenshots, reader="errors")
    assert not found, "\n".join(found)


def test_the_other_sessions_are_closed(sit_at, screenshots):
    employ(GIULIA)
    at_desk(GIULIA).get("/admin/", headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/132.0"})
    page = sit_at(GIULIA, "/admin/le-mie-sessioni/")
    page.reload()
    expect(page.get_by_text("Sei qui", exact=True)).to_be_visible()
    found = faults_in_every_look(page, screenshots, reader="two")
    page.get_by_role("button", name="Chiudi le altre").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Sessione chiusa.")).to_be_visible()
    expect(page.get_by_text("Firefox su Windows")).to_have_count(0)
    found += faults_in_every_look(page, screenshots, reader="one")
    assert not found, "\n".join(found)


def test_the_list_says_who_has_more_powers_than_a_page_can_give(sit_at, screenshots):
    sara = employ(SARA)
    change = changes.ask(
        AccountChange.Kind.GIVE,
        employ(GIULIA),
        group=group("Approvatore"),
        reason="Serve",
        by=sara,
        now=timezone.now(),
    )
    sara.groups.add(group("Redattore"))
    page = sit_at(VERA, "/admin/account/")
    expect(page.get_by_role("heading", name="Con più poteri del dovuto")).to_be_visible()
    found = faults_in_every_look(page, screenshots, reader="powers")
    page.goto("/admin/")
    expect(page.get_by_role("link", name="Decidi").first).to_be_visible()
    found += faults_in_every_look(page, screenshots, reader="officer")
    page.goto(f"/admin/account/{change.user_id}/modifica/")
    found += faults_in_every_look(page, screenshots, reader="officer-account")
    assert not found, "\n".join(found)
