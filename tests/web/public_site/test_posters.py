"""Posters and cards from the texts in force: who downloads which, and when another one is made."""

from dataclasses import replace
from datetime import timedelta
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from broadcasts.models import NumberStatus
from subscribers.models import ServiceText
from subscribers.rules.languages import written
from subscribers.rules.posters.drawing import NO_LETTERS
from subscribers.texts.declarations.translations import DRAFTS, LANGUAGES
from subscribers.texts.languages import forget
from tests.people import GIULIA
from tests.staff import SARA, at_desk

pytestmark = pytest.mark.django_db
PUBLIC = "/come-funziona/locandina.pdf"
DESK = "/admin/locandine/"


@pytest.fixture(autouse=True)
def number():
    """WhatsApp has told the service its number."""
    NumberStatus.objects.update_or_create(defaults={"display_number": "+39 335 385843"})


def put_into_force(key: str, body: str) -> None:
    """As two people do on the page of the text."""
    version = ServiceText.objects.filter(key=key).count() + 1
    now = timezone.now() - timedelta(minutes=1)
    ServiceText.objects.create(key=key, version=version, body=body, in_force_from=now)
    forget()


def words_of(answer) -> str:
    content = b"".join(answer.streaming_content)
    return " ".join(PdfReader(BytesIO(content)).pages[0].extract_text().split())


def files(settings) -> list[Path]:
    return sorted((settings.MEDIA_ROOT / "made" / "posters").glob("*.pdf"))


def test_anybody_hangs_up_what_is_announced(client: Client, settings):
    """A poster is drawn once, and again when the text that it is made from has another version."""
    assert f'href="{PUBLIC}"' in client.get("/come-funziona/").text
    first = client.get(PUBLIC)
    assert first.headers["Content-Disposition"] == 'attachment; filename="locandina-a4-it.pdf"'
    assert "Inviandolo autorizzi il Comune" in words_of(first)
    before = len(files(settings))
    again = client.get(PUBLIC, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, len(files(settings))) == (304, before)
    put_into_force("announcement", "Iscrizione per iscriverti, Cancellazione per smettere. Parole nuove.")
    assert "Parole nuove" in words_of(client.get(PUBLIC))
    assert len(files(settings)) == before + 1


def test_no_sheet_says_two_numbers_and_without_one_there_is_none(client: Client):
    """The one that people are to save, and the one that WhatsApp told us."""
    NumberStatus.objects.update(display_number="+39 050 719111")
    assert client.get(PUBLIC).status_code == 404
    assert "numero diverso da quello del servizio" in at_desk(GIULIA).get(DESK).text
    put_into_force(
        "announcement", "Salva il numero 050 719 111: Iscrizione per iscriverti, Cancellazione per smettere."
    )
    assert "Salva il numero 050 719 111" in words_of(client.get(PUBLIC))
    NumberStatus.objects.all().delete()
    assert client.get(PUBLIC).status_code == 404
    assert "non ha ancora detto" in at_desk(GIULIA).get(DESK).text


def test_the_office_prints_in_every_language_that_is_in_force():
    desk = at_desk(GIULIA)
    assert "Albanese" not in desk.get(DESK).text
    put_into_force("language.sq", written(LANGUAGES["sq"]))
    put_into_force("optin_prompt.sq", DRAFTS["optin_prompt.sq"])
    page = desk.get(DESK).text
    assert "Albanese" in page
    assert 'href="/admin/locandine/sq-a6.pdf"' in page
    words = words_of(desk.get("/admin/locandine/sq-a6.pdf"))
    assert "Regjistrim" in words
    assert "Anulim" in words


OTHER_SCRIPTS = {
    "ar": ("العربية", "اشتراك", "هل تريد الاشتراك؟"),
    "zh": ("中文", "订阅", "您想订阅吗？"),
    "uk": ("Українська", "підписка", "Бажаєте підписатися?"),
    "el": ("Ελληνικά", "εγγραφή", "Θέλετε να εγγραφείτε;"),
    "pl": ("Polski", "zapis", "Pytanie po polsku, i jedno słowo: Привет"),
}


@pytest.mark.parametrize("code", OTHER_SCRIPTS)
def test_what_our_letters_cannot_write_is_told_before_anything_is_printed(code):
    name, word, question = OTHER_SCRIPTS[code]
    language = replace(LANGUAGES["sq"], code=code, name=name, joins=(word,))
    put_into_force(f"language.{code}", written(language))
    put_into_force(f"optin_prompt.{code}", question)
    desk = at_desk(GIULIA)
    page = unescape(desk.get(DESK).text)
    assert NO_LETTERS in page
    assert f"{code}-a4" not in page
    told = desk.get(f"{DESK}{code}-a4.png", follow=True)
    assert NO_LETTERS in [str(message) for message in told.context["messages"]]


@pytest.mark.parametrize("letters", ["Zażółć gęślą jaźń", "Șterge și țară", "Çfarë ndodh, ë", "ªº ß ñ ø ğ"])
def test_letters_of_the_latin_alphabet_are_printed(letters):
    put_into_force("announcement", f"Iscrizione, Cancellazione. {letters}")
    desk = at_desk(GIULIA)
    assert NO_LETTERS not in unescape(desk.get(DESK).text)
    assert letters.split()[0] in words_of(desk.get(f"{DESK}it-a4.pdf"))


def test_a_text_that_fits_on_no_sheet_is_told_to_who_asked(client: Client):
    put_into_force("announcement", "Iscrizione, Cancellazione. " * 300)
    told = at_desk(GIULIA).get("/admin/locandine/it-a4.pdf", follow=True)
    assert "troppo lungo per un foglio" in told.text
    assert client.get(PUBLIC).status_code == 404


def test_another_sheet_is_none_and_who_reads_no_messages_has_no_posters():
    assert {at_desk(SARA).get(address).status_code for address in (DESK, f"{DESK}it-a4.pdf")} == {403}
    desk = at_desk(GIULIA)
    odd = ("xx-a4.pdf", "it-a3.pdf", "it-a4.exe")
    assert {desk.get(f"{DESK}{name}").status_code for name in odd} == {404}
