"""Words that come back: a broadcast that begins with a text of the office, or with an older broadcast."""

import re

import pytest

from broadcasts import launching
from broadcasts.content import validation
from broadcasts.models import Campaign, ReadyText
from broadcasts.rules.words.placeholders import gaps_in
from cascina_whatsapp.security.trail.models import TrailRecord
from subscribers.models import Topic
from tests.broadcasts.rows import fresh
from tests.builders import NOW, campaign, hire, topic
from tests.people import GIULIA, PAOLO
from tests.staff import ROSA, at_desk

CHOOSE = "/admin/messaggi/testi-pronti/"


def open_road() -> str:
    """The page that *Via chiusa* leads to, from the page on which one chooses."""
    desk = at_desk(GIULIA)
    link = re.search(r'href="([^"]+)">Via chiusa</a>', desk.get(CHOOSE).text)[1]
    return desk.get(link).text


def test_an_office_begins_with_four_texts_one_click_from_inizio_for_who_writes():
    texts = list(ReadyText.objects.all())
    assert [ready.name for ready in texts] == ["Via chiusa", "Sciopero", "Allerta meteo", "Ufficio chiuso"]
    for ready in texts:
        assert gaps_in(ready.title)
        assert gaps_in(ready.body)
        assert ready.topics.count() == 1
        assert ready.link.startswith("https://")

    page = at_desk(GIULIA).get("/admin/").text
    found = re.findall(r'href="/admin/messaggi/aggiungi/\?testo=\d+">([^<]+)<', page)
    assert found == ["Via chiusa", "Sciopero", "Allerta meteo", "Ufficio chiuso"]
    assert "?testo=" not in at_desk(PAOLO).get("/admin/").text
    assert at_desk(ROSA).get(CHOOSE).status_code == 403


def test_a_ready_text_fills_the_form_and_stores_nothing():
    page = open_road()
    asked = re.findall(r'<label for="id_gap_\d">([^<]+)</label>', page)
    assert asked == ["Via", "Dal", "Al", "Dalle", "Alle", "Motivo", "Percorso"]
    assert re.findall(r'name="gap_\d" type="(\w+)"', page) == [
        "text",
        "date",
        "date",
        "time",
        "time",
        "text",
        "text",
    ]
    assert "Chiusa al traffico: <mark>via</mark>" in page
    assert "Manca: via, dal, al, dalle, alle, motivo, percorso" in page
    chosen = Topic.objects.get(name="Viabilità e cantieri")
    assert re.findall(r'name="topics" value="(\d+)"[^>]* checked', page) == [str(chosen.pk)]
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("number", ["999999", "x", "", "1' OR 1"])
def test_a_text_that_is_none_leaves_the_form_empty(number):
    page = at_desk(GIULIA).get("/admin/messaggi/aggiungi/", {"testo": number})
    assert page.status_code == 200
    assert "gap_0" not in page.text


def test_nobody_asks_for_approval_before_the_gaps_are_filled():
    ready = ReadyText.objects.get(name="Via chiusa")
    begun = campaign(title=ready.title, body=ready.body)
    assert [(problem.field, problem.sentence) for problem in validation.content_problems(begun)] == [
        ("title", "Riempi: via."),
        ("body", "Riempi: dal, al, dalle, alle, via, motivo, percorso."),
    ]
    with pytest.raises(launching.CannotLaunch, match="Riempi: dal, al"):
        launching.ask_review(campaign=begun, by=hire(GIULIA), now=NOW)
    assert fresh(begun).status == "draft"


def test_who_approves_keeps_the_texts_and_the_trail_says_so():
    written = {
        "name": "Scuole chiuse",
        "title": "Scuole chiuse [giorno]",
        "body": "Chiuse [giorno].",
        "position": 9,
    }
    at_desk(PAOLO).post(
        "/admin/testi-pronti/aggiungi/", written | {"topics": [topic().pk], "as_invitation": "True"}
    )
    ready = ReadyText.objects.get(name="Scuole chiuse")
    assert list(ready.topics.all()) == [topic()]
    assert ready.as_invitation
    assert TrailRecord.objects.latest("sequence").about == f"testo pronto {ready.pk}"
    assert at_desk(GIULIA).post("/admin/testi-pronti/aggiungi/", written).status_code == 403


def test_a_text_says_what_it_is_and_a_draft_made_from_it_takes_it():
    ReadyText.objects.filter(name="Ufficio chiuso").update(as_invitation=True)
    ReadyText.objects.get(name="Sciopero").topics.set([topic("Eventi e cultura")])  # one of invitations
    desk = at_desk(GIULIA)
    told = re.findall(
        r'href="([^"]+)">([^<]+)</a> <span class="[^"]+">(Avviso|Invito)<', desk.get(CHOOSE).text
    )
    assert {name: nature for _, name, nature in told} == {
        "Via chiusa": "Avviso",
        "Sciopero": "Invito",
        "Allerta meteo": "Avviso",
        "Ufficio chiuso": "Invito",
    }
    chosen = {name: desk.get(address).text for address, name, _ in told}
    ticked = r'name="as_invitation" value="True"[^>]* checked'
    assert re.search(ticked, chosen["Ufficio chiuso"])
    assert not re.search(ticked, chosen["Via chiusa"])
    assert "Parte come invito: «Eventi e cultura» è per gli inviti." in chosen["Sciopero"]


FILLED = {
    "gap_0": "via Tosco Romagnola",
    "gap_1": "2026-12-01",
    "gap_2": "2026-12-04",
    "gap_3": "08:00",
    "gap_4": "18:30",
    "gap_5": "lavori",
    "gap_6": "via Roma",
}
BODY = (
    "Da martedì 1º dicembre a venerdì 4 dicembre, dalle 8 alle 18:30, via Tosco Romagnola è chiusa al traffico per "
    "lavori. Percorso consigliato: via Roma. Segui la segnaletica sul posto."
)


def on_the_form(**answers) -> dict:
    """The form of *Via chiusa* with these answers; everything else as the text begins it."""
    road = ReadyText.objects.get(name="Via chiusa")
    begun = {
        "testo": road.pk,
        "link": road.link,
        "topics": [one.pk for one in road.topics.all()],
        "when": "asap",
    }
    kept = {"where_asked": "1", "where": ["whatsapp"], "as_invitation": "False"}
    return begun | kept | FILLED | answers


def test_each_gap_is_asked_once_and_goes_wherever_it_stands():
    desk = at_desk(GIULIA)
    answer = desk.post("/admin/messaggi/aggiungi/?testo=1", on_the_form(step="ask-review"), follow=True)
    asked = Campaign.objects.get()
    assert (asked.title, asked.body) == ("Chiusa al traffico: via Tosco Romagnola", BODY), answer.text
    assert asked.status == "in_review"


def test_an_empty_gap_is_named_beside_its_field_and_beside_the_buttons():
    answer = at_desk(GIULIA).post("/admin/messaggi/aggiungi/", on_the_form(gap_5="", step="ask-review"))
    assert Campaign.objects.get().status == "draft"
    page = answer.text
    assert "Scrivi «motivo»: il messaggio non può partire senza." in page
    assert "Manca: motivo" in page
    assert "Riempi:" not in page
    assert 'value="via Tosco Romagnola"' in page


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"gap_1": "31 dicembre"}, "«Dal»: Non capisco il giorno"),
        ({"gap_3": "le otto"}, "«Dalle»: Non capisco l"),
        ({"gap_2": "2026-11-30"}, "«Al» viene prima di «dal»"),
    ],
)
def test_a_wrong_gap_is_named(wrong, told):
    page = at_desk(GIULIA).post("/admin/messaggi/aggiungi/", on_the_form(**wrong, step="ask-review")).text
    assert told in page
    assert Campaign.objects.get().status == "draft"


def test_a_draft_keeps_its_gaps_until_somebody_writes_freely():
    desk = at_desk(GIULIA)
    kept = desk.post("/admin/messaggi/salva-bozza/", on_the_form(gap_5="")).json()
    draft = Campaign.objects.get()
    assert "per [motivo]" in draft.body
    page = desk.get(kept["page"]).text
    assert "<h1>Via chiusa</h1>" in page
    assert 'name="gap_1" type="date" value="2026-12-01"' in page
    told = desk.post(kept["pages"]["preview"], on_the_form(gap_5="scavi", testo="")).json()
    assert "per scavi" in told["regions"]["shown"]
    assert "body" not in told["problems"]
    desk.post(kept["page"], on_the_form(gap_5="scavi", step="freely", testo="", seen_version=draft.version))
    assert fresh(draft).gaps == {}
    page = desk.get(kept["page"]).text
    assert "<h1>Scrivi un messaggio</h1>" in page
    assert "per scavi" in page
