"""WCAG 2.2 AA on every page there is, by day, by night and on a telephone (L. 4/2004): axe finds nothing.

Every page also fits every window, can be used by a finger, by the keyboard alone and without a script. The pages are
found by their addresses (tests/pages.py): a new one is looked at without a line here. Nothing is blocked by the
policy either: `new_page` hears the browser complain.
"""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import include, path, reverse
from playwright.sync_api import Page, expect

from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from broadcasts.sending.account.samples import FILES
from cascina_whatsapp.presentation.guide.chapters import CHAPTERS
from tests.builders import campaign, under_way
from tests.hindrances import ENLARGED, WITHOUT_SCRIPT, hindrances
from tests.looks import LOOKS, faults, faults_in_every_look
from tests.pages import every_page, everything, public_pages
from tests.people import GIULIA, PAOLO, Clerk
from tests.staff import STAFF

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
PAOLA = Clerk("paola", "Redattore")
CAMPAIGNS = "/admin/messaggi/"
HOME = "/admin/"
SIGN_IN = "/admin/entra/"


def to_visit() -> dict[Clerk, list[str]]:
    """Every page, by somebody who may see it; the home page and a broadcast in each state, by who works on them."""
    reader_of = {}
    for page in every_page(readers=1):
        for clerk, address in page.paths.items():
            reader_of.setdefault(address, clerk)
    for made in Campaign.objects.all():
        reader = GIULIA if made.status == CampaignStatus.DRAFT else PAOLO
        reader_of[f"{CAMPAIGNS}{made.pk}/modifica/"] = reader
    reader_of |= {reverse("admin:guide_chapter", args=[chapter]): GIULIA for chapter in CHAPTERS}
    visits = {clerk: [HOME] for clerk in STAFF}
    for address, clerk in reader_of.items():
        visits[clerk].append(address)
    return visits


def test_every_page_can_be_used_by_everybody(sit_at, new_page, live_server, screenshots):
    everything()
    found = []
    for clerk, paths in to_visit().items():
        page = sit_at(clerk, HOME)
        for address in paths:
            page.goto(address)
            found += faults_in_every_look(page, screenshots, reader=clerk.username)
    anyone = new_page(base_url=live_server.url)
    for address in [*public_pages(), SIGN_IN]:
        anyone.goto(address)
        found += faults_in_every_look(anyone, screenshots)
    assert not found, "\n".join(found)


def test_every_page_fits_every_window_and_needs_neither_mouse_nor_script(sit_at, new_page, live_server):
    everything()
    found = []
    for clerk, paths in to_visit().items():
        browsers = [sit_at(clerk, HOME, **options) for options in (ENLARGED, WITHOUT_SCRIPT)]
        found += _hindrances(*browsers, paths)
    browsers = [new_page(base_url=live_server.url, **options) for options in (ENLARGED, WITHOUT_SCRIPT)]
    found += _hindrances(*browsers, [*public_pages(), SIGN_IN])
    assert not found, "\n".join(found)


def _hindrances(page: Page, plain: Page, paths: list[str]) -> list[str]:
    found = []
    for address in paths:
        page.goto(address)
        plain.goto(address)
        found += hindrances(page, plain)
    return found


CONTRAST_OF_PLACEHOLDERS = """
() => {
  const light = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number)
      .map(part => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  return [...document.querySelectorAll("input[placeholder]")].map(input => {
    const [one, other] = [getComputedStyle(input, "::placeholder").color, getComputedStyle(input).backgroundColor]
      .map(light).sort((a, b) => b - a);
    return (one + 0.05) / (other + 0.05);
  });
}
"""
"""Of each field that says something while it is empty: which axe doesn't measure. WCAG 2.2, 1.4.3."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_an_empty_field_says_can_be_read(sit_at, scheme):
    campaign()
    page = sit_at(GIULIA, CAMPAIGNS, color_scheme=scheme, viewport={"width": 1366, "height": 900})
    contrasts = page.evaluate(CONTRAST_OF_PLACEHOLDERS)
    assert contrasts
    assert min(contrasts) >= 4.5


@pytest.mark.parametrize("width", [1366, 400])
def test_the_newsroom_can_be_used_in_the_dark_on_any_screen(sit_at, width):
    """The pages that people have open all day; the other tests know the dark on a desk's screen only."""
    draft, sending = campaign(), under_way(title="In partenza")
    addresses = [HOME, CAMPAIGNS, f"{CAMPAIGNS}{sending.pk}/modifica/", f"{CAMPAIGNS}{draft.pk}/modifica/"]
    page, found = sit_at(GIULIA, HOME, color_scheme="dark", viewport={"width": width, "height": 900}), []
    for address in addresses:
        page.goto(address)
        found += faults(page)
    assert not found, "\n".join(found)


def forbidden(request):
    raise PermissionDenied


def broken(request):
    raise RuntimeError("on purpose")


urlpatterns = [
    path("forbidden/", forbidden),
    path("broken/", broken),
    path("", include("cascina_whatsapp.urls")),
]


@pytest.fixture
def pages_that_fail(settings):
    settings.ROOT_URLCONF = __name__


def test_so_can_the_pages_that_say_what_went_wrong(
    chromium, live_server, pages_that_fail, committed_db, screenshots
):
    """Not by `new_page`: the browser complains of each of these answers, and rightly so."""
    context, found = chromium.new_context(base_url=live_server.url), []
    page = context.new_page()
    for address, status in [("/forbidden/", 403), ("/broken/", 500), ("/missing/", 404)]:
        assert page.goto(address).status == status
        found += faults_in_every_look(page, screenshots)
    page.goto("/admin/entra/")
    context.clear_cookies()
    page.get_by_label("Nome utente").fill("giulia")
    page.get_by_label("Password").fill("una parola")
    page.get_by_role("button", name="Entra", exact=True).click()
    expect(page.get_by_role("heading", name="La pagina era aperta da troppo tempo")).to_be_visible()
    found += faults_in_every_look(page, screenshots, reader="csrf")
    context.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("look", LOOKS)
def test_so_can_forms_full_of_errors_and_drafts_that_can_not_save_themselves(sit_at, look):
    """Two clerks at one draft, words that are warned of, a file that was checked."""
    empty = sit_at(GIULIA, f"{CAMPAIGNS}aggiungi/", **LOOKS[look])
    empty.get_by_role("button", name="Chiedi approvazione").click()
    expect(empty.locator(".errors .problem").first).to_be_visible()
    draft = campaign(body="VIA ROMA CHIUSA.", link="https://example.org/", is_urgent=True)
    address = f"{CAMPAIGNS}{draft.pk}/modifica/"
    first, second = (sit_at(clerk, address, **LOOKS[look]) for clerk in (PAOLA, GIULIA))
    first.get_by_label("Scegli un file").set_input_files(FILES["document"][0])
    expect(first.locator(".attach-state")).to_have_text("Il file va bene ed è salvato.")
    second.locator("#id_title").fill("Altro")
    expect(second.locator(".writing-outdated")).to_be_visible()
    assert faults(empty) + faults(first) + faults(second) == []
