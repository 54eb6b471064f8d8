"""Signing in, in a browser with a passkey of its own (Chromium's virtual authenticator): by hand, by eye, by axe."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from broadcasts.models import Campaign, Unmasking
from cascina_whatsapp.accounts import factors
from cascina_whatsapp.accounts.factors import changes, passkeys
from cascina_whatsapp.accounts.signing_in.session_store import SessionStore
from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.accounts.people import (
    CONFIRM,
    DOOR,
    FACTORS,
    HOME,
    PASSWORD,
    SECOND_STEP,
    code_on,
    sheet_of,
    telephone_of,
    with_password,
)
from tests.browser.hands import see_it_saved
from tests.builders import campaign, delivery_to, subscribe
from tests.looks import faults_in_every_look
from tests.people import ANNA, GIULIA, PAOLO

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
TELEPHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def passkeys_belong_here(settings, live_server):
    """As SITE_URL says in production."""
    settings.OTP_WEBAUTHN_RP_ID, settings.OTP_WEBAUTHN_ALLOWED_ORIGINS = "localhost", [live_server.url]


@pytest.fixture
def desk(new_page, live_server, committed_db) -> Page:
    """A browser that has never been here, on a machine that keeps passkeys."""
    page = new_page(base_url=live_server.url)
    give_telephone(page)
    return page


def give_telephone(page: Page) -> str:
    """Put something that keeps passkeys beside the browser; its name."""
    wires = page.context.new_cdp_session(page)
    wires.send("WebAuthn.enable")
    return wires.send("WebAuthn.addVirtualAuthenticator", {"options": TELEPHONE})["authenticatorId"]


def type_password(page: Page, *, clerk=GIULIA, at: str = DOOR) -> None:
    page.goto(at)
    page.get_by_label("Nome utente").fill(clerk.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Entra", exact=True).click()


def add_passkey(page: Page, name: str = "Telefono di Giulia") -> None:
    """From the page of one's own factors to the sheet of codes, which comes after the first one."""
    page.goto(FACTORS)
    page.get_by_label("Come la chiami").fill(name)
    page.get_by_role("button", name="Aggiungi questo dispositivo").click()
    page.wait_for_url("**/codici-di-riserva/")


def leave(page: Page) -> None:
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def age(seconds: int, mark: str) -> None:
    """As if so much time had gone by since then, in every session."""
    for row in Session.objects.all():
        store = SessionStore(row.session_key)
        if mark in store:
            store[mark] -= seconds
            store.save()


def events() -> list[tuple[str, str]]:
    found = TrailRecord.objects.order_by("pk")
    return [
        (record.event, record.details.get("modo") or record.details.get("fattore", "")) for record in found
    ]


def test_a_passkey_is_made_and_is_enough_from_then_on(desk):
    user = with_password()
    type_password(desk)
    desk.wait_for_url(f"**{HOME}")
    add_passkey(desk)
    desk.get_by_role("button", name="Crea otto codici").click()
    expect(desk.locator(".codes li")).to_have_count(8)
    desk.get_by_role("link", name="Li ho al sicuro").click()
    desk.wait_for_url(f"**{HOME}")
    assert [key.name for key in passkeys.passkeys_of(user)] == ["Telefono di Giulia"]
    leave(desk)
    desk.goto("/admin/messaggi/?q=piena")
    desk.get_by_role("button", name="Entra con l'impronta o il PIN").click()
    desk.wait_for_url("**/admin/messaggi/?q=piena")
    assert events() == [
        (Event.SIGNED_IN, "password"),
        (Event.FACTOR_ADDED, "passkey"),
        (Event.FACTOR_ADDED, "codici di riserva"),
        (Event.SIGNED_IN, "passkey"),
    ]


def test_after_the_password_the_passkey_is_asked_for(desk):
    with_password()
    type_password(desk)
    add_passkey(desk)
    leave(desk)
    type_password(desk, at=f"{DOOR}?next=/admin/messaggi/")
    desk.wait_for_url(f"**{SECOND_STEP}")
    desk.get_by_role("button", name="Usa l'impronta o il PIN").click()
    desk.wait_for_url("**/admin/messaggi/")
    assert events()[-1] == (Event.SIGNED_IN, "password e passkey")


def test_an_account_that_needs_a_factor_sets_one_up_and_is_inside(desk, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    with_password()
    type_password(desk)
    desk.wait_for_url(f"**{FACTORS}")
    expect(desk.get_by_text("Prima di cominciare")).to_be_visible()
    desk.goto("/admin/messaggi/")
    assert desk.url.endswith(FACTORS)
    add_passkey(desk)
    desk.goto(HOME)
    expect(desk.locator(".menu-user")).to_be_visible()


def test_a_passkey_that_was_taken_away_opens_nothing(chromium, live_server, committed_db):
    """Not by `new_page`: the browser complains of the refusal, and rightly so."""
    context = chromium.new_context(base_url=live_server.url, locale="it-IT")
    page = context.new_page()
    give_telephone(page)
    user = with_password()
    type_password(page)
    add_passkey(page)
    (key,) = passkeys.passkeys_of(user)
    changes.remove(key, by=user, now=timezone.now())
    leave(page)
    page.goto(DOOR)
    page.get_by_role("button", name="Entra con l'impronta o il PIN").click()
    expect(page.get_by_text("Questo dispositivo non è riconosciuto")).to_be_visible()
    assert page.url.endswith(DOOR)
    assert events()[-1] == (Event.SIGN_IN_FAILED, "passkey")
    context.close()


def test_a_machine_that_keeps_no_passkey_of_ours_leaves_the_other_ways(desk):
    with_password()
    desk.goto(DOOR)
    desk.get_by_role("button", name="Entra con l'impronta o il PIN").click()
    expect(desk.locator(".passkey .problem")).to_contain_text("Non è andata a buon fine")
    type_password(desk)
    desk.wait_for_url(f"**{HOME}")


def test_asked_again_before_a_number_is_shown_with_nothing_typed_lost(desk):
    user = with_password(PAOLO)
    number = reverse("admin:broadcasts_delivery_unmask", args=[delivery_to(subscribe(ANNA)).pk])
    type_password(desk, clerk=PAOLO)
    add_passkey(desk)
    desk.goto(number)
    desk.get_by_label("Motivo").fill("Richiamata per un errore")
    age(3600, "confirmed_at")
    desk.get_by_label("Motivo").press("Enter")
    expect(desk.get_by_role("heading", name="Conferma chi sei")).to_be_visible()
    desk.get_by_role("button", name="Conferma con l'impronta o il PIN").click()
    expect(desk.get_by_label("Motivo")).to_have_value("Richiamata per un errore")
    desk.get_by_role("button", name="Mostra il numero").click()
    expect(desk.get_by_text(ANNA.phone[-4:]).first).to_be_visible()
    assert Unmasking.objects.get().reason == "Richiamata per un errore"
    assert Unmasking.objects.get().by == user


def test_half_an_hour_at_lunch_loses_no_word_and_leads_back_to_the_page(desk):
    """Typed, saved by itself, away for too long, typed more: entered again in a second window, all is saved."""
    with_password()
    type_password(desk)
    draft = campaign()
    address = f"/admin/messaggi/{draft.pk}/modifica/"
    desk.goto(address)
    desk.locator("#id_body").fill("Scritto prima di pranzo.")
    see_it_saved(desk)
    age(31 * 60, "seen_at")
    desk.locator("#id_body").fill("Scritto prima di pranzo. E dopo.")
    expect(desk.locator(".writing-expired")).to_be_visible()
    with desk.expect_popup() as opened:
        desk.get_by_role("link", name="entra di nuovo in un'altra finestra").click()
    second = opened.value
    second.get_by_label("Nome utente").fill(GIULIA.username)
    second.get_by_label("Password").fill(PASSWORD)
    second.get_by_role("button", name="Entra", exact=True).click()
    expect(second.get_by_role("heading", name="Sei di nuovo dentro")).to_be_visible()
    second.close()
    desk.evaluate("dispatchEvent(new Event('focus'))")
    expect(desk.locator(".writing-expired")).to_be_hidden()
    see_it_saved(desk)
    assert Campaign.objects.get().body == "Scritto prima di pranzo. E dopo."
    age(31 * 60, "seen_at")
    desk.reload()
    desk.get_by_label("Nome utente").fill(GIULIA.username)
    desk.get_by_label("Password").fill(PASSWORD)
    desk.get_by_role("button", name="Entra", exact=True).click()
    desk.wait_for_url(f"**{address}")
    expect(desk.locator("#id_body")).to_have_value("Scritto prima di pranzo. E dopo.")


def test_a_page_that_is_left_open_does_not_keep_the_session_alive(desk):
    """The page of a draft signs every twenty seconds that it is open: that is nobody there."""
    with_password()
    type_password(desk)
    draft = campaign()
    desk.goto(f"/admin/messaggi/{draft.pk}/modifica/")
    age(29 * 60, "seen_at")
    with desk.expect_response(lambda answer: answer.url.endswith("/presenza/")):
        desk.evaluate("dispatchEvent(new Event('focus'))")
    age(2 * 60, "seen_at")
    desk.evaluate("dispatchEvent(new Event('focus'))")
    expect(desk.locator(".writing-expired")).to_be_visible()


def test_by_keyboard_alone(desk):
    telephone = telephone_of(with_password())
    desk.goto(DOOR)
    keyboard = desk.keyboard

    def tab_to(name: str) -> None:
        for _ in range(20):
            keyboard.press("Tab")
            if desk.evaluate("document.activeElement.name") == name:
                return
        raise AssertionError(f"{name} is not reached by keyboard")

    tab_to("username")
    keyboard.type(GIULIA.username)
    tab_to("password")
    keyboard.type(PASSWORD)
    keyboard.press("Enter")
    desk.wait_for_url(f"**{SECOND_STEP}")
    tab_to("code")
    keyboard.type(code_on(telephone))
    keyboard.press("Enter")
    desk.wait_for_url(f"**{HOME}")


def test_every_step_can_be_used_by_everybody(desk, screenshots):
    """WCAG 2.2 AA by day, by night and at 400 px, with and without something wrong."""
    found = []

    def look(name: str) -> None:
        found.extend(faults_in_every_look(desk, screenshots, reader=name))

    desk.goto(DOOR)
    look("accesso")
    desk.get_by_text("Non riesci a entrare?").click()
    desk.get_by_role("button", name="Entra", exact=True).click()
    look("accesso-vuoto")
    user = with_password()
    telephone = telephone_of(user)
    codes = sheet_of(user)
    type_password(desk)
    look("secondo")
    desk.get_by_label("Codice").fill("000000")
    desk.get_by_role("button", name="Entra", exact=True).click()
    look("secondo-sbagliato")
    desk.get_by_label("Codice").fill(codes[0])
    desk.get_by_role("button", name="Entra", exact=True).click()
    desk.wait_for_url(f"**{HOME}")
    desk.goto(FACTORS)
    desk.get_by_label("Come la chiami").fill("Portatile")
    desk.get_by_role("button", name="Aggiungi questo dispositivo").click()
    expect(desk.get_by_text("Portatile").first).to_be_visible()
    desk.get_by_text("Come si fa").click()
    look("fattori")
    desk.locator(".menu-phone summary").click()  # the last look was a telephone's
    look("menu")
    desk.goto(f"{FACTORS}app/")
    desk.get_by_text("Non puoi inquadrarlo?").click()
    look("app")
    desk.goto(f"{FACTORS}codici-di-riserva/")
    look("codici-prima")
    desk.get_by_role("button", name="Crea otto codici").click()
    look("codici")
    desk.goto(f"{CONFIRM}?next=/admin/")
    look("conferma")
    desk.get_by_role("button", name="Conferma con la password").click()
    look("conferma-vuota")
    desk.goto("/admin/entra/di-nuovo/")
    look("di-nuovo")
    assert factors.has_app(telephone.user)
    assert not found, "\n".join(found)
