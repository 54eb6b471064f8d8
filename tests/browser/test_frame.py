"""The frame of every page: the menu on a telephone and on a desk, by hand and by keyboard."""

import pytest
from playwright.sync_api import expect

from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from tests.builders import hire
from tests.people import GIULIA
from tests.staff import ROSA, SARA, VERA

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
HOME = "/admin/"


@pytest.mark.parametrize("width", [320, 400, 1000])
def test_on_a_telephone_the_menu_unfolds_and_covers_nothing(sit_at, width):
    page = sit_at(GIULIA, HOME, viewport={"width": width, "height": 800})
    menu = page.get_by_role("navigation", name="Sezioni, sul telefono")
    expect(menu).to_be_hidden()
    page.locator(".menu-phone summary").click()
    expect(menu.get_by_role("link", name="Impostazioni")).to_be_visible()
    expect(menu.get_by_role("button", name="Esci")).to_be_visible()
    foot, heading = menu.bounding_box(), page.locator("h1").bounding_box()
    assert foot["y"] + foot["height"] <= heading["y"]
    menu.get_by_role("link", name="Messaggi").click()
    expect(page.get_by_role("heading", level=1, name="Messaggi")).to_be_visible()


def test_at_a_desk_the_menu_stands_in_the_band_and_the_keyboard_reaches_everything(sit_at):
    page = sit_at(GIULIA, HOME, viewport={"width": 1366, "height": 800})
    expect(page.get_by_role("navigation", name="Sezioni", exact=True)).to_be_visible()
    expect(page.locator(".menu-phone")).to_be_hidden()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Vai al contenuto")).to_be_focused()
    page.locator(".menu-user summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Novità")).to_be_focused()


@pytest.mark.parametrize("clerk", [GIULIA, ROSA, SARA, VERA], ids=lambda clerk: clerk.group)
def test_at_a_desk_the_band_is_one_line_for_everybody(sit_at, clerk, screenshots):
    person = hire(clerk)
    type(person).objects.filter(pk=person.pk).update(
        first_name="Vera", last_name="Responsabile Protezione Dati"
    )
    told = [
        StaffNotice(person=person, subject=f"Avviso {n}", sentence="Leggi.", page="/admin/guida/")
        for n in range(100)
    ]
    StaffNotice.objects.bulk_create(told)
    page = sit_at(clerk, HOME, viewport={"width": 1366, "height": 800})
    page.screenshot(
        path=screenshots / f"band-{clerk.username}.png", clip={"x": 0, "y": 0, "width": 1366, "height": 120}
    )
    lines = page.locator(".band :is(.brand, .nav a, .news, .menu-user summary)").evaluate_all(
        "parts => parts.map(part => { const all = document.createRange(); all.selectNodeContents(part);"
        " return Math.round(all.getBoundingClientRect().height) })"
    )
    assert max(lines) < 40, lines
    assert page.locator(".band").bounding_box()["height"] == 56
