"""Following a broadcast: numbers that refresh by themselves, failures and what is done about them, the report."""

import pypdfium2
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from broadcasts import launching
from broadcasts.models import Campaign, Delivery, Unmasking
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus
from tests.browser.hands import tab_to
from tests.builders import delivery_to, hire, subscribe, under_way
from tests.looks import faults
from tests.people import ANNA, BRUNO, GIULIA, PAOLO

pytestmark = [pytest.mark.browser, pytest.mark.sweep]


def test_numbers_move_while_inizio_is_open(sit_at):
    subscribe(ANNA)
    under_way()
    page = sit_at(PAOLO, "/admin/")
    box = page.locator(".going")
    expect(box).to_contain_text("0 di 1 persona")
    Delivery.objects.update(status="read")
    expect(box.locator("progress")).to_have_attribute("value", "100")
    expect(box).to_contain_text("1 di 1 persona")
    expect(box.locator("[aria-live]")).to_contain_text("1 di 1 persona")


def test_the_sentence_and_the_bar_move_while_the_page_is_open(sit_at):
    subscribe(ANNA)
    campaign = under_way()
    page = sit_at(PAOLO, f"/admin/messaggi/{campaign.pk}/modifica/")
    expect(page.locator(".sentence")).to_contain_text("Partito per 0 persone su 1. Ne resta una.")
    Delivery.objects.update(status="read")
    Campaign.objects.update(status=CampaignStatus.SENT)
    told = "Arrivato alla sola persona a cui era diretto, che l'ha letto."
    expect(page.locator(".sentence")).to_contain_text(told)
    expect(page.get_by_role("img", name="letti: 1, arrivati, non ancora letti: 0")).to_be_visible()
    expect(page.locator("[data-said]")).to_contain_text(told)


def test_what_can_be_done_and_what_has_been_follow_the_state(sit_at):
    """Paolo watches while the system stops the broadcast: what to press is what makes sense now."""
    subscribe(ANNA)
    campaign = under_way()
    page = sit_at(PAOLO, f"/admin/messaggi/{campaign.pk}/modifica/")
    tools = page.locator(".message > .now")
    stop = tools.get_by_role("button", name="Ferma", exact=True)
    expect(stop).to_be_visible()
    launching.pause(campaign=campaign, by=None, reason="Meta ha fermato il numero", now=timezone.now())
    expect(tools).to_contain_text("Riprendi")
    expect(stop).to_have_count(0)
    expect(page.locator(".message > .now")).to_contain_text("Meta ha fermato il numero")
    expect(page.locator(".steps")).to_contain_text("Fermato: Meta ha fermato il numero")


@pytest.mark.parametrize("width", [400, 1280])
def test_what_is_stopped_is_on_the_site_only_where_somebody_has_it(sit_at, new_page, live_server, width):
    """Paolo stops it before anybody has it, lets it go on, stops it again, and sends it no more."""
    anna = subscribe(ANNA)
    subscribe(BRUNO)
    made = under_way(author=hire(GIULIA))
    size = {"viewport": {"width": width, "height": 800}}
    page, site = sit_at(PAOLO, f"/admin/messaggi/{made.pk}/modifica/", **size), new_page(**size)
    public = f"{live_server.url}/messaggi/{made.pk}/"
    page.get_by_role("button", name="Ferma", exact=True).click()
    expect(page.locator(".sentence")).to_contain_text("Fermato prima che arrivasse a qualcuno, 2 aspettano.")
    expect(page.get_by_text("Pagina pubblica")).to_have_count(0)
    assert site.request.get(public).status == 404

    page.get_by_role("button", name="Riprendi", exact=True).click()
    expect(page.locator(".state").first).to_contain_text("In invio")
    delivery_to(anna, of=made, status="delivered")
    page.get_by_role("button", name="Ferma", exact=True).click()
    expect(page.locator(".sentence")).to_contain_text("1 persona l'ha ricevuto, 1 aspetta.")
    expect(page.get_by_text("È già nel sito: ci resta, finché qualcuno non lo ritira.")).to_be_visible()
    page.get_by_role("button", name="Non mandarlo più").click()
    expect(page.locator(".sentence")).to_contain_text("Annullato: 1 persona l'ha ricevuto.")
    assert (faults(page), site.goto(public).status) == ([], 200)
    expect(site.get_by_text("Annullato: 1 persona l'ha ricevuto.")).to_be_visible()
    assert faults(site) == []


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


def by_mouse(page: Page, name: str) -> None:
    page.locator("a, button, summary, input[type=submit]").and_(
        page.get_by_text(name).or_(page.get_by_role("button", name=name)).or_(page.get_by_label(name))
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
    expect(page.get_by_role("status")).to_contain_text("Rimesso in coda")
    delivery.refresh_from_db()
    assert delivery.status == "queued"


@press
def test_from_a_reason_to_its_deliveries(sit_at, press):
    made, delivery = over()
    page = sit_at(GIULIA, f"/admin/messaggi/{made.pk}/modifica/")
    expect(page.locator(".reason")).to_contain_text("si può mandare di nuovo")
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
    expect(page.locator(".sentence")).to_contain_text("Arrivato a 1 persona su 2")
    press(page, "Altre azioni")
    with page.expect_download() as download:
        press(page, "Scarica i dati (CSV)")
    assert download.value.suggested_filename == f"resoconto-{made.pk}.csv"
    assert len(download.value.path().read_text("utf-8-sig").splitlines()) == 3


def test_the_report_is_one_sheet_of_paper(sit_at, tmp_path):
    made, _ = over()
    page = sit_at(GIULIA, f"/admin/messaggi/{made.pk}/modifica/")
    page.pdf(path=tmp_path / "foglio.pdf", format="A4", prefer_css_page_size=True)
    with pypdfium2.PdfDocument(tmp_path / "foglio.pdf") as sheets:
        assert len(sheets) == 1
        text = sheets[0].get_textpage().get_text_range()
    for said in ("Fin dove è arrivato", "Via Roma chiusa al traffico", "resoconto stampato"):
        assert said in text
    assert "Scarica" not in text


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
@pytest.mark.parametrize(("where", "button"), [("", "Ferma"), ("messaggi/{}/modifica/", "Ferma")])
def test_paolo_stops_it_with_one_click_and_says_why_afterwards(sit_at, press, where, button):
    subscribe(ANNA)
    made = under_way()
    page = sit_at(PAOLO, f"/admin/{where.format(made.pk)}")
    press(page, button)
    expect(page.locator("main .state").get_by_text("Fermato")).to_be_visible()
    assert Campaign.objects.get(pk=made.pk).status == CampaignStatus.PAUSED
    page.get_by_label("Perché l'hai fermato").fill("C'è un errore nella data")
    press(page, "Scrivilo")
    expect(page.get_by_role("status")).to_contain_text("Scritto.")
    expect(page.get_by_label("Perché l'hai fermato")).to_have_value("C'è un errore nella data")
    expect(page.locator(".steps")).to_contain_text("C'è un errore nella data")
    expect(page.get_by_role("button", name="Riprendi")).to_be_visible()


def test_who_has_an_old_page_open_reads_that_it_is_paused_already(sit_at):
    subscribe(ANNA)
    made = under_way()
    pages = [sit_at(PAOLO, f"/admin/messaggi/{made.pk}/modifica/") for _ in range(2)]
    for page in pages:
        page.get_by_role("button", name="Ferma").click()
        expect(page.locator("main .state").get_by_text("Fermato")).to_be_visible()
    expect(pages[1].get_by_role("status")).to_contain_text("Era già fermato.")


@press
@pytest.mark.parametrize(
    ("button", "status"),
    [("Riprendi", "sending"), ("Non mandarlo più", "cancelled")],
)
def test_paolo_resumes_and_cancels_by_one_click(sit_at, press, button, status):
    subscribe(ANNA)
    made = under_way()
    Campaign.objects.filter(pk=made.pk).update(status="paused")
    page = sit_at(PAOLO, f"/admin/messaggi/{made.pk}/modifica/")
    press(page, button)
    expect(page.get_by_role("status").first).to_be_visible()
    assert Campaign.objects.get(pk=made.pk).status == status
