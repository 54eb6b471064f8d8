"""What becomes of an announcement: its words, its link, whether it is news, and by what it is known again."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from broadcasts.rules.announced import items
from broadcasts.rules.announced.facts import plain
from broadcasts.rules.announced.items import Item, items_of, oldest_first
from broadcasts.rules.occasions import PLACE_MOST, Occasion, problems
from tests.broadcasts.moments import DAY

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)

READ_AS = [
    ("Via Roma <b>chiusa</b>", "Via Roma chiusa"),
    ("<p>Lunedì.</p><p>Martedì.</p>", "Lunedì.\n\nMartedì."),
    ("Orari:<ul><li>lunedì</li><li>martedì</li></ul>", "Orari:\n\n- lunedì\n- martedì"),
    ("Uno<br>due<br/>tre", "Uno\ndue\ntre"),
    ("Caff&egrave; &amp; t&#232;", "Caffè & tè"),
    ("&lt;b&gt;Avviso&lt;/b&gt;", "Avviso"),
    ("&amp;lt;b&amp;gt;Avviso&amp;lt;/b&amp;gt;", "Avviso"),
    ("<script>alert(1)</script>Testo<style>p{}</style>", "Testo"),
    ("<a href='javascript:alert(1)'>qui</a>", "qui"),
    ("a\x00b\ud800c", "abc"),
    ("<p>non chiuso", "non chiuso"),
    ("<!-- nascosto -->visto", "visto"),
    ("a < b e c > d", "a < b e c > d"),
    ("", ""),
]


@pytest.mark.parametrize(("markup", "read"), READ_AS)
def test_the_source_of_a_page_is_read_as_words(markup, read):
    assert plain(markup, is_markup=True) == read


def test_text_that_is_said_to_be_plain_is_taken_at_its_word_unless_it_is_not():
    assert plain("Uno  e\r\n\r\n\r\n\r\ndue", is_markup=False) == "Uno e\n\ndue"
    assert plain("<b>Uno</b> &amp; due", is_markup=False) == "Uno & due"


LINKS = [
    ("https://www.comune.cascina.pi.it/n/1", "https://www.comune.cascina.pi.it/n/1"),
    ("http://www.comune.cascina.pi.it/n/1", "https://www.comune.cascina.pi.it/n/1"),
    ("HTTPS://www.comune.cascina.pi.it/n", "https://www.comune.cascina.pi.it/n"),
    ("javascript:alert(1)", ""),
    ("data:text/html,x", ""),
    ("ftp://www.comune.cascina.pi.it/n", ""),
    ("https://utente:segreto@www.comune.cascina.pi.it/", ""),
    ("https://", ""),
    ("https://[1", ""),
    ("https://www.comune.cascina.pi.it/con spazio", ""),
    ("/notizie/1", ""),
    (f"https://www.comune.cascina.pi.it/{'x' * 167}", f"https://www.comune.cascina.pi.it/{'x' * 167}"),
    (f"http://www.comune.cascina.pi.it/{'x' * 168}", ""),
    (f"https://www.comune.cascina.pi.it/{'x' * 200}", ""),
    ("", ""),
]


@pytest.mark.parametrize(("told", "link"), LINKS)
def test_a_link_leads_to_a_page_over_https_or_is_none(told, link):
    assert items.link_of(Item(link=told)) == link


def test_an_event_without_a_link_has_the_first_address_in_its_text():
    event = Item(text="Prenota su http://www.comune.cascina.pi.it/libri, entro lunedì.")
    assert (
        items.link_of(Item(text="Vedi https://www.comune.cascina.pi.it/X."))
        == "https://www.comune.cascina.pi.it/X"
    )
    assert items.link_of(event) == "https://www.comune.cascina.pi.it/libri"


def test_a_draft_holds_so_much_and_a_title_is_one_line_or_the_first_of_the_text():
    assert len(items.title_of(Item(title="x" * 1000))) == 200
    assert len(items.body_of(Item(text="x" * 5000))) == 900

    assert items.title_of(Item(title="Via Roma\n  chiusa")) == "Via Roma chiusa"
    assert items.title_of(Item(text="Via Roma chiusa\n\nLunedì.")) == "Via Roma chiusa"


AT, UNTIL = datetime(2026, 12, 12, 15, 30, tzinfo=UTC), datetime(2026, 12, 12, 17, 0, tzinfo=UTC)
EVENTS = [
    (
        {"starts": AT, "ends": UNTIL, "place": "Biblioteca", "text": "Ingresso libero."},
        "Sabato 12 dicembre 2026, dalle 16:30 alle 18:00. Dove: Biblioteca. Ingresso libero.",
    ),
    ({"starts": AT, "ends": AT}, "Sabato 12 dicembre 2026 alle 16:30."),
    (
        {"starts": AT, "ends": AT + 2 * DAY},
        "Da sabato 12 dicembre 2026 alle 16:30 a lunedì 14 dicembre 2026 alle 16:30.",
    ),
    ({"starts": date(2026, 12, 1), "ends": date(2026, 12, 2)}, "Martedì 1º dicembre 2026."),
    (
        {"starts": date(2026, 12, 12), "ends": date(2026, 12, 15), "place": "Corso Matteotti\nCascina"},
        "Da sabato 12 dicembre 2026 a lunedì 14 dicembre 2026. Dove: Corso Matteotti Cascina.",
    ),
    *(
        (
            {"starts": AT, "ends": AT, "repeats": often},
            f"Sabato 12 dicembre 2026 alle 16:30. Si ripete ogni {when}.",
        )
        for often, when in {
            "daily": "giorno",
            "weekly": "settimana",
            "monthly": "mese",
            "yearly": "anno",
        }.items()
    ),
    *(
        ({"starts": AT, "ends": AT, "place": place}, f"Sabato 12 dicembre 2026 alle 16:30. Dove: {place}")
        for place in ("Sala A.", "Da noi!", "Dove?")
    ),
    ({"starts": AT, "text": "Senza fine."}, "Senza fine."),
    ({"ends": AT, "text": "Senza inizio."}, "Senza inizio."),
]


@pytest.mark.parametrize(("event", "body"), EVENTS)
def test_an_event_begins_with_when_and_where(event, body):
    assert items.body_of(Item(**event)) == body


TWELFTH, HALF_PAST_FOUR = date(2026, 12, 12), time(16, 30)
SUMMER_ENDS = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
"""2:30, for the first time of two."""
OCCASIONS = [
    ({}, {}),
    ({"starts": AT}, {}),
    ({"place": "Biblioteca"}, {}),
    (
        {"starts": AT, "ends": UNTIL, "place": " Biblioteca\n comunale "},
        {"begins": TWELFTH, "begins_at": HALF_PAST_FOUR, "ends_at": time(18), "place": "Biblioteca comunale"},
    ),
    ({"starts": AT, "ends": AT}, {"begins": TWELFTH, "begins_at": HALF_PAST_FOUR}),
    (
        {"starts": AT.replace(second=1), "ends": AT.replace(second=59)},
        {"begins": TWELFTH, "begins_at": HALF_PAST_FOUR},
    ),
    (
        {"starts": AT, "ends": AT + 2 * DAY},
        {
            "begins": TWELFTH,
            "begins_at": HALF_PAST_FOUR,
            "ends": date(2026, 12, 14),
            "ends_at": HALF_PAST_FOUR,
        },
    ),
    (
        {"starts": AT + timedelta(seconds=59, microseconds=999_999), "ends": AT + timedelta(seconds=59.5)},
        {"begins": TWELFTH, "begins_at": HALF_PAST_FOUR},
    ),
    ({"starts": TWELFTH, "ends": date(2026, 12, 13)}, {"begins": TWELFTH}),
    ({"starts": TWELFTH, "ends": date(2026, 12, 15)}, {"begins": TWELFTH, "ends": date(2026, 12, 14)}),
    (
        {"starts": SUMMER_ENDS, "ends": SUMMER_ENDS + timedelta(minutes=45)},
        {"begins": date(2026, 10, 25), "begins_at": time(2, 30)},
    ),
]


@pytest.mark.parametrize(("item", "occasion"), OCCASIONS)
def test_an_event_of_a_calendar_is_one_of_its_draft(item, occasion):
    found = items.occasion_of(Item(**item))
    assert found == Occasion(**occasion)
    assert problems(found) == {}


def test_a_place_of_any_length_fits():
    found = items.occasion_of(Item(starts=AT, ends=AT, place="Sala " * 100))
    assert 0 < len(found.place) <= PLACE_MOST


SHORTENED = [
    ("Breve.", 10, "Breve."),
    ("Una frase intera. Poi un'altra che non ci sta.", 30, "Una frase intera. …"),
    ("Senza punti si taglia alla parola", 20, "Senza punti si…"),
    ("x" * 30, 20, f"{'x' * 19}…"),
    ("x" * 20, 20, "x" * 20),
    ("Poco. Poi una frase che è molto più lunga", 30, "Poco. Poi una frase che è…"),
    ("Dieci. E. Poi una frase lunga", 20, "Dieci. E. Poi una…"),
    ("Prima riga di venti\nseconda riga che non ci sta", 30, "Prima riga di venti …"),
    ("Solo una. Due parole in più", 18, "Solo una. Due…"),
    ("Solo una! Due parole in più", 17, "Solo una! …"),
    ("Uno. Due. Tre parole in più", 13, "Uno. Due. …"),
]


@pytest.mark.parametrize(("text", "most", "short"), SHORTENED)
def test_what_is_too_long_ends_with_a_sentence_or_a_word(text, most, short):
    assert items.shortened(text, most) == short
    assert len(short) <= most


NEWS = [
    ({"title": "x"}, True),
    ({"title": "x", "at": NOW - 13 * DAY}, True),
    ({"title": "x", "at": NOW - 14 * DAY}, False),
    ({"title": "x", "at": NOW - 15 * DAY}, False),
    ({"title": "x", "at": NOW + 400 * DAY}, True),
    ({"text": "x"}, True),
    ({}, False),
    ({"title": "x", "is_cancelled": True}, False),
    ({"title": "x", "starts": NOW - DAY, "ends": NOW + DAY}, True),
    ({"title": "x", "starts": NOW - DAY, "ends": NOW}, False),
    ({"title": "x", "starts": date(2026, 11, 30), "ends": date(2026, 12, 1)}, False),
    ({"title": "x", "starts": date(2026, 12, 1), "ends": date(2026, 12, 2)}, True),
]


@pytest.mark.parametrize(("item", "is_news"), NEWS)
def test_what_is_old_over_called_off_or_empty_is_no_news(item, is_news):
    assert Item(**item).is_news(NOW) is is_news


OFF = {"title": "x", "is_cancelled": True}
CALLED_OFF = [
    (OFF, True),
    ({"title": "x"}, False),
    ({"title": "x", "starts": NOW, "ends": NOW + DAY}, False),
    (OFF | {"starts": NOW - DAY, "ends": NOW + DAY}, True),
    (OFF | {"starts": NOW - DAY, "ends": NOW}, False),
    (OFF | {"starts": date(2026, 11, 30), "ends": date(2026, 12, 1)}, False),
    (OFF | {"starts": date(2026, 12, 1), "ends": date(2026, 12, 2)}, True),
]


@pytest.mark.parametrize(("item", "is_called_off"), CALLED_OFF)
def test_that_it_is_called_off_matters_until_it_would_be_over(item, is_called_off):
    assert Item(**item).is_called_off(NOW) is is_called_off


def test_an_item_is_known_by_its_id_or_link_or_else_by_its_title_and_its_series():
    assert Item(id="1\n2026-12-08", series="1").series_digest == Item(id="1").digest
    assert Item(id="1").series_digest == ""

    assert Item(id="1", title="a", link="x").digest == Item(id="1", title="b", link="y").digest
    assert Item(link="x", title="a").digest == Item(link="x", title="b").digest
    assert Item(title="a", at=NOW).digest != Item(title="a", at=NOW + DAY).digest
    assert len({Item(id="x").digest, Item(link="x").digest, Item(title="x").digest}) == 3


DIGESTS = ["a1f968557a64", "eff62215e5ad", "4349f1941098", "802f2f91610b"]


def test_a_name_is_digested_as_on_the_first_day():
    """These digits are in rows that exist: if they change, every item is news once more."""
    known = [
        Item(id="n-1"),
        Item(link="https://x.it/1"),
        Item(title="a", at=NOW),
        Item(title="a", starts=NOW.date()),
    ]
    assert [item.digest[:12] for item in known] == DIGESTS


def test_each_item_of_a_file_counts_once_and_the_oldest_is_proposed_first():
    facts = [{"id": "1", "title": "nuovo"}, {"id": "2", "title": "altro"}, {"id": "1", "title": "vecchio"}]
    assert [item.title for item in items_of(facts)] == ["nuovo", "altro"]

    newest, older, undated = Item(id="1", at=NOW), Item(id="2", at=NOW - DAY), Item(id="3")
    assert oldest_first([newest, older, undated]) == [undated, older, newest]
    assert oldest_first([older, newest]) == [older, newest]
    assert oldest_first([Item(id="1"), Item(id="2")]) == [Item(id="2"), Item(id="1")]


TOLD = [
    ({"at": "2026-12-01T09:00:00+00:00"}, {"at": NOW}),
    ({"at": "2026-12-01T10:00:00+01:00"}, {"at": NOW}),
    ({"at": "2026-12-01"}, {"at": None}),
    (
        {"starts": "2026-12-01", "ends": "2026-12-02"},
        {"starts": date(2026, 12, 1), "ends": date(2026, 12, 2)},
    ),
    (
        {"starts": "2026-12-01T09:00:00+00:00", "ends": "2026-12-02"},
        {"starts": None, "ends": None},
    ),
    ({"starts": "2026-12-01"}, {"starts": None, "ends": None}),
    ({"ends": "2026-12-01"}, {"starts": None, "ends": None}),
    ({"starts": "9999-12-31T23:59:59-12:00", "ends": "2026-12-02"}, {"starts": None, "ends": None}),
    (
        {
            "starts": "2026-12-01T09:00:00+00:00",
            "ends": "9999-12-31T23:30:00+00:00",
        },  # of the year 10000 in Cascina
        {"starts": None, "ends": None},
    ),
    *(({"repeats": often}, {"repeats": often}) for often in ("daily", "weekly", "monthly", "yearly")),
    ({"is_cancelled": True}, {"is_cancelled": True}),
    (
        {"place": "Biblioteca", "text": "x", "link": "y", "id": "z"},
        {"place": "Biblioteca", "text": "x", "link": "y", "id": "z"},
    ),
]


@pytest.mark.parametrize(("facts", "item"), TOLD)
def test_what_the_child_tells_is_taken_by_its_type(facts, item):
    (found,) = items_of([facts])
    assert {name: getattr(found, name) for name in item} == item


def test_nothing_of_what_the_child_answers_is_trusted():
    odd = [
        None,
        3,
        {"id": 7, "title": ["x"], "at": 5, "starts": "domani", "ends": "2026-12-01"},
        {"title": "a\ud800", "at": "2026-12-01T09:00:00", "repeats": "secondly", "is_cancelled": "true"},
    ]
    nothing, bare = items_of(odd)
    assert nothing == Item()
    assert bare == Item(title="a")
