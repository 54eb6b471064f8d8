"""What all lists and forms of the staff have in common, in a clerk's words."""

import re
from html import unescape

import pytest
from django.contrib import admin
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.safestring import SafeString

from broadcasts.models import Closure, OfficeHours
from broadcasts.slices.outlets.models import PressAddress
from cascina_whatsapp.presentation.templatetags.lists import plainly
from tests.builders import NOW, subscribe, subscribe_crowd, under_way
from tests.people import ANNA, GIULIA, PAOLO, Clerk
from tests.staff import ROSA, VERA, at_desk

PEOPLE = "/admin/iscritti/"
CLOSURES = "/admin/chiusure/"
HOURS = "/admin/orari-d-ufficio/"
WHY = "Il numero non ha WhatsApp, o ha una versione troppo vecchia"
OPTION = re.compile(r'<option value="([^"]*)"( selected)?>([^<]+)</option>')


def filters(text: str) -> str:
    """The form of a list's filters."""
    return re.search(r'<form class="filters".*?</form>', text, re.DOTALL)[0]


@pytest.mark.django_db
def test_filters_stand_in_one_form_say_what_they_leave_out_and_keep_the_search():
    subscribe(ANNA)
    desk = at_desk(ROSA)
    text = desk.get(f"{PEOPLE}?waits=asked").text
    form = filters(text)
    assert re.findall(r'<select [^>]*name="([^"]+)"', form) == [
        "status__exact",
        "waits",
        "number",
        "reach",
        "topic",
    ]
    assert ("", " selected", "Ogni stato") in OPTION.findall(form)
    assert ("asked", " selected", "Da confermare") in OPTION.findall(form)
    assert "Per stato" not in text
    form = filters(desk.get("/admin/messaggi/?q=piazza&status__exact=draft").text)
    assert 'value="piazza"' in form
    assert ("draft", " selected", "Bozza") in OPTION.findall(form)
    assert "hidden" not in re.findall(r"<input ([^>]*)>", form)[0]


@pytest.mark.django_db
def test_the_longest_lists_are_light_and_load_nothing_of_django_s():
    """A full page with as much to say as a row may have: a long title, and why it did not arrive."""
    subscribe_crowd(50)
    sent = under_way(title="Via Tosco Romagnola chiusa fra il km 70 e il 71 per tre mesi")
    sent.deliveries.update(status="failed", claimed_at=NOW, error_code=131026, reason=WHY)
    pages = {"consegne": at_desk(PAOLO), "iscritti": at_desk(PAOLO), "registro-dei-consensi": at_desk(VERA)}
    texts = {name: desk.get(f"/admin/{name}/").text for name, desk in pages.items()}
    assert {name for name, text in texts.items() if len(text.encode()) >= 36_500} == set()
    texts |= {path: at_desk(GIULIA).get(f"/admin/{path}").text for path in ("", "messaggi/aggiungi/")}
    assert {name for name, text in texts.items() if "static/admin/" in text} == set()


@pytest.mark.django_db
def test_a_long_list_leads_to_its_other_pages(monkeypatch):
    """Which keep the order and the filters; where one is stands there without a link."""
    monkeypatch.setattr(admin.site.get_model_admin(PressAddress), "list_per_page", 2)
    for number in range(5):
        PressAddress.objects.create(name=f"Redazione {number}", address=f"redazione{number}@comune.example")
    text = at_desk(PAOLO).get("/admin/indirizzi-per-la-stampa/?o=1&p=2").text
    pages = re.search(r'<nav [^>]*aria-label="Pagine">(.*?)</nav>', text, re.DOTALL)[1]
    assert [unescape(link) for link in re.findall(r'href="([^"]+)"', pages)] == ["?o=1&p=1", "?o=1&p=3"]
    assert '<span aria-current="page">2</span>' in pages


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("clerk", "page", "words", "leads_to"),
    [
        (GIULIA, "/admin/importazioni-di-iscritti/", "Carica un elenco", "aggiungi/"),
        (GIULIA, "/admin/richieste-sui-dati/", "Registra una richiesta arrivata per PEC", "aggiungi/"),
        (PAOLO, HOURS, "Aggiungi una chiusura", "/admin/chiusure/aggiungi/"),
        (PAOLO, "/admin/come-entro/", "Cambia la password", "/admin/cambia-parola-d-ordine/"),
    ],
)
def test_a_page_leads_to_what_begins_there(clerk: Clerk, page: str, words: str, leads_to: str):
    text = at_desk(clerk).get(page).text
    assert re.search(rf'<a [^>]*href="[^"]*{leads_to}"[^>]*>{words}</a>', text)


@pytest.mark.parametrize(
    ("drawn", "words"),
    [
        ('<img src="/static/admin/img/icon-yes.svg" alt="True">', "sì"),
        ('<img src="/static/admin/img/icon-no.abc.svg" alt="False">', ""),
        ('<img src="/static/admin/img/icon-unknown.svg" alt="None">', ""),
    ],
)
def test_yes_and_no_are_words_and_no_colours(drawn: str, words: str):
    assert plainly(SafeString(drawn)) == words
    assert plainly(drawn).startswith("&lt;img")  # what somebody wrote stays what they wrote


@pytest.mark.django_db
def test_what_was_saved_is_told_without_an_article_and_what_is_to_be_mended_counted():
    OfficeHours.objects.all().delete()
    desk = at_desk(PAOLO)
    text = desk.post(f"{CLOSURES}aggiungi/", {"reason": "Vigilia"}).text
    assert "Non è ancora salvato. Ci sono 2 cose da sistemare, segnate qui sotto." in text
    assert text.count("Qui manca qualcosa.") == 2
    assert 'type="date"' in text
    closure = {"first": "2026-12-24", "last": "2026-12-24", "reason": "Vigilia"}
    hours = {"weekday": "0", "opens": "09:00", "closes": "13:00"}
    assert "Salvato: chiusura «" in desk.post(f"{CLOSURES}aggiungi/", closure, follow=True).text
    answer = desk.post(f"{HOURS}aggiungi/", hours, follow=True)
    assert "Salvato: orario d&#x27;ufficio «" in answer.text
    text = desk.get("/admin/argomenti/").text  # every cell of a list says of which column it is
    assert re.search(r'<td role="cell" data-heading="Posizione">', text)
    assert re.search(r'<th class="field-name"[^>]* scope="row">', text)


@pytest.mark.django_db
def test_deleting_asks_once_and_says_what_is_left():
    made = Closure.objects.create(first="2026-12-24", last="2026-12-24", reason="Vigilia")
    page, desk = reverse("admin:broadcasts_closure_delete", args=[made.pk]), at_desk(PAOLO)
    assert "Non si può rimettere." in desk.get(page).text
    assert "non c&#x27;è più" in desk.post(page, {"post": "yes"}, follow=True).text


def test_one_byte_and_many_are_the_same_word():
    assert filesizeformat(749).replace("\xa0", " ") == "749 byte"
