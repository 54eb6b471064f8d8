"""How often one presses the mouse from Inizio on: the browser counts, whatever is pressed. Words are typed."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from playwright.sync_api import Page, expect

from broadcasts import launching
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from tests.broadcasts.elections import periods
from tests.broadcasts.elections.declarations import REASON
from tests.builders import always_open, approve_templates, campaign, hire, subscribe, under_way
from tests.people import ANNA, GIULIA, PAOLO

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
COUNT = """addEventListener("mousedown", () =>
  sessionStorage.setItem("clicks", Number(sessionStorage.getItem("clicks")) + 1), true)"""
"""Kept by the browser from page to page."""


@pytest.fixture(autouse=True)
def ready(committed_db):
    subscribe(ANNA)
    approve_templates()
    always_open()


@pytest.fixture
def inizio(sit_at):
    """Inizio at somebody's desk, where every press is counted."""

    def open_it(clerk) -> Page:
        page = sit_at(clerk, "/admin/")
        page.add_init_script(COUNT)
        page.reload()
        return page

    return open_it


def clicks(page: Page) -> int:
    return int(page.evaluate("sessionStorage.getItem('clicks') ?? 0"))


def state_of(row: Campaign) -> str:
    return Campaign.objects.get(pk=row.pk).status


def asked() -> Campaign:
    """Giulia has written it, and asks for its approval."""
    row = campaign(author=hire(GIULIA))
    launching.ask_review(campaign=row, by=hire(GIULIA), now=timezone.now())
    return row


def write(page: Page) -> None:
    page.get_by_role("link", name="Scrivi un messaggio").click()
    page.locator("#id_title").fill("Via Roma chiusa")
    page.locator("#id_body").fill("Lunedì 15 giugno.")
    page.locator("#id_link").fill("www.comune.cascina.pi.it/avvisi")
    page.get_by_label("Viabilità e cantieri").check()


def test_three_to_write_and_ask_for_the_approval_and_two_to_approve(inizio):
    giulia = inizio(GIULIA)
    write(giulia)
    giulia.get_by_role("button", name="Chiedi approvazione").click()
    expect(giulia.get_by_text("Approvazione chiesta.", exact=True)).to_be_visible()
    row = Campaign.objects.latest("pk")
    assert (row.status, clicks(giulia)) == (CampaignStatus.IN_REVIEW, 3)

    paolo = inizio(PAOLO)
    paolo.get_by_role("link", name="Leggi e decidi").click()
    paolo.get_by_role("button", name="Approva e manda").locator("visible=true").click()
    expect(paolo.get_by_role("status").first).to_be_visible()
    assert (state_of(row), clicks(paolo)) == (CampaignStatus.APPROVED, 2)


def test_five_to_write_an_alert_and_ask_for_its_approval(inizio):
    giulia = inizio(GIULIA)
    giulia.get_by_role("link", name="Scrivi un messaggio").click()
    giulia.locator("#id_title").fill("Acqua non potabile")
    giulia.locator("#id_body").fill("Non bere fino a nuovo avviso: lunedì 15 giugno.")
    giulia.get_by_label("Allerte e urgenze").check()
    giulia.get_by_text("È urgente?").click()
    giulia.locator("#id_is_urgent").check()
    giulia.locator("#id_urgent_reason").fill("Un guasto all'acquedotto")
    giulia.get_by_role("button", name="Chiedi approvazione").click()
    expect(giulia.locator(".urgent-line")).to_be_visible()
    assert (Campaign.objects.latest("pk").status, clicks(giulia)) == (CampaignStatus.IN_REVIEW, 5)


def test_six_to_write_declare_and_ask_in_an_electoral_period(inizio):
    now = timezone.now()
    span = {"starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=30), "run_off": "no"}
    periods.active(**span)
    giulia = inizio(GIULIA)
    write(giulia)
    giulia.get_by_role("button", name="Chiedi approvazione").click()
    giulia.get_by_label("Perché, in una frase").fill(REASON)
    for question in giulia.locator(".declaring fieldset").all():
        question.get_by_label("Sì").check()
    giulia.get_by_role("button", name="Dichiara e chiedi approvazione").click()
    expect(giulia.locator(".declaring")).to_have_count(0)
    assert (Campaign.objects.latest("pk").status, clicks(giulia)) == (CampaignStatus.IN_REVIEW, 6)


def test_three_in_all_where_one_person_writes_and_approves(inizio, settings):
    settings.APPROVE_OWN_BROADCASTS = True
    hire(GIULIA).groups.add(Group.objects.get(name="Approvatore"))
    giulia = inizio(GIULIA)
    write(giulia)
    giulia.get_by_role("button", name="Approva e manda").click()
    expect(giulia.get_by_text("Approvato: parte")).to_be_visible()
    assert (Campaign.objects.latest("pk").status, clicks(giulia)) == (CampaignStatus.APPROVED, 3)


def test_one_to_stop(inizio):
    row = under_way()
    paolo = inizio(PAOLO)
    paolo.get_by_role("button", name="Ferma").first.click()
    expect(paolo.locator("main .state").get_by_text("Fermato")).to_be_visible()
    assert (state_of(row), clicks(paolo)) == (CampaignStatus.PAUSED, 1)


def test_one_to_withdraw_a_request(inizio):
    row = asked()
    giulia = inizio(GIULIA)
    giulia.get_by_role("button", name="Ritira e correggi").click()
    expect(giulia.get_by_text("Ritirato: è di nuovo fra le bozze.")).to_be_visible()
    assert (state_of(row), clicks(giulia)) == (CampaignStatus.DRAFT, 1)
