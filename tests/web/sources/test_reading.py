"""How a site is asked: seldom, politely, and less often while it does not answer. One's error is its own."""

import logging
from datetime import timedelta

import pytest

from broadcasts.models import Campaign
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.celery import app, read_sources_often_in_a_trial
from cascina_whatsapp.security.outside_sites import fetching
from cascina_whatsapp.security.outside_sites.fetching import fetch
from cascina_whatsapp.web.sources import polling
from cascina_whatsapp.web.sources.models import Source
from tests.builders import NOW, hire
from tests.staff import SARA

from .site import Request, Site, later, source

pytestmark = pytest.mark.django_db
MODIFIED = "Mon, 08 Jun 2026 08:00:00 GMT"


def answer_as_known(site: Site) -> None:
    """As a site does that knows what we have."""

    def known(request: Request) -> None:
        marks = {"ETag": '"abc"', "Last_Modified": MODIFIED}
        if request.headers["If-None-Match"] == '"abc"':
            request.say(b"", 304)
        else:
            request.say(site.feed().encode(), **marks)

    site.answer = known


def test_an_unchanged_file_is_not_sent_again_and_the_site_can_see_who_asks(site):
    answer_as_known(site)
    mine = source(site)
    polling.read_due(NOW)
    polling.read_due(later())
    first, second = site.asked
    assert (first["If-None-Match"], first["If-Modified-Since"]) == (None, None)
    assert (second["If-None-Match"], second["If-Modified-Since"]) == ('"abc"', MODIFIED)
    assert (first["User-Agent"], first["Cookie"]) == ("CascinaWhatsApp (+http://testserver)", None)
    mine.refresh_from_db()
    assert (mine.problem, mine.last_read_at) == ("", later())


def test_a_mark_that_is_too_long_is_not_kept(site):
    longest = Source._meta.get_field("etag").max_length
    site.answer = lambda request: request.say(site.feed().encode(), ETag="a" * longest)
    assert fetch(site.address).etag == "a" * longest
    site.answer = lambda request: request.say(site.feed().encode(), ETag="a" * (longest + 1))
    assert fetch(site.address).etag == ""


def test_who_tries_the_service_waits_seconds_and_a_site_is_looked_at_every_minute(settings, monkeypatch):
    monkeypatch.setitem(app.conf.beat_schedule, "read-sources", app.conf.beat_schedule["read-sources"])
    assert app.conf.beat_schedule["read-sources"]["schedule"] == 60
    settings.SOURCES_ON_THIS_MACHINE = True
    read_sources_often_in_a_trial()
    assert app.conf.beat_schedule["read-sources"]["schedule"] == 10


def test_a_redirect_is_followed(site):
    def moved(request: Request) -> None:
        if request.path == "/rss":
            request.say(b"", 301, Location="/notizie.xml")
        else:
            request.say(site.feed().encode())

    site.answer = moved
    mine = source(site)
    polling.read_due(NOW)
    mine.refresh_from_db()
    assert (mine.problem, mine.kind, len(site.asked)) == ("", Source.Kind.FEED, 2)


def test_relative_links_are_of_the_place_where_the_file_is(site):
    source(site)
    site.serve(b"<rss version='2.0'><channel/></rss>")
    polling.read_due(NOW)
    item = "<item><title>Avviso</title><link>/notizie/9</link></item>"
    site.serve(f"<rss version='2.0'><channel>{item}</channel></rss>".encode())
    polling.read_due(later())
    assert Campaign.objects.get().link == f"https://127.0.0.1:{site.server_port}/notizie/9"


def test_it_is_read_every_quarter_of_an_hour(site):
    source(site)
    for minutes in (0, 1, 14, 15, 16, 30):
        polling.read_due(NOW + timedelta(minutes=minutes))
    assert len(site.asked) == 3


def test_the_more_often_it_fails_the_longer_it_is_left_alone_and_who_administers_is_told_once(site):
    sara, mine, now = hire(SARA), source(site), NOW
    site.serve(b"", 503)
    waits = []
    for _ in range(9):
        polling.read_due(now)
        mine.refresh_from_db()
        waits.append((mine.next_read_at - now) // timedelta(minutes=1))
        now = mine.next_read_at
    assert waits == [30, 60, 120, 240, 480, 960, 1440, 1440, 1440]
    notice = StaffNotice.objects.get(person=sara)
    assert mine.name in notice.sentence
    assert f"/admin/fonti/{mine.pk}/" in notice.page
    site.serve(site.feed().encode())
    polling.read_due(now)
    mine.refresh_from_db()
    assert (mine.problem, mine.failures) == ("", 0)
    assert mine.next_read_at - now == timedelta(minutes=15)


def test_one_that_fails_does_not_keep_the_others_from_being_read(site):
    bad = source(site, address="https://127.0.0.1:9/rss", next_read_at=NOW - timedelta(hours=1))
    good = source(site, name="calendario")
    polling.read_due(NOW)
    for mine in (bad, good):
        mine.refresh_from_db()
    assert bad.problem == fetching.NOT_REACHED
    assert (good.problem, good.first_read_at) == ("", NOW)


def test_what_a_site_answers_is_told_in_words(site):
    mine = source(site)
    for status, problem in (
        (404, fetching.GONE),
        (410, fetching.GONE),
        (401, fetching.CLOSED),
        (403, fetching.CLOSED),
        (429, fetching.FAILING.format(code=429)),
        (500, fetching.FAILING.format(code=500)),
        (204, fetching.FAILING.format(code=204)),
        (302, fetching.FAILING.format(code=302)),
    ):
        site.serve(b"", status)
        polling.read_due(mine.next_read_at)
        mine.refresh_from_db()
        assert mine.problem == problem, status


def test_a_log_names_a_source_by_its_number_alone(site, caplog):
    caplog.set_level(logging.INFO)
    mine = source(site, address=f"{site.address}?token=segreto")
    polling.read_due(NOW)
    site.serve(b"", 500)
    polling.read_due(later())
    ours = [record for record in caplog.records if record.name.startswith("cascina_whatsapp.web.sources")]
    assert [record.getMessage() for record in ours] == [
        f"source {mine.pk}: 0 announced, 0 proposed, 0 wait",
        f"source {mine.pk} could not be read, 1 in a row",
    ]
    assert "segreto" not in caplog.text
