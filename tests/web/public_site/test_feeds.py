"""Who follows the messages with a feed reader reads what was sent, and what was wrong in it."""

from datetime import timedelta

import feedparser
import pytest
from django.test import Client
from django.utils import timezone

from broadcasts.sending.account.samples import sample
from cascina_whatsapp.web.public_site import feeds
from cascina_whatsapp.web.public_site.models import Amendment
from subscribers.models import Topic
from tests.broadcasts.elections.periods import active
from tests.builders import NOW, campaign, topic
from tests.web.messages import amend, sent

from .schemas import faults_of_atom

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("later")]
ATOM = "/messaggi/feed.atom"
DAY = timedelta(days=1)
WITHDRAWAL = Amendment.Kind.WITHDRAWAL


HOSTILE = 'Ponte chiuso \x0b\x00\ufffe <script>alert("x")</script> ]]> &amp; *subito* 🚧'


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://notizie.example.it"


def read(client: Client, address: str = ATOM) -> feedparser.FeedParserDict:
    """As a feed reader does, of a feed that is what its format asks for."""
    atom = client.get(address)
    assert atom.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert faults_of_atom(atom.content) == []
    found = feedparser.parse(atom.content, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo
    return found


def test_what_was_sent_is_read_with_its_files(client: Client):
    sent("Solo parole", body="Via *Roma* è chiusa.\n\nSegui le deviazioni.")
    sent("Con un PDF", kind="document", attachment=sample("document")[0], started_at=NOW + DAY)
    sent("Con una foto", kind="image", attachment=sample("image")[0], started_at=NOW + 2 * DAY)
    feed = read(client)
    assert feed.feed.language == "it"
    assert feed.feed.author == "Comune di Cascina"
    assert feed.feed.id == "tag:comune.cascina.pi.it,2026:messaggi"
    assert feed.feed.updated == "2026-06-10T10:00:00+02:00"
    photo, pdf, words = feed.entries
    assert (photo.title, pdf.title, words.title) == ("Con una foto", "Con un PDF", "Solo parole")
    assert "<p>Via <strong>Roma</strong> è chiusa.</p>\n<p>Segui le deviazioni.</p>" in words.content[0].value
    assert "https://www.comune.cascina.pi.it/avvisi/via-roma" in words.content[0].value
    assert words.published == "2026-06-08T10:00:00+02:00"
    for entry, kind, content_type in [(photo, "image", "image/png"), (pdf, "document", "application/pdf")]:
        (file,) = entry.enclosures
        assert (file.type, int(file.length)) == (content_type, len(sample(kind)[0]))
        got = client.get(file.href.removeprefix("https://notizie.example.it"))
        assert b"".join(got.streaming_content) == sample(kind)[0]
    assert f'<img src="{photo.enclosures[0].href}" alt="Via Roma con le transenne' in photo.content[0].value


def test_nothing_of_a_message_breaks_a_feed(client: Client):
    """Neither what XML takes for markup nor what it forbids, as pasted texts have it."""
    name = "Lavori \x1f& <vie>"
    sent(HOSTILE.replace("\x00", ""), body=HOSTILE.replace("\x00", ""))
    Topic.objects.filter(pk=topic().pk).update(name=name)
    (entry,) = read(client).entries
    assert entry.title == 'Ponte chiuso  <script>alert("x")</script> ]]> &amp; *subito* 🚧'
    assert "&lt;script&gt;" in entry.content[0].value
    assert "<strong>subito</strong>" in entry.content[0].value
    assert [tag.term for tag in entry.tags] == ["Lavori & <vie>"]


def test_a_correction_comes_first_and_says_what_was_wrong(client: Client):
    old, new = sent("Ponte chiuso", started_at=NOW - 90 * DAY), sent("Mercato spostato")
    before = read(client)
    assert [one.title for one in before.entries] == ["Mercato spostato", "Ponte chiuso"]
    amend(
        old,
        Amendment.Kind.CORRECTION,
        NOW + DAY,
        reason="L'ora era sbagliata.",
        title="Ponte chiuso dalle 6",
        body="Dalle 6.",
    )
    after = read(client)
    first = after.entries[0]
    assert (first.title, first.id) == ("Ponte chiuso dalle 6", before.entries[1].id)
    assert first.link == f"https://notizie.example.it/messaggi/{old.pk}-ponte-chiuso-dalle-6/"
    assert (first.updated, first.published) == ("2026-06-09T10:00:00+02:00", before.entries[1].published)
    assert (
        "Corretto martedì 9 giugno 2026 alle 10:00.</strong> L&#x27;ora era sbagliata."
        in first.content[0].value
    )
    assert "Dalle 6." in first.content[0].value
    assert after.feed.updated == first.updated
    assert after.entries[1] == before.entries[0], new


def test_a_topic_has_feeds_of_its_own_that_pages_announce(client: Client):
    sent("Lavori in via Roma")
    sent("Mercatino", topic=topic("Eventi e cultura"))
    assert [one.title for one in read(client, "/messaggi/eventi-e-cultura/feed.atom").entries] == [
        "Mercatino"
    ]
    for page, address in [
        ("/come-funziona/", ATOM),
        ("/messaggi/", ATOM),
        ("/messaggi/eventi-e-cultura/", "/messaggi/eventi-e-cultura/feed.atom"),
    ]:
        text = client.get(page).text
        assert f'href="{address}"' in text.partition("</head>")[0]
    assert 'href="/messaggi/eventi-e-cultura/feed.atom">Segui' in text.partition("</head>")[2]
    assert client.get("/messaggi/tasse/feed.atom").status_code == 404


def test_a_feed_ends_and_the_rest_is_in_the_archive_and_a_warning_tells_its_day(client: Client, monkeypatch):
    monkeypatch.setattr(feeds, "MOST", 2)
    for day in range(2):
        sent(f"Giorno {day}", started_at=NOW + day * DAY)
    sent("Allerta rossa", topic=topic("Allerte e urgenze"), started_at=NOW + 2 * DAY)
    first, second = read(client).entries
    assert (first.title, second.title) == ("Allerta rossa", "Giorno 1")
    assert (
        "Allerta inviata mercoledì 10 giugno 2026 alle 10:00: dopo un giorno può non valere più."
        in first.content[0].value
    )


def test_who_has_a_feed_gets_it_again_only_when_something_changed(client: Client):
    """A withdrawal leaves its reason, and nothing else."""
    campaign(title="Una bozza")
    assert read(client).entries == []
    assert client.get(ATOM).content == client.get(ATOM).content
    made = sent("Ponte chiuso", kind="image", attachment=sample("image")[0], body="Non passate dal ponte.")
    first = client.get(ATOM)
    again = {"If-None-Match": first.headers["ETag"]}
    assert first.headers["Last-Modified"]
    assert "max-age=2" in first.headers["Cache-Control"]
    assert client.get(ATOM, headers=again).status_code == 304
    amend(made, WITHDRAWAL, NOW + DAY, reason="Il ponte è aperto.")
    assert client.get(ATOM, headers=again).status_code == 200
    (entry,) = read(client).entries
    assert entry.title == "Ritirato: «Ponte chiuso»"
    assert "Il ponte è aperto." in entry.content[0].value
    assert "Non passate" not in entry.content[0].value
    assert entry.enclosures == []


def test_in_an_electoral_period_a_feed_holds_what_the_pages_do(client: Client):
    now = timezone.now()
    sent("Prima dei comizi", started_at=now - 2 * DAY)
    sent("Dentro il periodo", started_at=now - DAY / 2)
    active(starts_at=now - DAY, ends_at=now + DAY, run_off="no")
    feed = read(client)
    assert [one.title for one in feed.entries] == ["Prima dei comizi"]
    assert "legge 28/2000" in feed.feed.subtitle
