"""The public pages: anybody's, the same for everybody, light, and made anew as soon as something changes."""

import gzip
import json
import random
import re
from datetime import timedelta
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from broadcasts.models import NumberStatus
from broadcasts.sending.account.number_page import number_page
from broadcasts.sending.account.samples import sample
from cascina_whatsapp.web.public_site import amending, page_cache, pages, posters
from subscribers.models import ServiceText
from subscribers.rules.posters import drawing
from tests.builders import NOW, campaign, topic
from tests.people import GIULIA, PAOLO
from tests.staff import at_desk
from tests.web.messages import sent

pytestmark = pytest.mark.django_db
PAGES = ("/come-funziona/", "/messaggi/", "/e-davvero-del-comune/", "/accessibilita/")
NUMBER = "+39 335 385843"
PAGE_AT_MOST = 150_000 - 60_000
"""Bytes of HTML: style and fonts are 60 KB."""


@pytest.fixture
def number():
    """WhatsApp has told the service its number."""
    NumberStatus.objects.update_or_create(defaults={"display_number": NUMBER})


@pytest.mark.parametrize("address", PAGES)
def test_a_page_knows_nobody(address: str):
    """Who is signed in reads what a stranger does; nothing is stored in a browser, and no script is needed."""
    sent()
    answer, stranger = at_desk(GIULIA).get(address), Client().get(address)
    assert answer.status_code == 200
    assert answer.text == stranger.text
    assert not answer.cookies
    assert "Cookie" not in answer.headers["Vary"]
    assert (
        re.findall(r"<script(?! type=\"application/ld\+json\")|<style| style=| on[a-z]+=", answer.text) == []
    )


def test_how_to_join_and_leave_is_read_before_anybody_joins(client: Client, number):
    page = client.get("/come-funziona/").text
    assert 'href="https://wa.me/39335385843?text=Iscrizione"' in page
    assert 'href="https://wa.me/39335385843?text=Cancellazione"' in page
    assert page.index("autorizzi il Comune") < page.index("Apri WhatsApp e invia")
    assert "lunedì" in page
    assert "Viabilità e cantieri" in page
    assert client.get("/come-funziona/iscrizione.svg").text.startswith("<svg")
    assert "TEL;TYPE=CELL:+39335385843\r\n" in client.get("/come-funziona/comune-di-cascina.vcf").text
    NumberStatus.objects.all().delete()  # before it is known nobody is sent anywhere
    caches["pages"].clear()
    assert "wa.me" not in client.get("/come-funziona/").text
    assert client.get("/come-funziona/iscrizione.svg").status_code == 404


def test_in_a_demo_every_way_to_write_to_us_opens_the_simulated_telephone(client: Client, number, settings):
    """Pages, the square code, the poster and the newsroom's own page of the number."""
    settings.DEBUG, settings.WHATSAPP_API_URL = True, "http://127.0.0.1:8001"
    now, simulated = timezone.now(), "http://127.0.0.1:8001/?text="
    printed = [posters.poster(one, "a4") for one in posters.languages(now)]
    drawn = client.get("/come-funziona/iscrizione.svg").text
    assert drawn == drawing.code(f"{simulated}Iscrizione")
    assert [found["link"] for found in printed if found] == [f"{simulated}Iscrizione"]
    assert number_page(now)["write_to"] == f"{simulated}Iscrizione"
    pages = "".join(client.get(address).text for address in PAGES)
    assert f'href="{simulated}Cancellazione"' in pages
    assert "wa.me" not in pages


def test_the_archive_is_read_by_month_and_topic(client: Client):
    sent("Lavori in giugno")
    sent("Mercatino in maggio", started_at=NOW - timedelta(days=30), topic=topic("Eventi e cultura"))
    everything = client.get("/messaggi/").text
    assert everything.index("Lavori in giugno") < everything.index("Mercatino in maggio")
    assert "/messaggi/2026/5/" in everything
    events = client.get("/messaggi/eventi-e-cultura/").text
    assert "Mercatino in maggio" in events
    assert "Lavori in giugno" not in events
    may = client.get("/messaggi/2026/5/").text
    assert "Mercatino in maggio" in may
    assert "Lavori in giugno" not in may
    assert client.get("/messaggi/viabilita-e-cantieri/2026/6/").status_code == 200


SPELLINGS = {
    "a zero before each number": lambda address: re.sub(r"(?<![\w.])(?=[1-9])", "0", address),
    "large letters": str.upper,
    "two strokes": lambda address: address.replace("/", "//"),
    "a word behind": lambda address: f"{address}x",
    "a line behind": lambda address: f"{address}%0A",
    "a semicolon": lambda address: f"{address};a=1",
}


@pytest.mark.parametrize("spelt", SPELLINGS.values(), ids=SPELLINGS)
def test_a_page_has_one_address_and_no_stranger_makes_up_more(client: Client, spelt):
    """Or each spelling would be made anew, and push another page out of the cache."""
    pk, version = sent().pk, ServiceText.objects.get(key="privacy_notice").version
    found = [
        *(f"/messaggi/{pk}-via-roma-chiusa/", "/messaggi/2026/6/", "/messaggi/viabilita-e-cantieri/2026/6/"),
        *(f"/api/v1/messaggi/{pk}", f"/informativa/{version}/", "/robots.txt", "/sitemap.xml", *PAGES),
    ]
    assert {address: client.get(address).status_code for address in found} == dict.fromkeys(found, 200)
    kept = len(caches["pages"]._cache)
    odd = [spelt(address) for address in found if spelt(address) != address]
    assert 200 not in {client.get(address).status_code for address in odd}
    assert {client.get(f"{address}?a={len(address)}").status_code for address in found} <= {200, 400}
    assert len(caches["pages"]._cache) == kept


def test_where_nothing_is_a_citizen_reads_no_staff_page(client: Client):
    lost = client.get("/messaggi/999-x/")
    assert "Questa pagina non c’è" in lost.text
    assert "it-header-wrapper" in lost.text
    assert lost.headers["Cache-Control"] == "no-store"
    assert "it-header-wrapper" not in at_desk(GIULIA).get("/admin/non-esiste/").text
    nothing = (
        "/messaggi/2026/13/",
        "/messaggi/1999/1/",
        "/messaggi/tasse/",
        "/messaggi/0/",
        "/messaggi/999-x/",
    )
    assert {client.get(address).status_code for address in nothing} == {404}


def test_of_a_fault_a_citizen_reads_whose_it_is_and_the_database_is_not_asked(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = pages.failed(rf.get("/messaggi/"))
    assert (answer.status_code, "È un guasto nostro" in answer.text) == (500, True)
    assert "È un guasto nostro" not in pages.failed(rf.get("/admin/")).text


def test_a_month_goes_on_past_its_first_page(client: Client, settings):
    for number in range(61):
        sent(f"Messaggio {number:02}", started_at=NOW + timedelta(minutes=number))
    first, second = client.get("/messaggi/2026/6/").text, client.get("/messaggi/2026/6/2/").text
    assert "Messaggio 01<" in first
    assert "Messaggio 00<" not in first
    assert 'href="/messaggi/2026/6/2/"' in first
    assert "Messaggio 00<" in second
    assert f'rel="canonical" href="{settings.SITE_URL}/messaggi/2026/6/2/"' in second
    assert "Messaggio 00<" in client.get("/messaggi/viabilita-e-cantieri/2026/6/2/").text
    assert {client.get(f"/messaggi/2026/6/{sheet}/").status_code for sheet in (0, 1, 3)} == {404}


def test_a_month_full_of_long_messages_stays_light(client: Client):
    for number in range(60):
        sent(f"Messaggio numero {number} " + "a" * 30, body="Parole lunghissime. " * 45)
    page = client.get("/messaggi/2026/6/").text
    assert "Messaggio numero 59" in page
    assert len(page.encode()) < PAGE_AT_MOST


def test_nothing_of_a_message_becomes_markup(client: Client):
    made = sent("<script>x</script>", body='</script><img src=x> & *grassetto* "virgolette"')
    page = client.get(f"/messaggi/{made.pk}/", follow=True).text
    assert "<script>x" not in page
    assert "<img src=x" not in page
    assert "<strong>grassetto</strong>" in page
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1]
    described = json.loads(data)
    assert described["@type"] == "NewsArticle"
    assert described["headline"] == "<script>x</script>"
    assert described["datePublished"] == "2026-06-08T10:00:00+02:00"


def test_a_picture_is_shown_with_words_for_who_does_not_see_it(client: Client):
    made = sent(kind="image", attachment=sample("image")[0])
    page = client.get(f"/messaggi/{made.pk}/", follow=True).text
    assert f'src="/messaggi/{made.pk}/immagine-480.webp"' in page
    assert f'href="/messaggi/{made.pk}/allegato/"' in page
    assert 'alt="Via Roma con le transenne e un cartello di deviazione."' in page
    file = client.get(f"/messaggi/{made.pk}/allegato/")
    assert file.headers["Content-Type"] == "image/png"
    assert b"".join(file.streaming_content) == sample("image")[0]
    again = client.get(f"/messaggi/{made.pk}/allegato/", headers={"If-None-Match": file.headers["ETag"]})
    assert again.status_code == 304
    old = sent(
        kind="image", attachment=sample("image")[0], picture_text=""
    )  # before its words were asked for
    page = client.get(f"/messaggi/{old.pk}/", follow=True).text
    assert 'alt="Lunedì 15 giugno, dalle 8 alle 18, via Roma è chiusa per lavori."' in page
    draft = campaign(kind="image", attachment=sample("image")[0])
    assert client.get(f"/messaggi/{draft.pk}/allegato/").status_code == 404


def test_a_picture_of_any_weight_leaves_the_page_light(client: Client, settings):
    """The copy is made once, in the process that reads files, and never again; what was withdrawn has none."""

    def when_made() -> list[int]:
        return sorted(copy.stat().st_mtime_ns for copy in (settings.MEDIA_ROOT / "made").rglob("*.webp"))

    noise = Image.frombytes("RGB", (600, 400), random.Random(1).randbytes(600 * 400 * 3))
    noise.save(heavy := BytesIO(), "PNG")
    facts = {"width": 600, "height": 400}
    made = sent(kind="image", attachment=heavy.getvalue(), attachment_facts=facts)
    page = client.get(f"/messaggi/{made.pk}/", follow=True).text
    assert 'width="600" height="400"' in page
    copies = re.findall(r"(/messaggi/\S+\.webp) (\d+)w", page)
    assert [width for _, width in copies] == ["480", "600"]
    first = [client.get(address) for address, _ in copies]
    stamps = when_made()
    assert all(len(b"".join(copy.streaming_content)) < 70_001 for copy in first)
    assert [b"".join(client.get(address).streaming_content)[8:12] for address, _ in copies] == [
        b"WEBP",
        b"WEBP",
    ]
    assert when_made() == stamps
    assert client.get(f"/messaggi/{made.pk}/immagine-100.webp").status_code == 404
    at_desk(PAOLO).post(
        reverse("admin:broadcasts_campaign_public", args=[made.pk]),
        {"what": "withdraw", "withdraw-reason": amending.REASONS[0]},
    )
    gone = [client.get(address) for address in (copies[0][0], f"/messaggi/{made.pk}/allegato/")]
    assert [answer.status_code for answer in gone] == [410, 410]
    assert f'href="/messaggi/{made.pk}-via-roma-chiusa/">Leggi perché' in gone[0].text


def test_a_warning_of_yesterday_does_not_read_as_new(client: Client):
    sent("Allerta gialla", topic=topic("Allerte e urgenze"))
    assert "può non valere più" in client.get("/messaggi/").text
    sent("Allerta rossa", topic=topic("Allerte e urgenze"), started_at=timezone.now())
    caches["pages"].clear()
    assert client.get("/messaggi/").text.count("può non valere più") == 1


# ── Kept, and made anew ─────────────────────────────────────────────────────────────────────────────────────
def test_a_page_is_made_once_and_asked_for_again_for_nothing(
    client: Client, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(page_cache, "ASKED_EVERY", 60)
    sent()
    first = client.get("/messaggi/", headers={"Accept-Encoding": "gzip"})
    with django_assert_num_queries(0):
        again = client.get("/messaggi/", headers={"Accept-Encoding": "gzip"})
        unchanged = client.get("/messaggi/", headers={"If-None-Match": first.headers["ETag"]})
    assert "Via Roma chiusa" in gzip.decompress(again.content).decode()
    assert again.headers["Last-Modified"] == "Mon, 08 Jun 2026 08:00:00 GMT"
    assert "max-age=2" in again.headers["Cache-Control"]
    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_what_leaves_is_read_when_one_looks_again_also_by_who_remembers_only_a_day(client: Client, later):
    """Topics and hours change a page, too, and no moment of a message tells."""
    sent("Il primo")
    day = {"If-Modified-Since": client.get("/messaggi/").headers["Last-Modified"]}
    assert client.get("/messaggi/", headers=day).status_code == 200
    sent("Il secondo", started_at=NOW + timedelta(minutes=1))
    assert "Il secondo" in client.get("/messaggi/").text


# ── Robots ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_search_engines_find_messages_but_no_desk_and_of_a_trial_nothing(client: Client, settings):
    settings.SITE_URL = "https://notizie.example.it"
    made = sent()
    robots = client.get("/robots.txt").text
    assert "Disallow: /admin/" in robots
    assert "Sitemap: https://notizie.example.it/sitemap.xml" in robots
    sitemap = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314  (our own)
    found = {one.text for one in sitemap.iter()}
    page = f"https://notizie.example.it/messaggi/{made.pk}-via-roma-chiusa/"
    assert {page, "2026-06-08T10:00:00+02:00"} <= found
    settings.DEBUG = True
    caches["pages"].clear()
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
    assert client.get("/sitemap.xml").status_code == 404


# ── Whose ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_source_of_what_is_running_is_offered(client: Client, settings):
    assert "licenza AGPL" in client.get("/messaggi/").text
    settings.SOURCE_URL = "https://git.example.it/cascina/commit/{commit}"
    caches["pages"].clear()
    assert 'href="https://git.example.it/cascina/commit/' in client.get("/messaggi/").text


def test_there_is_no_statement_before_the_office_has_looked(client: Client, settings):
    assert "non c’è una dichiarazione" in client.get("/accessibilita/").text
    settings.ACCESSIBILITY_REVIEWED = NOW.date()
    settings.ACCESSIBILITY_CONTACT = "accessibilita@example.it"
    caches["pages"].clear()
    page = client.get("/accessibilita/").text
    assert "parzialmente conforme" in page
    assert "8 giugno 2026" in page
    assert "mailto:accessibilita@example.it" in page
