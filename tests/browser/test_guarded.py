"""Every form of the newsroom with words in it, found by visiting every page as every group, and not by a list.

Pressed twice it goes once; a session that ended costs no word, and gives none to anybody else; a tab asks before it
closes with words that were not sent.
"""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import override_settings
from django.urls import resolve
from playwright.sync_api import Dialog, Page, Request, expect

from broadcasts.models import Campaign
from cascina_whatsapp.privacy.models import RightsRequest
from tests.browser.hands import see_it_saved
from tests.builders import campaign
from tests.looks import LOOKS, faults_in_every_look
from tests.pages import every_page, everything
from tests.people import GIULIA, PAOLO, Clerk
from tests.security.test_every_form import Forms
from tests.staff import VERA, at_desk

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
ADD, REQUEST = "/admin/messaggi/aggiungi/", "/admin/richieste-sui-dati/aggiungi/"
OFFERED = "Avevi scritto qualcosa qui"
WROTE = "Parole da non perdere"
WORDS = ":is(textarea, input:not([type]), [type=text], [type=url], [type=email])"
FIELDS = f"[...form.elements].filter(one => one.matches('{WORDS}:not([autocomplete=one-time-code])'))"
FORMS = f"""
() => [...document.forms].flatMap((form, at) => {{
  const isGuarded = form.method === "post" && form.id !== "campaign_form" && form.dataset.forgets === undefined;
  const words = isGuarded ? {FIELDS}.filter(one => one.checkVisibility({{contentVisibilityAuto: true}})) : [];
  return words.length ? [at] : [];
}})
"""
"""The numbers of the forms with words; the draft of a message saves itself, as its own tests tell."""
UNFOLD = "() => document.querySelectorAll('main details').forEach(one => one.open = true)"
FILL = f"""
form => {FIELDS}.forEach(field => {{
  field.value = "{WROTE}";
  field.dispatchEvent(new Event("input", {{bubbles: true}}));
}})
"""
WRITTEN = f"form => {FIELDS}.map(field => field.value)"
PRESS = """
(form, times) => {
  form.noValidate = true;
  const buttons = [...document.querySelectorAll("button, input")];
  const button = buttons.find(one => one.form === form && one.type === "submit");
  for (let press = 0; press < times; press += 1) button.click();
}
"""


@pytest.fixture
def town(committed_db, tmp_path):
    """Something behind every page; nobody is asked again who they are."""
    with override_settings(MEDIA_ROOT=tmp_path, CONFIRM_MINUTES=24 * 60):
        everything()
        yield


def pages_with_forms() -> Iterator[tuple[Clerk, str]]:
    """Each page with another form that somebody may write in, and somebody who sees it."""
    seen = set()
    for page in every_page(readers=1):
        for clerk, path in page.paths.items():
            found = {
                (resolve(path).view_name, *form.fields)
                for form in Forms(path, page.texts[clerk]).found
                if form.fields
            }
            if found - seen:
                seen |= found
                yield clerk, path


class Desk:
    """A browser that counts what is sent, and sends none of it: the page stays where it is."""

    def __init__(self, page: Page):
        self.page, self.sent, self.asked = page, [], []
        page.on("request", lambda request: self.sent.append(request.url) if is_form(request) else None)
        page.route(
            "**/*", lambda route: route.fulfill(status=204) if is_form(route.request) else route.continue_()
        )
        page.on("dialog", self._leave)

    def _leave(self, dialog: Dialog) -> None:
        self.asked.append(dialog.type)
        dialog.accept()

    def open(self, path: str) -> list[int]:
        self.page.goto(path)
        self.page.evaluate("sessionStorage.clear()")
        self.page.evaluate(UNFOLD)
        return self.page.evaluate(FORMS)

    def write_and_send(self, path: str, at: int) -> tuple[set[str], list[str], int]:
        """Press once when the session has ended, twice when one is back.

        Returns the words, what the browser asked, and how often the form went.
        """
        self.open(path)
        self.sent.clear()
        form, page = self.page.locator("form").nth(at), self.page
        page.locator("h1").click()
        form.evaluate(FILL)
        cookies = page.context.cookies()
        page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
        form.evaluate(PRESS, 1)
        expect(form.locator(".guard-note")).to_contain_text("La sessione è scaduta")
        page.context.add_cookies(cookies)
        self.asked.clear()
        page.reload()
        page.evaluate(UNFOLD)
        form.get_by_role("button", name="Rimettilo").click()
        words = set(form.evaluate(WRITTEN))
        with page.expect_request(is_form):
            form.evaluate(PRESS, 2)
        page.evaluate("fetch(document.body.dataset.inside).then(() => 0)")
        return words, [*self.asked], len(self.sent)


def is_form(request: Request) -> bool:
    return request.method == "POST" and request.is_navigation_request()


def test_every_form_with_words_is_guarded(town, sit_at):
    desks, found = {}, {}
    for clerk, path in pages_with_forms():
        desk = desks.get(clerk) or desks.setdefault(clerk, Desk(sit_at(clerk, "/admin/")))
        for at in desk.open(path):
            found[path, at] = desk.write_and_send(path, at)
    assert len(found) > 40
    assert {where: what for where, what in found.items() if what != ({WROTE}, ["beforeunload"], 1)} == {}


@pytest.mark.parametrize("look", ["light", "telephone"])
def test_a_new_message_sent_twice_is_one_and_refused_it_is_a_draft_that_goes_on_saving_itself(sit_at, look):
    page = sit_at(GIULIA, ADD, **LOOKS[look])
    ask = page.get_by_role("button", name="Chiedi approvazione")
    page.locator("#id_title").fill("Via Roma chiusa")
    ask.click()
    expect(page.locator("#id_body_problem")).to_contain_text("Scrivi il testo")
    draft = Campaign.objects.get()
    assert (draft.title, draft.status) == ("Via Roma chiusa", "draft")
    page.locator("#id_body").fill("Lunedì 15 giugno.")
    see_it_saved(page)
    page.goto("/admin/guida/")
    page.go_back()
    expect(page.locator("#id_body")).to_have_value("Lunedì 15 giugno.")
    page.locator("#id_link").fill("www.comune.cascina.pi.it/avvisi")
    page.get_by_label("Viabilità e cantieri").check()
    ask.dblclick()
    expect(page.get_by_text("Approvazione chiesta.")).to_be_visible()
    assert [step.what for step in Campaign.objects.get().events.all()] == ["review_asked"]


def test_without_a_script_the_second_press_is_told_what_the_first_did(sit_at):
    page = sit_at(VERA, REQUEST, java_script_enabled=False)
    write_request(page)
    page.get_by_role("button", name="Registra").dblclick()
    expect(page.locator(".messagelist")).to_contain_text("registrata")
    assert RightsRequest.objects.count() == 1


def write_request(page: Page) -> None:
    page.get_by_label("Diritto").select_option("access")
    page.get_by_label("Arrivata per").select_option("desk")
    page.get_by_label("Recapito").fill("Via Roma 1")


def enter(page: Page, clerk: Clerk) -> None:
    """Another person, or the same one again, signs in at this browser."""
    session = at_desk(clerk).cookies[settings.SESSION_COOKIE_NAME].value
    address = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": session,
        "url": page.evaluate("location.origin"),
    }
    page.context.add_cookies([address])


def test_words_are_offered_to_who_wrote_them_alone_until_they_have_arrived(sit_at, screenshots):
    page = sit_at(GIULIA, REQUEST)
    page.on("dialog", lambda dialog: dialog.accept())
    write_request(page)
    enter(page, PAOLO)
    page.get_by_role("button", name="Registra").click()
    expect(page.get_by_role("alert")).to_contain_text("La sessione è scaduta")
    page.goto(REQUEST)
    expect(page.get_by_label("Recapito")).to_be_empty()
    expect(page.get_by_text(OFFERED)).to_have_count(0)
    enter(page, GIULIA)
    page.goto(REQUEST)
    expect(page.get_by_text(OFFERED)).to_be_visible()
    assert not faults_in_every_look(page, screenshots, reader="words-kept")
    page.get_by_role("button", name="Rimettilo").click()
    expect(page.get_by_label("Recapito")).to_have_value("Via Roma 1")
    page.get_by_role("button", name="Registra").click()
    expect(page.locator(".messagelist")).to_contain_text("registrata")
    page.goto(REQUEST)
    expect(page.get_by_text(OFFERED)).to_have_count(0)
    assert RightsRequest.objects.get().contact == "Via Roma 1"


def test_who_has_a_draft_open_twice_is_told_that_it_was_themselves(sit_at):
    draft = campaign()
    path = f"/admin/messaggi/{draft.pk}/modifica/"
    one = sit_at(GIULIA, path)
    other = one.context.new_page()
    other.goto(path)
    one.locator("#id_title").fill("In una finestra")
    see_it_saved(one)
    other.locator("#id_title").fill("Nell'altra")
    expect(other.locator(".writing-outdated")).to_contain_text(
        "Tu, in un'altra finestra, hai salvato questo messaggio"
    )
    assert Campaign.objects.get().title == "In una finestra"
