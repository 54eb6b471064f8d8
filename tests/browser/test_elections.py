"""A period in a browser: Simona writes it, Silvia activates it, the whole office sees it, also on the telephone."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.elections.models import ElectoralPeriod, OfficeHolder
from cascina_whatsapp.presentation.formatting.dates import ROME, day_of
from tests.builders import campaign, hire
from tests.looks import faults_in_every_look
from tests.people import GIULIA, PAOLO
from tests.staff import ROSA, SILVIA, SIMONA

from .hands import Keyboard, Mouse

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
NEW, HOME = "/admin/periodi-elettorali/aggiungi/", "/admin/"
HELD = "parte solo ciò che è impersonale, indispensabile e autorizzato"


def write(page, hand, first: date) -> None:
    """Elections that began yesterday, of which nobody knows yet whether there is a run-off."""
    hand.fill(page.get_by_label("Nome"), "Elezioni comunali")
    hand.choose(page.get_by_label("Tipo"), "Elezioni comunali")
    hand.date(page.get_by_label("Dal giorno"), first)
    hand.date(page.locator("[name=ends_at_0]"), first + timedelta(days=40))
    hand.date(page.locator("[name=run_off_starts_at_0]"), first + timedelta(days=53))
    page.locator("[name=run_off_starts_at_1]").fill("07:00")
    hand.date(page.locator("[name=run_off_ends_at_0]"), first + timedelta(days=54))
    page.locator("[name=run_off_ends_at_1]").fill("15:00")
    hand.fill(page.get_by_label("Atto di indizione"), "decreto del Prefetto")
    hand.fill(page.get_by_label("Numero dell'atto"), "12")
    hand.date(page.get_by_label("Data dell'atto"), first)
    hand.fill(page.get_by_label("Collegamento all'atto"), "https://prefettura.example/12.pdf")


@pytest.mark.parametrize("hand", [Mouse(), Keyboard()], ids=["mouse", "keyboard"])
def test_one_writes_another_activates_and_everybody_sees_it(sit_at, screenshots, hand):
    now = timezone.now()
    yesterday = day_of(now) - timedelta(days=1)
    hire(SIMONA)
    OfficeHolder.objects.create(name="Ada", surname="Bianchi", role=OfficeHolder.Role.MAYOR)
    soon = campaign(
        title="Festa in piazza", status=CampaignStatus.APPROVED, scheduled_for=now + timedelta(days=3)
    )
    page = sit_at(SIMONA, NEW)
    write(page, hand, yesterday)
    hand.press(page.get_by_role("button", name="Salva"))
    expect(page.get_by_text("Salvato")).to_be_visible()

    silvia = sit_at(SILVIA, HOME)
    silvia.get_by_role("link", name="Periodo elettorale: Elezioni comunali", exact=True).click()
    silvia.get_by_role("link", name="Attiva il periodo").click()
    expect(silvia.get_by_role("link", name=str(soon))).to_be_visible()
    silvia.get_by_role("button", name="Attiva il periodo").click()
    expect(silvia.get_by_text("Il periodo è attivo.")).to_be_visible()
    assert ElectoralPeriod.objects.get().starts_at == datetime.combine(yesterday, time(), ROME)

    for clerk in (GIULIA, PAOLO, ROSA):
        page = sit_at(clerk, HOME)
        expect(page.get_by_text(HELD)).to_be_visible()
        page.get_by_role("link", name="Che cosa può partire").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Elezioni")
    faults = []
    for address in ("/admin/periodi-elettorali/", HOME):
        page.goto(address)
        faults += faults_in_every_look(page, screenshots, reader="rosa-elezioni")
    period = ElectoralPeriod.objects.get()
    acts = (f"{period.pk}/{act}/" for act in ("modifica", "atti", "ordine-di-agcom", "ballottaggio"))
    for address in ("", *acts):
        silvia.goto(f"/admin/periodi-elettorali/{address}")
        faults += faults_in_every_look(silvia, screenshots, reader="silvia-elezioni")
    assert faults == []


def test_what_another_answer_makes_needless_is_not_asked(sit_at):
    page = sit_at(SIMONA, NEW)
    days, reason = page.locator("[name=run_off_starts_at_0]"), page.locator("[name=applies_reason]")
    expect(days).to_be_visible()
    expect(reason).to_be_hidden()
    page.get_by_label("No: il periodo finisce").check()
    expect(days).to_be_hidden()
    page.get_by_label("No: nulla si ferma").check()
    expect(reason).to_be_visible()


def test_another_authoriser_annuls_it_on_the_telephone(sit_at):
    now = timezone.now()
    period = ElectoralPeriod.objects.create(
        name="Referendum",
        kind="national_referendum",
        starts_at=now - timedelta(days=1),
        ends_at=now + timedelta(days=9),
        run_off="no",
        act_kind="decreto",
        act_number="1",
        act_date=day_of(now),
        act_link="https://prefettura.example/1.pdf",
        made_by=hire(GIULIA),
        made_at=now,
        changed_by=hire(GIULIA),
        changed_at=now,
        state="active",
        activated_by=hire(SILVIA),
        activated_at=now,
    )
    page = sit_at(
        SIMONA, f"/admin/periodi-elettorali/{period.pk}/modifica/", viewport={"width": 400, "height": 800}
    )
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.locator("summary[aria-label='Altre azioni']").click()
    page.get_by_role("link", name="Annulla il periodo").click()
    page.get_by_role("textbox", name="Perché").fill("La data era sbagliata")
    page.get_by_role("button", name="Annulla il periodo").click()
    expect(page.get_by_text("È annullato: non vale più.")).to_be_visible()
    expect(page.get_by_text(HELD)).to_have_count(0)
