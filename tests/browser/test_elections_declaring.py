"""One message during an electoral period: who writes declares it, a third person authorises, then it is approved."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from broadcasts.slices.elections.models import ElectionDeclaration
from broadcasts.slices.elections.rules import QUESTIONS
from tests.broadcasts.elections import periods
from tests.broadcasts.elections.declarations import REASON, declared
from tests.browser.hands import Keyboard, Mouse
from tests.builders import approve_templates, campaign, hire, subscribe
from tests.looks import faults_in_every_look
from tests.people import ANNA, GIULIA, PAOLO
from tests.staff import SILVIA

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
TELEPHONE = {"viewport": {"width": 400, "height": 800}}
URGENT = {"is_urgent": True, "urgent_reason": "Piena dell'Arno"}


@pytest.fixture
def period(committed_db):
    """One holds since yesterday, for a month; there is somebody for each step."""
    subscribe(ANNA)
    approve_templates()
    hire(PAOLO)
    now = timezone.now()
    span = {"starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=30), "run_off": "no"}
    return periods.active(standing_order_number="7/2026", **span)


def step(hand, page: Page, name: str) -> None:
    """Press a button or a link that leads to another page."""
    with page.expect_event("load"):
        hand.press(page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first)


def fill_in(hand, page: Page) -> None:
    """The whole declaration: what it is about is chosen already, by its words."""
    for name in QUESTIONS:
        page.locator(f'[name="{name}"][value="True"]').check()
    hand.fill(page.get_by_label("Perché, in una frase"), REASON)


@pytest.mark.parametrize(
    ("hand", "size"),
    [pytest.param(Mouse(), {}, marks=pytest.mark.main), (Keyboard(), {}), (Mouse(), TELEPHONE)],
    ids=["mouse", "keyboard", "telephone"],
)
def test_three_people_let_a_message_go(hand, size, period, sit_at):
    draft = campaign()
    giulia = sit_at(GIULIA, f"/admin/messaggi/{draft.pk}/modifica/", **size)
    expect(giulia.locator("[data-region=panels]")).to_contain_text("Una volta dichiarato lo autorizza silvia")
    step(hand, giulia, "Chiedi approvazione")
    fill_in(hand, giulia)
    step(hand, giulia, "Dichiara e chiedi approvazione")
    expect(giulia.locator("main")).to_contain_text(
        "Aspetta l'autorizzazione di silvia. Poi lo approva paolo."
    )

    paolo = sit_at(PAOLO, f"/admin/messaggi/{draft.pk}/avvia/", **size)
    expect(paolo.locator("#gate")).to_contain_text("aspetta chi la autorizza")

    silvia = sit_at(SILVIA, "/admin/", **size)
    step(hand, silvia, "Leggi e autorizza")
    expect(silvia.locator("main")).to_contain_text(REASON)
    step(hand, silvia, "Autorizza")
    expect(silvia.locator("main")).to_contain_text("Autorizzato da silvia")

    paolo.reload()
    expect(paolo.locator("#gate")).to_be_empty()
    step(hand, paolo, "Approva e manda")
    draft.refresh_from_db()
    assert (draft.status, draft.approved_by) == (CampaignStatus.APPROVED, hire(PAOLO))


def test_the_reason_is_counted_and_nothing_typed_is_lost(period, sit_at):
    draft = campaign()
    page = sit_at(GIULIA, f"/admin/messaggi/{draft.pk}/dichiara/")
    reason = page.get_by_label("Perché, in una frase")
    reason.fill("  Via   Roma ")
    expect(page.locator("[data-typed]")).to_have_text("8")
    page.locator('[name="impersonal"][value="True"]').check()
    step(Mouse(), page, "Dichiara e chiedi approvazione")
    expect(reason).to_have_value("  Via   Roma ")
    expect(page.locator('[name="impersonal"][value="True"]')).to_be_checked()
    expect(page.locator('[name="indispensable"]').first).to_be_focused()
    assert not ElectionDeclaration.objects.exists()


def test_the_approver_sees_at_once_that_a_later_moment_may_do(period, sit_at):
    """The notice beside the button follows the choice, and comes back with it."""
    row = campaign(status=CampaignStatus.IN_REVIEW)
    page = sit_at(PAOLO, f"/admin/messaggi/{row.pk}/avvia/")
    expect(page.locator("#gate")).to_contain_text("Partirebbe in un periodo elettorale")
    page.get_by_label("A un'ora precisa").check()
    page.get_by_label("Giorno").fill(f"{timezone.localdate() + timedelta(days=40)}")
    page.get_by_label("Ora", exact=True).fill("10:00")
    expect(page.locator("#gate")).to_be_empty()
    page.get_by_label("Subito").check()
    expect(page.locator("#gate")).to_contain_text("Partirebbe in un periodo elettorale")


def test_everybody_can_use_the_pages(period, sit_at, screenshots):
    """By day, by night and on a telephone: writing, declaring with mistakes, authorising, approving, home."""
    draft = campaign()
    page = sit_at(GIULIA, f"/admin/messaggi/{draft.pk}/modifica/")
    assert not faults_in_every_look(page, screenshots, reader="period")
    page.goto(f"/admin/messaggi/{draft.pk}/dichiara/")
    page.get_by_label("Di che cosa si tratta").select_option("emergency")
    step(Mouse(), page, "Dichiara e chiedi approvazione")
    assert not faults_in_every_look(page, screenshots, reader="period")
    waits = campaign(title="Argine chiuso", status=CampaignStatus.IN_REVIEW, **URGENT)
    declared(waits, now=timezone.now(), category="emergency")
    stopped = campaign(title="Mercato", status=CampaignStatus.SUSPENDED)
    desks = {
        SILVIA: [
            "/admin/",
            f"/admin/messaggi/{waits.pk}/autorizza/",
            f"/admin/messaggi/{waits.pk}/modifica/",
        ],
        PAOLO: [f"/admin/messaggi/{waits.pk}/avvia/", f"/admin/messaggi/{stopped.pk}/modifica/"],
    }
    for who, paths in desks.items():
        page = sit_at(who, paths[0])
        for path in paths:
            page.goto(path)
            page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
            assert not faults_in_every_look(page, screenshots, reader=who.username)
    assert Campaign.objects.filter(status=CampaignStatus.SUSPENDED).count() == 1
