"""A clerk proves that a number is theirs, and tries a broadcast on it: by mouse, and by keyboard alone."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from broadcasts.slices.trials.models import Trial, TrialNumber
from tests.builders import campaign, say, text
from tests.people import ANNA, GIULIA

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
NUMBERS = "/admin/numeri-di-prova/"


def by_mouse(page: Page, name: str, role: str = "button") -> None:
    page.get_by_role(role, name=name, exact=True).click()


def by_keyboard(page: Page, name: str, role: str = "button") -> None:
    """Tab to it, then press Enter."""
    target = page.get_by_role(role, name=name, exact=True)
    for _ in range(80):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} is not within reach of the keyboard")


@pytest.mark.parametrize("press", [by_mouse, by_keyboard])
def test_from_a_number_to_a_trial(sit_at, press):
    broadcast = campaign()
    page = sit_at(GIULIA, f"{NUMBERS}aggiungi/")
    page.get_by_label("Numero").fill("320 000 0101")
    press(page, "Salva")
    written = page.locator(".code").inner_text()
    say(text(ANNA, written, at=timezone.now()))
    expect(page.get_by_role("heading", name="Numero verificato")).to_be_visible()
    assert TrialNumber.objects.get().verified_at

    page.goto(f"/admin/messaggi/{broadcast.pk}/modifica/")
    press(page, "Mandami una prova")
    press(page, "Manda la prova")
    expect(page.get_by_text("La prova parte fra un momento")).to_be_visible()
    expect(page.get_by_role("heading", name="Prove")).to_be_visible()
    assert Trial.objects.get().form == Trial.Form.TEMPLATE
