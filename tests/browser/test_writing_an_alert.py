"""An alert during an electoral period: written in a hurry, put right by one press, declared by two answers."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.presentation.formatting.dates import MONTHS, WEEKDAYS
from tests.broadcasts.elections import periods
from tests.browser.hands import Keyboard, Mouse
from tests.builders import approve_templates, hire, subscribe
from tests.looks import faults_in_every_look
from tests.people import ANNA, GIULIA, PAOLO
from tests.staff import SILVIA

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
WHY = "Chi beve l'acqua di Navacchio può stare male: va saputo subito."


@pytest.fixture(autouse=True)
def period(committed_db):
    """One holds since yesterday; there is somebody for each step."""
    subscribe(ANNA)
    approve_templates()
    hire(PAOLO), hire(SILVIA)
    now = timezone.now()
    span = {"starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=30), "run_off": "no"}
    return periods.active(**span)


def days() -> tuple[str, str]:
    """A day to come with another's weekday, and as it is."""
    day = timezone.localdate() + timedelta(days=3)
    date = f"{day.day} {MONTHS[day.month - 1]}"
    return f"{WEEKDAYS[day.weekday() - 1]} {date}", f"{WEEKDAYS[day.weekday()]} {date}"


def step(hand, page: Page, name: str) -> None:
    with page.expect_event("load"):
        hand.press(page.get_by_role("button", name=name, exact=True))


@pytest.mark.parametrize(
    ("hand", "size"),
    [
        pytest.param(Mouse(), {}, marks=pytest.mark.main),
        (Keyboard(), {}),
        (Mouse(), {"viewport": {"width": 400, "height": 800}}),
    ],
    ids=["mouse", "keyboard", "telephone"],
)
def test_an_alert_is_guessed_put_right_and_declared(hand, size, sit_at):
    wrong, right = days()
    page = sit_at(GIULIA, "/admin/messaggi/aggiungi/", **size)
    hand.fill(page.locator("#id_title"), "Acqua non potabile a Navacchio")
    hand.fill(page.locator("#id_body"), f"Non bere e non cucinare fino a {wrong}.")
    page.get_by_label("Allerte e urgenze").check()
    line = page.get_by_text("Per gli altri sistemi di allerta")
    expect(line).to_contain_text("Acqua, adesso, grave")

    hand.press(page.get_by_role("button", name=f"Scrivi «{right}»"))
    expect(page.locator("#id_body")).to_have_value(f"Non bere e non cucinare fino a {right}.")
    expect(page.get_by_text(f"Adesso c'è scritto «{right}».")).to_be_visible()
    expect(page.get_by_role("button", name=f"Scrivi «{right}»")).to_have_count(0)

    line.click()
    page.get_by_label("Quanto è grave").select_option("Extreme")
    expect(line).to_contain_text("Acqua, adesso, estrema")
    page.get_by_text("È urgente?").click()
    page.locator("#id_is_urgent").check()
    hand.fill(page.get_by_label("Che cosa succede").last, "Un guasto all'acquedotto")
    step(hand, page, "Chiedi approvazione")

    questions = page.locator(".declaring fieldset").get_by_label("Sì")
    expect(questions).to_have_count(2)
    for yes in questions.all():
        yes.check()
    hand.fill(page.get_by_label("Perché, in una frase"), WHY)
    step(hand, page, "Dichiara e chiedi approvazione")
    expect(page.locator(".urgent-line")).to_contain_text("«Un guasto all'acquedotto»")
    expect(page.get_by_role("complementary")).to_contain_text("https://www.comune.cascina.pi.it/")
    row = Campaign.objects.get()
    assert (row.status, row.alert) == (CampaignStatus.IN_REVIEW, {"severity": "Extreme"})
    assert row.declarations.get().category == "emergency"


def test_what_is_pointed_at_can_be_read_in_every_look(sit_at, screenshots):
    wrong, _ = days()
    page = sit_at(GIULIA, "/admin/messaggi/aggiungi/")
    page.get_by_label("Allerte e urgenze").check()
    page.locator("#id_body").fill(f"Manca l'acqua {wrong}: chiama Marta, 347 1234567.")
    page.get_by_text("Per gli altri sistemi di allerta").click()
    expect(page.get_by_text("C'è un telefono cellulare")).to_be_visible()
    assert not faults_in_every_look(page, screenshots, reader="alert")
