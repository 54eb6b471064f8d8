"""Who administers adds a source, sees what came of the readings, has it read at once, stops it and takes it away."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

import pytest
from django.utils import timezone

from broadcasts.models import Campaign
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.presentation.components import ODD_NAME
from cascina_whatsapp.security.outside_sites import fetching
from cascina_whatsapp.security.trail.models import TrailRecord
from cascina_whatsapp.web.sources import admin, finding, polling
from cascina_whatsapp.web.sources.admin import KNOWN, NO_ADDRESS
from cascina_whatsapp.web.sources.finding import is_readable, mended
from cascina_whatsapp.web.sources.models import Source
from tests.builders import NOW, hire, topic
from tests.people import GIULIA, PAOLO, Clerk
from tests.staff import SARA, at_desk

from .site import Request, Site, later, source

pytestmark = pytest.mark.django_db
LIST = "/admin/fonti/"
ADDRESS = "https://www.comune.cascina.pi.it/rss"
SIMONE = Clerk("simone", "Amministratore di sistema")
"""Sara's colleague."""


def page(mine: Source, what: str = "modifica") -> str:
    return f"{LIST}{mine.pk}/{what}/"


def added(**fields: object):
    form = {"name": "sito del Comune", "address": ADDRESS, "is_active": "on"} | fields
    return at_desk(SARA).post(f"{LIST}aggiungi/", form)


def test_a_source_is_added_noted_in_the_trail_and_told_to_the_others():
    simone = hire(SIMONE)
    assert added(topics=[str(topic().pk)]).status_code == 302
    mine = Source.objects.get()
    assert (mine.address, list(mine.topics.all()), mine.is_active) == (ADDRESS, [topic()], True)
    assert "sito del Comune" in StaffNotice.objects.get(person=simone).sentence
    assert not StaffNotice.objects.filter(person=hire(SARA)).exists()
    told = TrailRecord.objects.get(event="sources_changed")
    assert (told.about, told.details["what"]) == (f"fonte {mine.pk}", "aggiunta")
    assert ADDRESS not in str(TrailRecord.objects.values())


def test_what_cannot_be_read_is_there_already_or_has_no_name_is_refused_beside_its_field():
    desk, form = at_desk(SARA), {"name": "sito del Comune", "is_active": "on"}
    for address in (
        "http://www.comune.cascina.pi.it/rss",
        "www.comune.cascina.pi.it/rss",
        "https://comune:segreto@www.comune.cascina.pi.it/rss",
        "https://www.comune.cascina.pi.it:8443/rss",
        "https://www.comune.cascina.pi.it:x/rss",
        "https://localhost/rss",
        "https://[::1]/rss",
        "file:///etc/passwd",
        "http://127.0.0.1:8001/rss",
    ):
        answer = desk.post(f"{LIST}aggiungi/", form | {"address": address})
        assert NO_ADDRESS in answer.context["errors"][0], address
    assert not Source.objects.exists()
    added()
    assert KNOWN in added(name="altro").context["errors"][0]
    assert ODD_NAME in added(name="335 1234567", address=f"{ADDRESS}2").context["errors"][0]
    assert Source.objects.count() == 1


def read_at_once(mine: Source) -> str:
    """The page, once a worker has done what the button asked for."""
    desk = at_desk(SARA)
    assert admin.READING in unescape(desk.post(page(mine, "leggi"), follow=True).text)
    polling.read_due(timezone.now())
    return unescape(desk.get(page(mine)).text)


def test_read_at_once_a_worker_reads_and_the_page_says_what_came_of_it(site):
    """Also of one in pause, and only where somebody asks for it."""
    desk = at_desk(SARA)
    site.publish("Vecchia notizia")
    mine = source(site)
    assert admin.SOON in desk.get(page(mine)).text
    assert desk.get(page(mine, "leggi")).status_code == 405  # it takes a button and not a link
    desk.post(page(mine, "leggi"))
    assert site.asked == []
    assert "Leggi adesso" not in desk.get(page(mine)).text
    assert admin.FIRST_READ in read_at_once(mine)
    assert admin.NOTHING_NEW in read_at_once(mine)
    Source.objects.update(is_active=False, next_read_at=NOW)
    polling.read_due(timezone.now())
    assert len(site.asked) == 2
    Source.objects.update(is_active=True)
    for number in range(6):
        site.publish(f"Notizia {number}", at=timezone.now())
    text = read_at_once(mine)
    assert "5 bozze nuove" in text
    assert "7 voci" in text
    assert "1, alla prossima lettura" in text
    site.serve(b"", 404)
    text = read_at_once(mine)
    assert fetching.GONE in text
    assert "Non si legge" in text
    assert "Leggi adesso" in text
    assert Campaign.objects.count() == 5


def test_paused_it_keeps_what_was_seen_and_deleted_it_leaves_its_drafts(site):
    hire(SIMONE)
    mine, desk = source(site), at_desk(SARA)
    polling.read_due(NOW)
    site.publish("Via Roma chiusa")
    polling.read_due(later())
    form = {"name": "notizie del sito", "topics": [str(topic().pk)]}
    assert desk.post(page(mine), form).status_code == 302
    mine.refresh_from_db()
    assert (mine.name, mine.is_active, mine.address) == ("notizie del sito", False, site.address)
    assert mine.first_read_at == NOW
    assert "In pausa" in desk.get(LIST).text
    assert "Elimini" in desk.get(page(mine, "elimina")).text
    desk.post(page(mine, "elimina"), {"post": "yes"})
    assert not Source.objects.exists()
    assert Campaign.objects.get().title == "Via Roma chiusa"
    assert TrailRecord.objects.filter(event="sources_changed", details__what="eliminazione").exists()
    assert StaffNotice.objects.filter(person=hire(SIMONE), sentence__contains="eliminato").exists()


def test_nobody_else_adds_or_reads_one(site):
    mine = source(site)
    for desk in (at_desk(GIULIA), at_desk(PAOLO)):
        assert desk.get(LIST).status_code == 403
        assert desk.post(f"{LIST}aggiungi/", {}).status_code == 403
        assert desk.post(page(mine, "leggi")).status_code == 403
    assert site.asked == []


LINK = '<link rel="alternate" type="{}" title="{}" href="{}">'
NEWS, EVENTS = (
    LINK.format("application/rss+xml", "Notizie", "/rss"),
    LINK.format("text/calendar", "Eventi", "eventi.ics"),
)


def web_page(*links: str) -> bytes:
    return f"<!doctype html><html><head><title>Comune</title>{''.join(links)}</head><body>Ciao".encode()


def entered(site: Site, *links: str) -> Source:
    """Somebody entered the address of a page; what it announces is there."""

    def answer(request: Request) -> None:
        is_page = request.path == "/pagina"
        request.say(web_page(*links) if is_page else site.feed().encode(), Content_Type="text/html")

    site.answer = answer
    return source(site, address=site.address.replace("/rss", "/pagina"))


def test_of_a_page_that_announces_one_feed_that_one_is_read(site):
    site.publish("Vecchia notizia")
    mine = entered(
        site, '<link rel="alternate" hreflang="en" href="/en">', NEWS, LINK.format("text/html", "x", "/y")
    )
    polling.read_due(NOW)
    mine.refresh_from_db()
    assert (mine.address, mine.page, mine.problem) == (
        site.address,
        site.address.replace("/rss", "/pagina"),
        "",
    )
    polling.read_due(NOW)
    text = unescape(at_desk(SARA).get(page(mine)).text)
    assert "si legge «Notizie», che la pagina annuncia." in text
    assert admin.FIRST_READ in text
    mine.refresh_from_db()
    assert mine.kind == Source.Kind.FEED


def test_of_several_somebody_chooses(site):
    mine, desk = entered(site, NEWS, EVENTS, NEWS), at_desk(SARA)
    polling.read_due(NOW)
    text = unescape(desk.get(page(mine)).text)
    assert finding.CHOOSE in text
    assert text.count("Leggi questo") == 2
    assert "Da scegliere" in text
    choose = f"{LIST}{mine.pk}/scegli/"
    desk.post(choose, {"address": "https://www.altrove.example/rss"})
    mine.refresh_from_db()
    assert len(mine.offered) == 2
    text = unescape(
        desk.post(choose, {"address": site.address.replace("rss", "eventi.ics")}, follow=True).text
    )
    assert admin.READING in text
    mine.refresh_from_db()
    assert (mine.address.endswith("/eventi.ics"), mine.offered, mine.found_as) == (True, [], "Eventi")
    assert TrailRecord.objects.filter(event="sources_changed", about=f"fonte {mine.pk}").exists()
    assert at_desk(GIULIA).post(choose, {"address": site.address}).status_code == 403


NOTHING_TO_TAKE = [
    (),
    (LINK.format("application/rss+xml", "Intranet", "file:///etc/passwd"),),
    (LINK.format("application/rss+xml", "Password", "https://nome:segreta@www.comune.example/rss"),),
    (LINK.format("application/rss+xml", "Rotto", "https://[::1"),),
]


@pytest.mark.parametrize("links", NOTHING_TO_TAKE)
def test_a_page_that_announces_nothing_that_may_be_read_says_so(site, links):
    mine = entered(site, *links)
    polling.read_due(NOW)
    mine.refresh_from_db()
    assert (mine.problem, mine.offered, mine.page) == (polling.NOTHING_THERE, [], "")


def test_a_source_that_was_read_does_not_become_another_one(site):
    mine = source(site)
    polling.read_due(NOW)
    site.serve(web_page(LINK.format("application/rss+xml", "Altre", "/altre")))
    polling.read_due(later())
    mine.refresh_from_db()
    assert (mine.address, mine.problem) == (site.address, polling.NOTHING_THERE)


def test_what_a_page_announces_may_not_lead_into_our_network(site, settings):
    mine = entered(site, LINK.format("application/atom+xml", "Dentro", "https://rete-interna.example/rss"))
    polling.read_due(NOW)
    mine.refresh_from_db()
    assert mine.address == "https://rete-interna.example/rss"
    settings.SOURCES_ON_THIS_MACHINE = False
    with patched_lookup("10.0.0.7"):
        polling.read_due(NOW)
    mine.refresh_from_db()
    assert mine.problem == fetching.NOT_PUBLIC


@contextmanager
def patched_lookup(address: str) -> Iterator[None]:
    """Every name leads there."""
    with pytest.MonkeyPatch.context() as patched:
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]
        patched.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        yield


MENDED = [
    ("https://www.comune.example/rss", "https://www.comune.example/rss", True),
    ("http://www.comune.example/rss", "https://www.comune.example/rss", True),
    ("webcal://www.comune.example/e.ics", "https://www.comune.example/e.ics", True),
    ("http://localhost/rss", "https://localhost/rss", False),
    ("http://www.comune.example:8080/rss", "https://www.comune.example:8080/rss", False),
    ("file:///etc/passwd", "file:///etc/passwd", False),
    ("javascript:alert(1)", "javascript:alert(1)", False),
    (f"https://www.comune.example/{'a' * 500}", f"https://www.comune.example/{'a' * 500}", False),
]


@pytest.mark.parametrize(("announced", "asked", "may_be"), MENDED, ids=range(len(MENDED)))
def test_an_announced_address_is_mended_and_judged(announced, asked, may_be):
    assert mended(announced) == asked
    assert is_readable(mended(announced)) is may_be
