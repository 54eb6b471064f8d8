"""Files that were made to do harm, or are merely broken: the source says what is wrong, everything else goes on."""

import gzip
import zlib
from collections.abc import Callable

import pytest

from broadcasts.models import Campaign
from cascina_whatsapp.web.sources import fetching, polling
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
def test_ten_megabytes_are_not_read_to_their_end(site):
    site.serve(b"<rss>" + b"x" * 10_000_000)
    assert read(site) == fetching.TOO_LARGE


@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_what_is_small_until_it_is_unpacked_is_too_large(site, encoding, pack: Callable[[bytes], bytes]):
    """We ask for nothing packed; who sends it all the same gets no further than two megabytes."""
    site.serve(pack(b"<rss>" + b"x" * 100_000_000), Content_Encoding=encoding)
    assert read(site) == fetching.TOO_LARGE


def test_a_packed_feed_of_a_decent_size_is_read(site):
    assert drafted(site, gzip.compress(feed("Avviso")), Content_Encoding="gzip").title == "Avviso"


def test_what_says_that_it_is_packed_and_is_not(site):
    site.serve(feed("Avviso"), Content_Encoding="gzip")
    assert read(site) == fetching.NOT_REACHED


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


def test_half_a_file_is_none(site):
    def half(request: Request) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "5000")
        request.end_headers()
        request.wfile.write(feed("Avviso")[:100])
        request.close_connection = True

    site.answer = half
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


def test_a_thousand_brackets_deep_is_too_complex_or_read(site):
    deep = feed("Avviso").replace(b"<title>Avviso", b"<description>" + b"&lt;div&gt;" * 50_000)
    site.serve(deep)
    assert read(site) in ("", polling.TOO_COMPLEX)


ENDLESS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:19700101T000000Z\r\n"
    "SUMMARY:Sempre\r\nRRULE:{}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=1",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;COUNT=99999999",
    ],
)
def test_a_rule_that_repeats_for_ever_holds_nothing_up(site, rule):
    site.serve(ENDLESS.format(rule).encode(), Content_Type="text/calendar")
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


@pytest.mark.parametrize(
    "content", [b"BEGIN:VCALENDAR", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n"]
)
def test_half_a_calendar_is_told(site, content):
    site.serve(content)
    assert read(site) in ("", polling.TOO_COMPLEX)


# ── What is wrong with words ──────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "kind", ["text/html", "application/octet-stream", "image/png", "x; charset=klingon", ""]
)
def test_what_a_site_calls_its_feed_does_not_matter(site, kind):
    assert drafted(site, feed("Avviso"), Content_Type=kind).title == "Avviso"


def test_bytes_that_are_no_letters_are_left_out(site):
    draft = drafted(site, feed("Avviso XX").replace(b"XX", b"\xff\xfe\xc3("))
    assert draft.title.startswith("Avviso")


def test_an_older_way_of_writing_letters_is_read(site):
    old = feed("Perché").decode().replace("utf-8", "iso-8859-1").encode("latin-1")
    assert drafted(site, old).title == "Perché"


def test_markup_and_scripts_do_not_reach_a_draft(site):
    bad = feed("&lt;script&gt;alert(1)&lt;/script&gt;Avviso&lt;img src=x onerror=alert(1)&gt;").replace(
        b"</title>",
        b"</title><description><![CDATA[<p onclick='x()'>Leggi <a href='javascript:alert(1)'>qui</a></p>"
        b"<iframe src='https://x.example'></iframe><style>p{}</style>]]></description>",
    )
    draft = drafted(site, bad)
    assert (draft.title, draft.body) == ("Avviso", "Leggi qui")


def test_a_link_that_is_a_script_is_left_out(site):
    bad = feed("Avviso").replace(b"https://www.comune.example/1", b"javascript:alert(1)")
    assert drafted(site, bad).link == ""


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


def test_the_same_item_twice_in_a_file_is_one_draft(site):
    twice = RSS.format(ENTRY.format("Avviso") * 2).encode()
    assert drafted(site, twice).title == "Avviso"
