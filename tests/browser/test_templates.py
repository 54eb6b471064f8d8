"""A text of several paragraphs, from the form to the telephone: WhatsApp is the simulator, met over real HTTP."""

import re
from datetime import datetime

import pytest
from django.conf import settings as project
from django.utils import timezone
from playwright.sync_api import Page, expect

from broadcasts.models import Campaign, NumberStatus, WhatsAppTemplate
from broadcasts.models.office import current_calendar
from broadcasts.reporting import daily_limit
from broadcasts.rules.states import CampaignStatus
from broadcasts.sending import scheduling, sender
from broadcasts.sending.account import sync
from broadcasts.slices.costs import submitting
from cascina_whatsapp import routing
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.whatsapp.cloud_api.client import CloudApi
from cascina_whatsapp.whatsapp.webhook.models import WebhookPost
from tests import patience
from tests.box.tests import running
from tests.browser.hands import tab_to
from tests.builders import always_open, approve_templates, campaign, subscribe
from tests.patience import until
from tests.people import ANNA, BRUNO, GIULIA, PAOLO
from tests.ports import a_free_port
from tests.staff import SARA

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
CAMPAIGNS = "/admin/messaggi/"
TEMPLATES = "/admin/modelli-whatsapp/"
APPROVES = re.compile("^Approva")
"""The button of who approves: it says "e manda" where the broadcast leaves at once."""
FIRST, SECOND = "Lunedì 15 giugno via Roma è chiusa per lavori.", "Segui le deviazioni, dalle 8 alle 18."


@pytest.fixture
def whatsapp(live_server, committed_db, settings):
    """The simulator as a process of its own; it posts to the webhook of the live server."""
    port = a_free_port()
    environment = {
        "WHATSAPP_PHONE_NUMBER_ID": project.WHATSAPP_PHONE_NUMBER_ID,
        "WHATSAPP_BUSINESS_ACCOUNT_ID": project.WHATSAPP_BUSINESS_ACCOUNT_ID,
        "WHATSAPP_APP_ID": project.WHATSAPP_APP_ID,
        "WHATSAPP_ACCESS_TOKEN": project.WHATSAPP_ACCESS_TOKEN,
        "WHATSAPP_APP_SECRET": project.WHATSAPP_APP_SECRETS[0],
    }
    webhook = f"{live_server.url}/webhooks/whatsapp/"
    process = running.start("--port", str(port), "--webhook-url", webhook, **environment)
    box = running.Box(f"http://127.0.0.1:{port}")
    settings.WHATSAPP_API_URL = box.url
    try:
        box.wait_until_up()
        yield box
    finally:
        box.http.close()
        process.terminate()
        patience.ended(process)


def meta_api() -> CloudApi:
    return CloudApi.from_settings(project)


def tick() -> None:
    """What beat asks for: submit what was asked for, then hear what WhatsApp has to say."""
    submitting.submit_waiting(api=meta_api(), now=timezone.now())


def hear(status: str) -> None:
    """WhatsApp's decision arrives at the webhook; routing deals with it."""

    def is_said() -> bool:
        routing.run(timezone.now())
        return WhatsAppTemplate.objects.exclude(fingerprint="").filter(status=status).exists()

    until(is_said, lambda: f"{status}: {WebhookPost.objects.count()} posts wait")


def decide(whatsapp, written: Campaign, status: str, reason: str = "NONE") -> None:
    """Meta's reviewers have made up their mind."""
    name = Campaign.objects.get(pk=written.pk).custom_template.name
    whatsapp.control("template", {"name": name, "language": "it", "status": status, "reason": reason})
    hear(status)


def write(page: Page, body: str) -> Campaign:
    page.locator("#id_title").fill("Via Roma chiusa al traffico")
    page.get_by_label("Viabilità e cantieri").check()
    page.locator("#id_body").fill(body)
    page.locator("#id_link").fill("https://www.comune.cascina.pi.it/avvisi/via-roma")
    page.get_by_role("button", name="Salva", exact=True).click()
    page.wait_for_url("**/modifica/")
    return Campaign.objects.get()


def send_at(moment: datetime) -> int:
    """The ticks of that moment, in office hours."""
    started = scheduling.start_due(api=meta_api(), now=moment)
    sender.send_due(api=meta_api(), now=moment, clock=lambda: moment, allowance=daily_limit.Allowance())
    return started


def test_several_paragraphs_are_submitted_approved_and_leave_by_themselves(sit_at, whatsapp):
    """By mouse: Giulia writes and asks, Paolo approves meanwhile, WhatsApp approves, Anna and Bruno read it once."""
    whatsapp.control("settings", {"review_seconds": 3600})
    for citizen in (ANNA, BRUNO):
        whatsapp.control("citizens", {"phone": citizen.phone})
        subscribe(citizen)
    always_open()
    page = sit_at(GIULIA, f"{CAMPAIGNS}aggiungi/")
    hint = page.locator("[data-region=paragraphs]")
    page.locator("#id_body").fill(FIRST)
    expect(hint).to_be_hidden()
    page.locator("#id_body").fill(f"{FIRST}\n\n{SECOND}")
    expect(hint).to_contain_text("Va a capo: WhatsApp lo legge prima")
    written = write(page, f"{FIRST}\n\n{SECOND}")
    page.get_by_role("button", name="Chiedi approvazione").click()
    expect(page.get_by_text("Approvazione chiesta.", exact=True)).to_be_visible()
    expect(page.locator("main")).to_contain_text("WhatsApp non l'ha ancora letto")
    tick()

    desk = sit_at(PAOLO, f"{CAMPAIGNS}{written.pk}/modifica/")
    expect(desk.locator("main")).to_contain_text("WhatsApp lo sta leggendo")
    expect(desk.locator("main")).to_contain_text("approva adesso e parte appena dice di sì")
    desk.get_by_role("button", name=APPROVES).click()
    expect(desk.locator("main")).to_contain_text("parte da solo appena dice di sì")
    opening = current_calendar().next_opening(timezone.now())
    assert send_at(opening) == 0

    decide(whatsapp, written, "APPROVED")
    desk.reload()
    expect(desk.locator(".steps")).to_contain_text("WhatsApp ha detto di sì")
    assert send_at(max(opening, current_calendar().next_opening(timezone.now()))) == 1
    lines = whatsapp.accepted()
    assert sorted(line["to"] for line in lines) == sorted(citizen.phone for citizen in (ANNA, BRUNO))
    for line in lines:
        assert line["template"] == Campaign.objects.get().custom_template.name
        assert f"{FIRST}\n\n{SECOND}" in line["text"]
        assert line["buttons"] == ["Cancellazione"]


def test_refused_it_says_why_to_everybody_and_a_corrected_one_needs_no_button(sit_at, whatsapp):
    """By keyboard: Giulia asks, Paolo has approved, WhatsApp refuses; what she corrects goes there by itself."""
    whatsapp.control("settings", {"review_seconds": 3600})
    approve_templates()
    subscribe(ANNA)
    written = campaign(body=f"{FIRST}\n\n{SECOND}")
    page = sit_at(GIULIA, f"{CAMPAIGNS}{written.pk}/modifica/")
    ask_by_keyboard(page)
    tick()
    desk = sit_at(PAOLO, f"{CAMPAIGNS}{written.pk}/avvia/")
    desk.get_by_role("button", name=APPROVES).click()
    expect(desk.locator("main")).to_contain_text("parte da solo appena dice di sì")
    decide(whatsapp, written, "REJECTED", "PROMOTIONAL")

    told = StaffNotice.objects.filter(subject__startswith="WhatsApp non vuole il testo di «")
    assert {notice.person.username for notice in told} == {GIULIA.username, PAOLO.username}
    page.reload()
    panel = page.locator("[data-region=paragraphs]")
    expect(panel).to_contain_text("Rifiutato da WhatsApp")
    expect(panel).to_contain_text("Il testo invita o promuove, ma è presentato come avviso")
    expect(page.locator(".steps")).to_contain_text("WhatsApp ha detto di no")
    assert Campaign.objects.get().status == CampaignStatus.DRAFT

    page.get_by_label("Invito:").check()
    ask_by_keyboard(page)
    tick()
    decide(whatsapp, written, "APPROVED")
    page.reload()
    expect(page.locator(".steps")).to_contain_text("WhatsApp ha detto di sì")
    expect(page.locator(".facts").first).to_contain_text("invito")


def test_a_text_that_was_right_goes_to_whatsapp_again_by_keyboard(sit_at, whatsapp):
    """Asked again as it is, nothing is submitted for ever: the page says why, and has the button for it."""
    whatsapp.control("settings", {"review_seconds": 3600})
    approve_templates()
    subscribe(ANNA)
    written = campaign(body=f"{FIRST}\n\n{SECOND}")
    page = sit_at(GIULIA, f"{CAMPAIGNS}{written.pk}/modifica/")
    ask_by_keyboard(page)
    tick()
    decide(whatsapp, written, "REJECTED", "SCAM")
    page.reload()
    ask_by_keyboard(page)
    expect(page.locator(".messagelist")).to_contain_text(
        "o rimandalo com'è con «Invialo di nuovo a WhatsApp»"
    )

    tab_to(page, "Invialo di nuovo a WhatsApp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/invia-modello/")
    tab_to(page, "Invialo di nuovo a WhatsApp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/modifica/")
    expect(page.locator("[data-region=paragraphs]")).to_contain_text("In partenza per WhatsApp")
    ask_by_keyboard(page)
    expect(page.get_by_text("Approvazione chiesta.", exact=True)).to_be_visible()


def ask_by_keyboard(page: Page) -> None:
    tab_to(page, "Chiedi approvazione")
    with page.expect_event("load"):
        page.keyboard.press("Enter")


def test_the_standard_templates_are_submitted_and_read_anew(sit_at, whatsapp):
    """By mouse: Sara finds nothing at WhatsApp, submits the text, then reads the state and the number."""
    page = sit_at(SARA, TEMPLATES)
    expect(page.locator(".checks")).to_contain_text("Manca")
    page.get_by_role("button", name="Manda a WhatsApp il testo fisso: Avviso", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Inviato a WhatsApp")
    expect(
        page.get_by_role("button", name="Manda a WhatsApp il testo fisso: Avviso", exact=True)
    ).to_have_count(0)
    assert WhatsAppTemplate.objects.get().status == "APPROVED"

    page.goto("/admin/stato-del-numero/")
    whatsapp.control("settings", {"quality_rating": "YELLOW"})
    page.get_by_label("Altre azioni").click()
    page.get_by_role("button", name="Controlla adesso").click()
    expect(page.locator(".now")).to_contain_text("Qualcuno ha bloccato o segnalato il numero")
    assert NumberStatus.objects.get().verified_name


@pytest.mark.true_time  # the simulated WhatsApp, a process of its own, says from when on
def test_a_key_that_expires_is_seen_and_read_anew_by_keyboard(sit_at, whatsapp):
    """From the bar, which is on every page, to the page that says what to do."""
    whatsapp.control("settings", {"token_days": 10.5})
    sync.synchronise_standing(api=meta_api(), now=timezone.now())
    page = sit_at(SARA, TEMPLATES)
    bar = page.get_by_role("region", name="Perché i messaggi non partono")
    expect(bar).to_contain_text("La chiave di accesso a WhatsApp scade fra 10 giorni")
    tab_to(page, "Vedi lo stato del numero")
    page.keyboard.press("Enter")
    expect(page.locator(".now")).to_contain_text("riavvia il servizio")

    whatsapp.control("settings", {"token_days": 0})
    page.get_by_label("Altre azioni").focus()
    page.keyboard.press("Enter")
    tab_to(page, "Controlla adesso")
    page.keyboard.press("Enter")
    expect(page.locator("#content-main")).to_contain_text("senza scadenza")
    expect(bar).not_to_contain_text("La chiave di accesso")


def test_a_refused_standard_template_is_submitted_again_by_keyboard(sit_at, whatsapp):
    whatsapp.control("settings", {"review_decision": "REJECTED"})
    sync.submit("text", api=meta_api(), samples={}, now=timezone.now())
    whatsapp.control("settings", {"review_decision": "APPROVED"})
    page = sit_at(PAOLO, TEMPLATES)
    expect(page.locator(".checks")).to_contain_text("controlla che le frasi siano complete")
    tab_to(page, "Manda a WhatsApp")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("Inviato a WhatsApp")
    assert WhatsAppTemplate.objects.get().status == "APPROVED"
