"""The public pages on small and old telephones: no script, no cookie, nothing cut off, and light."""

import pytest
from playwright.sync_api import expect

from broadcasts.models import Campaign, NumberStatus
from tests.looks import faults
from tests.pages import public_pages
from tests.people import GIULIA, PAOLO

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
SMALL = {"viewport": {"width": 320, "height": 640}}
BYTES_AT_MOST = 150_000
"""Of a page with its style, fonts, pictograms and picture, whatever was sent."""


@pytest.fixture
def addresses(committed_db) -> list[str]:
    """Every public page, messages as sent, corrected and withdrawn among them."""
    NumberStatus.objects.update_or_create(defaults={"display_number": "+39 335 385843"})
    return public_pages()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1366])
def test_every_page_is_whole_on_a_small_telephone_and_on_a_desk(
    new_page, live_server, addresses, screenshots, scheme, width
):
    size = {"width": width, "height": 768}
    page = new_page(base_url=live_server.url, color_scheme=scheme, viewport=size)
    found = []
    for address in addresses:
        answer = page.goto(address)
        assert answer.status == 200, address
        name = address.strip("/").replace("/", "-")
        page.screenshot(path=screenshots / f"public-{width}-{scheme}" / f"{name}.png", full_page=True)
        found += faults(page)
    assert found == []
    assert page.context.cookies() == []


def test_a_page_is_light(new_page, live_server, addresses):
    page = new_page(base_url=live_server.url, **SMALL)
    weights = {}
    for address in addresses:
        sizes = []
        heard = lambda answer, sizes=sizes: sizes.append((answer.url, len(answer.body())))  # noqa: E731
        page.on("response", heard)
        page.goto(address, wait_until="networkidle")
        page.remove_listener("response", heard)
        weights[address] = sum(size for _, size in sizes)
    assert {address: size for address, size in weights.items() if size > BYTES_AT_MOST} == {}


def test_without_scripts_one_finds_the_way_from_how_it_works_to_a_message(new_page, live_server, addresses):
    page = new_page(base_url=live_server.url, java_script_enabled=False)
    page.goto("/come-funziona/")
    page.get_by_role("link", name="Messaggi inviati").first.click()
    page.get_by_role("link", name="Corretto", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Corretto")
    page.get_by_text("Che cosa è cambiato").click()
    expect(page.locator("ins").first).to_be_visible()
    page.get_by_role("link", name="Messaggi inviati").first.click()
    page.get_by_role("link", name="Ritirato", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ritirato: «Ritirato»")


def test_a_colleague_proposes_a_correction_beside_what_everybody_reads(sit_at):
    NumberStatus.objects.update_or_create(defaults={"display_number": "+39 335 385843"})
    public_pages()
    page = sit_at(GIULIA, "/admin/messaggi/")
    page.get_by_role("link", name="Come mandato").click()
    page.get_by_label("Altre azioni").click()
    page.get_by_role("link", name="Pagina pubblica").click()
    page.get_by_label("Che cosa era sbagliato").fill("L'ora era sbagliata.")
    page.get_by_label("Testo").fill("Via Roma è chiusa dalle 6.")
    page.get_by_role("button", name="Proponi la correzione").click()
    page.get_by_role("link", name="Leggi che cosa è proposto").click()
    expect(page.get_by_role("button", name="Ritira, per cambiarlo")).to_be_visible()
    assert faults(page) == []


def test_one_withdraws_for_a_reason_of_the_list_and_proposes_other_words(sit_at, screenshots):
    public_pages()
    made = Campaign.objects.get(title="Come mandato")
    page = sit_at(PAOLO, f"/admin/messaggi/{made.pk}/pagina-pubblica/")
    page.get_by_text("Ritira se il messaggio").click()
    page.get_by_text("Scrivilo con parole tue").click()
    assert faults(page) == []
    for width in (400, 1366):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=screenshots / f"withdrawing-{width}.png", full_page=True)
    page.get_by_label("Perché si ritira", exact=True).select_option("L'evento è annullato.")
    page.get_by_role("button", name="Ritira il messaggio").click()
    expect(page.get_by_text("Ritirato: la pagina pubblica lo dice già.")).to_be_visible()
    page.get_by_text("Cambia il motivo").click()
    page.screenshot(path=screenshots / "withdrawn.png", full_page=True)
    page.get_by_label("Perché si ritira, con parole tue").fill("La ditta ha finito prima.")
    page.get_by_role("button", name="Proponi il motivo").click()
    expect(page.get_by_text("Leggi che cosa è proposto")).to_be_visible()
    assert faults(page) == []
