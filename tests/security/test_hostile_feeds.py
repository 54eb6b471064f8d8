"""Files that were made to do harm, or are merely broken: the source says what is wrong, everything else goes on."""

import gzip
import zlib

import pytest

from broadcasts.models import Campaign
from cascina_whatsapp.security.outside_sites import fetching
from cascina_whatsapp.web.sources import polling
from cascina_whatsapp.web.sources.models import Source
from tests.builders import NOW
from tests.web.sources.site import Request, Site, later, serving, source

pytestmark = pytest.mark.django_db
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
ENTRY = "<item><guid>1</guid><title>{}</title><link>https://www.comune.example/1</link></item>"
RSS = "<rss version='2.0'><channel><title>x</title>{}</channel></rss>"


@pytest.fixture
def site(settings) -> Site:
    settings.SOURCES_ON_THIS_MACHINE = True
    with serving() as site:
        yield site


def read(site: Site) -> str:
    """What the source's page says is wrong, after two readings of the same thing."""
    mine = source(site)
    polling.read_due(NOW)
    mine.refresh_from_db()
    return mine.problem


def feed(title: str, prologue: str = "") -> bytes:
    return f"<?xml version='1.0' encoding='utf-8'?>{prologue}{RSS.format(ENTRY.format(title))}".encode()


def drafted(site: Site, content: bytes, **headers: str) -> Campaign:
    """The draft that a file makes once an empty feed was there before."""
    site.serve(RSS.format("").encode())
    source(site)
    polling.read_due(NOW)
    site.serve(content, **headers)
    polling.read_due(later())
    return Campaign.objects.get()


# ── What is too much ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "headers"),
    [
        (b"<rss>" + b"x" * 10_000_000, {}),
        (gzip.compress(b"<rss>" + b"x" * 100_000_000), {"Content_Encoding": "gzip"}),
        (zlib.compress(b"<rss>" + b"x" * 100_000_000), {"Content_Encoding": "deflate"}),
    ],
    ids=["ten megabytes", "gzip", "deflate"],
)
def test_what_is_too_large_or_small_until_it_is_unpacked_is_not_read_to_its_end(site, content, headers):
    """We ask for nothing packed; who sends it all the same gets no further than two megabytes."""
    site.serve(content, **headers)
    assert read(site) == fetching.TOO_LARGE


def drip(request: Request) -> None:
    """Headers at once, then a letter now and then, for ever."""
    request.send_response(200)
    request.end_headers()
    while not request.server.closing.wait(0.05):
        try:
            request.wfile.write(b"x")
        except OSError:
            break
    request.close_connection = True


def drip_headers(request: Request) -> None:
    while not request.server.closing.wait(0.05):
        try:
            request.wfile.write(b"X")
        except OSError:
            break
    request.close_connection = True


def say_nothing(request: Request) -> None:
    request.server.closing.wait(60)
    request.close_connection = True


@pytest.mark.parametrize("act", [drip, drip_headers, say_nothing])
def test_a_site_that_never_comes_to_an_end_is_left(site, monkeypatch, act):
    monkeypatch.setattr(fetching, "MOST_SECONDS", 0.5)
    site.answer = act
    assert read(site) == fetching.TOO_SLOW


def test_half_a_file_is_none_nor_one_that_is_not_packed_as_it_says(site):
    def half(request: Request) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "5000")
        request.end_headers()
        request.wfile.write(feed("Avviso")[:100])
        request.close_connection = True

    site.answer = half
    assert read(site) == fetching.NOT_REACHED
    Source.objects.all().delete()
    site.serve(feed("Avviso"), Content_Encoding="gzip")
    assert read(site) == fetching.NOT_REACHED


# ── What breaks a reader ──────────────────────────────────────────────────────────────────────────────────
def test_entities_that_grow_are_not_followed(site):
    bomb = feed("Avviso &l9;", f"<!DOCTYPE rss [{LAUGHS}]>")
    draft = drafted(site, bomb)
    assert draft.title.startswith("Avviso")
    assert "haha" not in draft.title


def test_an_entity_that_names_a_file_or_an_address_brings_neither(site):
    with serving() as other:
        entities = f'<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b SYSTEM "{other.address}">'
        draft = drafted(
            site,
            feed("Avviso &a;&b;", f'<!DOCTYPE rss [{entities}<!ENTITY % c SYSTEM "{other.address}">%c;]>'),
        )
        assert other.asked == []
    assert draft.title.startswith("Avviso")
    assert "root" not in f"{draft.title}{draft.body}"


ENDLESS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:19700101T000000Z\r\n"
    "SUMMARY:Sempre\r\nRRULE:{}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


LABYRINTHS = {
    "a thousand brackets deep": feed("Avviso").replace(
        b"<title>Avviso", b"<description>" + b"&lt;div&gt;" * 50_000
    ),
    "a second after the other": ENDLESS.format("FREQ=SECONDLY").encode(),
    "a minute after the other": ENDLESS.format("FREQ=MINUTELY;INTERVAL=1").encode(),
    "a day that never comes": ENDLESS.format("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30").encode(),
    "a hundred million days": ENDLESS.format("FREQ=DAILY;COUNT=99999999").encode(),
    "a calendar's beginning": b"BEGIN:VCALENDAR",
    "an event without an end": b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n",
}


@pytest.mark.parametrize("content", LABYRINTHS.values(), ids=LABYRINTHS)
def test_what_has_no_end_for_a_reader_is_too_complex_or_read_and_holds_nothing_up(site, content):
    site.serve(content, Content_Type="text/calendar")
    assert read(site) in ("", polling.TOO_COMPLEX)


NO_FEEDS = [
    b"",
    b"{}",
    b"\x00" * 1000,
    b"\xff\xfe\x00\xd8",
    b"%PDF-1.7",
    b"<html><body><a href='/rss'>RSS</a></body></html>",
    b"BEGIN:VCARD\r\nEND:VCARD\r\n",
]


@pytest.mark.parametrize("content", NO_FEEDS)
def test_what_is_neither_news_nor_a_calendar_says_so(site, content):
    site.serve(content, Content_Type="application/rss+xml")
    assert read(site) == polling.NOTHING_THERE


# ── What is wrong with words ──────────────────────────────────────────────────────────────────────────────
OLDER = feed("Perché").decode().replace("utf-8", "iso-8859-1").encode("latin-1")
SCRIPT = feed("Avviso").replace(b"https://www.comune.example/1", b"javascript:alert(1)")
TAKEN = {
    "html": (feed("Avviso"), {"Content_Type": "text/html"}, "Avviso"),
    "bytes": (feed("Avviso"), {"Content_Type": "application/octet-stream"}, "Avviso"),
    "a picture": (feed("Avviso"), {"Content_Type": "image/png"}, "Avviso"),
    "unknown letters": (feed("Avviso"), {"Content_Type": "x; charset=klingon"}, "Avviso"),
    "nothing": (feed("Avviso"), {"Content_Type": ""}, "Avviso"),
    "packed": (gzip.compress(feed("Avviso")), {"Content_Encoding": "gzip"}, "Avviso"),
    "bytes that are no letters": (feed("Avviso XX").replace(b"XX", b"\xff\xfe\xc3("), {}, "Avviso"),
    "an older way of writing letters": (OLDER, {}, "Perché"),
    "the same item twice": (RSS.format(ENTRY.format("Avviso") * 2).encode(), {}, "Avviso"),
    "a script as a link": (SCRIPT, {}, "Avviso"),
}
"""What a file is called or looks like → it, its headers, how the title of its one draft begins."""


@pytest.mark.parametrize(("content", "headers", "title"), TAKEN.values(), ids=TAKEN)
def test_what_a_site_calls_its_feed_does_not_matter_and_what_is_odd_in_it_is_left_out(
    site, content, headers, title
):
    draft = drafted(site, content, **headers)
    assert draft.title.startswith(title)
    assert draft.link in ("", "https://www.comune.example/1")
    assert (draft.link == "") is (content == SCRIPT)


def test_markup_and_scripts_do_not_reach_a_draft(site):
    bad = feed("&lt;script&gt;alert(1)&lt;/script&gt;Avviso&lt;img src=x onerror=alert(1)&gt;").replace(
        b"</title>",
        b"</title><description><![CDATA[<p onclick='x()'>Leggi <a href='javascript:alert(1)'>qui</a></p>"
        b"<iframe src='https://x.example'></iframe><style>p{}</style>]]></description>",
    )
    draft = drafted(site, bad)
    assert (draft.title, draft.body) == ("Avviso", "Leggi qui")


def test_a_title_without_an_end_is_cut(site):
    draft = drafted(site, feed("parola " * 10_000))
    assert len(draft.title) <= 200
    assert draft.title.endswith("…")


def test_items_without_a_name_are_known_by_their_title(site):
    bare = RSS.format("<item><title>Uno</title></item><item><title>Due</title></item><item/>").encode()
    site.serve(RSS.format("").encode())
    mine = source(site)
    polling.read_due(NOW)
    site.serve(bare)
    polling.read_due(later())
    polling.read_due(later(2))
    assert sorted(Campaign.objects.values_list("title", flat=True)) == ["Due", "Uno"]
    assert mine.seen.count() == 3
