"""Feeds and calendars as sites write them: what the reader finds in each, as its child process would."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from broadcasts.rules.announced import calendars, feeds, readers
from broadcasts.rules.announced.facts import CALENDAR, FEED, ITEMS, KIND, LINKS
from broadcasts.rules.announced.facts import PAGE as A_PAGE
from broadcasts.rules.announced.items import Item, items_of
from tests.broadcasts.moments import DAY, HOUR

NOW = datetime(2026, 12, 5, 9, 0, tzinfo=UTC)
ROME = ZoneInfo("Europe/Rome")


def found(content: str | bytes, *, kind: str = FEED, content_type: str = "") -> list[Item]:
    """What a file announces."""
    content = content.encode() if isinstance(content, str) else content
    address = "https://www.comune.example/rss/notizie.xml"
    packed = readers.packed(content, address=address, content_type=content_type, now=NOW)
    facts, rest = readers.announced(packed)
    assert (facts[KIND], rest) == (kind, b"")
    return items_of(facts[ITEMS])


# ── News ──────────────────────────────────────────────────────────────────────────────────────────────────
AT = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
RSS_2 = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<item><title>Avviso</title><link>https://www.comune.example/1</link><guid isPermaLink="false">n-1</guid>
<pubDate>Tue, 01 Dec 2026 09:30:00 +0100</pubDate><description>&lt;p&gt;Breve.&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>Lungo.</p>]]></content:encoded></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>n-1</id>
<title type="html">&lt;b&gt;Avviso&lt;/b&gt;</title>
<link rel="enclosure" href="https://www.comune.example/a.pdf"/><link href="https://www.comune.example/1"/>
<published>2026-12-01T08:30:00Z</published><updated>2026-12-02T08:30:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Breve.</p></div></content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="n-1"><title>Avviso</title>
<link>https://www.comune.example/1</link><description>Breve.</description><dc:date>2026-12-01T09:30:00+01:00</dc:date>
</item></rdf:RDF>"""
BROKEN = RSS_2.replace("</guid>", "</guid><b>")


@pytest.mark.parametrize("feed", [RSS_2, ATOM, RDF, BROKEN], ids=["RSS 2.0", "Atom", "RSS 1.0", "broken"])
def test_every_kind_of_feed_says_the_same(feed):
    (item,) = found(feed)
    assert (item.id, item.title, item.text, item.at) == ("n-1", "Avviso", "Breve.", AT)
    assert item.link == "https://www.comune.example/1"


SINGLE = [
    ("<item><title>A</title><link>/n/1</link></item>", {"link": "https://www.comune.example/n/1"}),
    (
        "<item><title>A</title><guid>https://www.comune.example/n/1</guid></item>",
        {"link": "https://www.comune.example/n/1"},
    ),
    ("<item><title>A</title></item>", {"id": "", "link": "", "at": None}),
    ("<item><title>A</title><pubDate>ieri</pubDate></item>", {"at": None}),
    ("<item><title>A</title><pubDate>Mon, 01 Jan 0001 00:00:00 GMT</pubDate></item>", {"title": "A"}),
    ("<item><title>Perch&amp;eacute; &amp;amp; come</title></item>", {"title": "Perché & come"}),
    ("<item/>", {"title": "", "text": ""}),
]


@pytest.mark.parametrize(("item", "facts"), SINGLE)
def test_what_a_feed_leaves_out_or_writes_oddly(item, facts):
    (read,) = found(f"<rss version='2.0'><channel>{item}</channel></rss>")
    assert {name: getattr(read, name) for name in facts} == facts


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-15", "windows-1252", "utf-16"])
def test_letters_are_read_as_the_file_or_its_header_says(charset):
    body = "<rss version='2.0'><channel><item><title>Perché no</title></item></channel></rss>"
    feed = f"<?xml version='1.0' encoding='{charset}'?>{body}"
    assert [item.title for item in found(feed.encode(charset))] == ["Perché no"]
    bare = body.encode(charset)
    assert [item.title for item in found(bare, content_type=f"application/xml; charset={charset}")] == [
        "Perché no"
    ]


def test_of_a_very_long_file_the_beginning_is_read_and_of_hundreds_of_links_a_dozen():
    items = "".join(f"<item><guid>{n}</guid><title>{n}</title></item>" for n in range(1000))
    read = found(f"<rss version='2.0'><channel>{items}</channel></rss>")
    assert [item.id for item in read] == [str(number) for number in range(500)]

    many = "".join(f'<link rel="alternate" type="text/calendar" href="/{n}">' for n in range(500))
    assert len(feeds.announced_by(many.encode(), PAGE, "text/html; charset=no-such")) == feeds.MOST_ANNOUNCED


# ── Events ────────────────────────────────────────────────────────────────────────────────────────────────
def written(**properties: object) -> bytes:
    """A calendar with one event, as the library writes it."""
    event = Event()
    for name, value in {"uid": "1", "summary": "Letture", "dtstamp": NOW, **properties}.items():
        event.add(name.replace("_", "-"), value)
    calendar = Calendar()
    calendar.add("prodid", "-//Comune//IT")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return calendar.to_ical()


def together(*files: bytes) -> bytes:
    """The events of all these in one calendar."""
    calendar = Calendar.from_ical(files[0])
    for file in files[1:]:
        for one in Calendar.from_ical(file).walk("VEVENT"):
            calendar.add_component(one)
    return calendar.to_ical()


def event(**properties: object) -> Item:
    (item,) = found(written(**properties), kind=CALENDAR, content_type="text/calendar")
    return item


START = datetime(2026, 12, 12, 16, 30, tzinfo=ROME)
LENGTHS = [
    ({"dtstart": START, "dtend": START + HOUR}, START, START + HOUR),
    ({"dtstart": START, "duration": 2 * HOUR}, START, START + 2 * HOUR),
    ({"dtstart": START}, START, START),
    ({"dtstart": START, "dtend": START - HOUR}, START, START),
    ({"dtstart": START, "dtend": date(2026, 12, 13)}, START, START),
    ({"dtstart": START.replace(tzinfo=None)}, START, START),
    ({"dtstart": datetime(2026, 12, 12, 15, 30, tzinfo=UTC)}, START, START),
    ({"dtstart": datetime(2026, 12, 12, 10, 30, tzinfo=ZoneInfo("America/New_York"))}, START, START),
    ({"dtstart": date(2026, 12, 12)}, date(2026, 12, 12), date(2026, 12, 13)),
    ({"dtstart": date(2026, 12, 12), "dtend": date(2026, 12, 15)}, date(2026, 12, 12), date(2026, 12, 15)),
]


@pytest.mark.parametrize(("properties", "starts", "ends"), LENGTHS)
def test_when_an_event_begins_and_ends(properties, starts, ends):
    read = event(**properties)
    assert (read.starts, read.ends) == (starts, ends)


WEEKLY = {"freq": ["WEEKLY"]}
FIRST = datetime(2026, 11, 3, 18, 0, tzinfo=ROME)
"""A Tuesday."""
NEXT = [
    ({"rrule": WEEKLY}, datetime(2026, 12, 8, 18, 0, tzinfo=ROME), "weekly"),
    (
        {"rrule": WEEKLY, "exdate": [datetime(2026, 12, 8, 18, 0, tzinfo=ROME)]},
        datetime(2026, 12, 15, 18, 0, tzinfo=ROME),
        "weekly",
    ),
    ({"rrule": WEEKLY | {"interval": [4]}}, datetime(2026, 12, 29, 18, 0, tzinfo=ROME), ""),
    ({"rrule": WEEKLY | {"count": [3]}}, datetime(2026, 11, 17, 18, 0, tzinfo=ROME), "weekly"),
    (
        {"rrule": WEEKLY | {"until": [datetime(2026, 12, 1, 17, 0, tzinfo=UTC)]}},
        datetime(2026, 12, 1, 18, 0, tzinfo=ROME),
        "weekly",
    ),
    (
        {"rrule": WEEKLY | {"until": [date(2026, 11, 10)]}},
        datetime(2026, 11, 10, 18, 0, tzinfo=ROME),
        "weekly",
    ),
    ({"rrule": {"freq": ["SECONDLY"]}}, FIRST, ""),
    ({"rrule": {"freq": ["MONTHLY"], "byday": ["1TU"]}}, datetime(2027, 1, 5, 18, 0, tzinfo=ROME), "monthly"),
    ({}, FIRST, ""),
]


@pytest.mark.parametrize(("properties", "starts", "repeats"), NEXT)
def test_of_a_series_the_next_date_counts(properties, starts, repeats):
    read = event(dtstart=FIRST, dtend=FIRST + HOUR, **properties)
    assert (read.starts, read.repeats) == (starts, repeats)
    assert read.ends == starts + HOUR


def test_a_series_keeps_its_hour_over_the_change_of_the_clocks_and_whole_days_repeat():
    summer = datetime(2026, 9, 1, 18, 0, tzinfo=ROME)
    assert event(dtstart=summer, rrule=WEEKLY).starts == datetime(2026, 12, 8, 18, 0, tzinfo=ROME)

    read = event(dtstart=date(2020, 1, 20), rrule={"freq": ["YEARLY"]})
    assert (read.starts, read.ends, read.repeats) == (date(2027, 1, 20), date(2027, 1, 21), "yearly")


def test_a_moved_occurrence_is_known_apart_and_a_date_of_another_series_changes_nothing():
    series = event(dtstart=FIRST, rrule=WEEKLY)
    moved = event(dtstart=START, recurrence_id=FIRST)
    assert series.digest != moved.digest
    assert moved.digest != event(dtstart=START, recurrence_id=FIRST + 7 * DAY).digest

    other = written(uid="2", dtstart=TUESDAY, recurrence_id=TUESDAY, status="CANCELLED")
    series, _ = found(together(written(dtstart=FIRST, rrule=WEEKLY), other), kind=CALENDAR)
    assert series.starts == TUESDAY


TUESDAY = datetime(2026, 12, 8, 18, 0, tzinfo=ROME)
"""The series' next date."""
CHANGED = [
    {"status": "CANCELLED"},
    {"status": "CANCELLED", "dtstart": None},
    {"dtstart": TUESDAY + DAY},
    {"status": "CANCELLED", "recurrence_id": TUESDAY.astimezone(UTC)},
]


@pytest.mark.parametrize("changed", CHANGED)
def test_a_date_that_is_called_off_or_moved_is_not_the_next_of_its_series(changed):
    properties = {"dtstart": TUESDAY, "recurrence_id": TUESDAY} | changed
    one = written(**{name: value for name, value in properties.items() if value})
    all_of_it = written(dtstart=FIRST, rrule=WEEKLY)
    for both in (together(all_of_it, one), together(one, all_of_it)):
        (series,) = [item for item in found(both, kind=CALENDAR) if not item.series]
        assert series.starts == TUESDAY + 7 * DAY


def test_a_date_that_is_called_off_names_its_series_and_one_left_out_is_left_out():
    off = event(dtstart=TUESDAY + DAY, recurrence_id=TUESDAY, status="CANCELLED")
    assert (off.is_cancelled, off.starts) == (True, TUESDAY)
    assert off.series_digest == event(dtstart=FIRST, rrule=WEEKLY).digest
    assert event(dtstart=FIRST).series_digest == ""

    assert event(dtstart=FIRST, rrule=WEEKLY, exdate=[TUESDAY.astimezone(UTC)]).starts == TUESDAY + 7 * DAY


def test_the_words_of_an_event_and_that_it_is_called_off():
    assert event(dtstart=START, status="CANCELLED").is_cancelled
    assert not event(dtstart=START, status="CONFIRMED").is_cancelled

    read = event(
        dtstart=START,
        summary="Letture, e altro",
        location="Biblioteca; viale Comaschi",
        description="<p>Ingresso <b>libero</b></p>\nfino a esaurimento",
        url="https://www.comune.example/e/1",
    )
    assert (read.title, read.place) == ("Letture, e altro", "Biblioteca; viale Comaschi")
    assert (read.text, read.link) == (
        "Ingresso libero\n\nfino a esaurimento",
        "https://www.comune.example/e/1",
    )


BY_HAND = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Letture\r\n{}END:VEVENT\r\n"
    "END:VCALENDAR\r\n"
)
ODD = [
    ("DTSTART;TZID=W. Europe Standard Time:20261212T163000\r\n", START),
    ("DTSTART;TZID=Luna/Mare:20261212T163000\r\n", START),
    ("DTSTART:20261212T153000Z\r\nRRULE:FREQ=MAI\r\n", START),
    ("DTSTART:20261212T153000Z\r\nDTEND:domani\r\nEXDATE:ieri\r\n", START),
]


@pytest.mark.parametrize(("lines", "starts"), ODD)
def test_what_a_calendar_writes_oddly_is_read_as_far_as_it_goes(lines, starts):
    (item,) = found(BY_HAND.format(lines), kind=CALENDAR)
    assert (item.title, item.starts) == ("Letture", starts)


def test_an_event_without_a_moment_is_none():
    assert found(BY_HAND.format(""), kind=CALENDAR) == []
    assert found(BY_HAND.format("DTSTART:presto\r\n"), kind=CALENDAR) == []


@pytest.mark.parametrize("before", ["", "\ufeff", "\r\n  "])
def test_a_calendar_is_known_by_how_it_begins(before):
    assert calendars.is_one(f"{before}BEGIN:VCALENDAR".encode())
    assert not calendars.is_one(f"{before}<rss/>".encode())


PAGE = "https://www.comune.example/notizie/oggi"
ON_A_PAGE = [
    (
        '<link rel="alternate" type="application/rss+xml" href="/rss">',
        [("https://www.comune.example/rss", "")],
    ),
    (
        "<LINK HREF=rss TYPE='Application/Atom+XML' REL='feed ALTERNATE' title='Le  «nuove»'>",
        [("https://www.comune.example/notizie/rss", "Le  «nuove»")],
    ),
    (
        '<base href="https://x.example/a/"><link rel="alternate" type="text/calendar; charset=utf-8" href="b.ics">',
        [("https://x.example/a/b.ics", "")],
    ),
    (
        '<link rel="alternate" type="application/rss+xml" href="webcal://x.example/e">',
        [("webcal://x.example/e", "")],
    ),
    ('<link rel="alternate" type="application/rss+xml">', []),
    ('<link rel="stylesheet" type="application/rss+xml" href="/rss">', []),
    ('<link rel="alternate" type="text/html" href="/en">', []),
    ('<a rel="alternate" type="application/rss+xml" href="/rss">RSS</a>', []),
    ('<link rel="alternate" type="application/rss+xml" href="https://[::1">', []),
]


@pytest.mark.parametrize(("markup", "links"), ON_A_PAGE)
def test_a_page_says_where_its_feeds_are(markup, links):
    content = readers.packed(
        f"<!doctype html><head>{markup}</head>".encode(), address=PAGE, content_type="text/html", now=NOW
    )
    facts, _ = readers.announced(content)
    assert facts[KIND] == (A_PAGE if links else "")
    assert [(one["link"], one["title"]) for one in facts[LINKS]] == links
