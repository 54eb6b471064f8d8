"""Vera answers what Anna asks about her data: who came back is not erased unasked, a limit is set and lifted."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cascina_whatsapp.privacy.models import RightsRequest
from subscribers import identity
from tests.builders import say, subscribe, text
from tests.people import ANNA, GIULIA
from tests.privacy.requests import Kind, ask
from tests.staff import VERA

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
WIDTHS = [1280, 400]


def page_of(asked: RightsRequest) -> str:
    return f"/admin/richieste-sui-dati/{asked.pk}/modifica/"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def see_that_nothing_is_cut(page: Page, width: int) -> None:
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_who_came_back_is_asked_before_she_is_erased(sit_at, width):
    subscribe(ANNA)
    now = timezone.now()
    for words in ("Cancellate i miei dati", "Iscrizione"):
        say(text(ANNA, words, at=now), now=now)
        now = timezone.now().replace(microsecond=0) + timezone.timedelta(seconds=2)
    page = sit_at(VERA, page_of(RightsRequest.objects.get()), viewport={"width": width, "height": 900})
    expect(page.get_by_text("È tornata iscritta")).to_be_visible()
    expect(page.get_by_text("Si può rispondere su WhatsApp fino a domani")).to_be_visible()
    see_that_nothing_is_cut(page, width)
    page.get_by_label("Ho controllato chi è").check()
    press(page, "Cancella i dati")
    expect(page.get_by_text("chiedile prima che cosa vuole")).to_be_visible()
    see_that_nothing_is_cut(page, width)
    page.get_by_label("Le ho chiesto che cosa vuole").check()
    press(page, "Cancella i dati")
    expect(page.get_by_text("La ricevuta va su WhatsApp")).to_be_visible()
    see_that_nothing_is_cut(page, width)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_limit_is_set_seen_on_her_page_and_lifted(sit_at, width):
    anna = subscribe(ANNA)
    asked = ask(Kind.RESTRICTION, of=anna, now=timezone.now())
    page = sit_at(VERA, page_of(asked), viewport={"width": width, "height": 900})
    page.get_by_role("link", name="Ferma i messaggi").click()
    press(page, "Ferma i messaggi")
    expect(page.get_by_text("La limitazione vale: non")).to_be_visible()
    page.goto(f"/admin/iscritti/{anna.pk}/storia/")
    expect(page.get_by_text("Non riceve messaggi").first).to_be_visible()
    see_that_nothing_is_cut(page, width)
    page.get_by_role("link", name="sua richiesta").click()
    page.get_by_role("link", name="Limitare l'uso dei dati di una persona").click()
    page.get_by_label("Altre azioni").click()
    page.get_by_role("link", name="Togli la limitazione").click()
    press(page, "Togli la limitazione")
    expect(page.get_by_text("la persona riceve di nuovo i messaggi")).to_be_visible()
    assert identity.find(ANNA.person).limited_since is None


@pytest.mark.parametrize("width", WIDTHS)
def test_who_objects_keeps_the_notices_and_giulia_reads_what_was_done(sit_at, width):
    asked = ask(Kind.OBJECTION, of=subscribe(ANNA), channel="letter", now=timezone.now())
    page = sit_at(VERA, page_of(asked), viewport={"width": width, "height": 900})
    expect(page.get_by_role("link", name="Togli dal servizio")).to_be_visible()
    page.get_by_role("link", name="Togli gli inviti").click()
    press(page, "Togli gli inviti")
    other = sit_at(GIULIA, page_of(asked), viewport={"width": width, "height": 900})
    expect(other.get_by_text("opposizione (art. 21)")).to_be_visible()
    expect(other.get_by_text("Non ti mandiamo più inviti.")).to_be_visible()
    see_that_nothing_is_cut(other, width)
