"""What a clerk pastes is put right, and what was changed is said; gaps of a ready text are found and filled."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcasts.rules.words.paste_cleanup import REPAIRS, mend
from broadcasts.rules.words.placeholders import day_in_gap, filled, gaps_in, hour_in_gap, kind_of

FAMILY = "👩‍👩‍👧 🌨️ àèìòù «caporali» …"


@pytest.mark.parametrize(
    ("pasted", "kept", "sentence"),
    [
        ("Via Roma è chiusa.", "Via Roma è chiusa.", ""),
        (FAMILY, FAMILY, ""),
        ("Via\tRoma", "Via Roma", "Testo sistemato: 1 tabulazione tolta."),
        ("Via \t\tRoma\tchiusa", "Via Roma chiusa", "Testo sistemato: 2 tabulazioni tolte."),
        ("“Nido” d’infanzia", '"Nido" d\'infanzia', "virgolette raddrizzate, apostrofo raddrizzato."),
        ("l’ora dell’arrivo", "l'ora dell'arrivo", "Testo sistemato: apostrofi raddrizzati."),
        ("Lunedì      15", "Lunedì 15", "Testo sistemato: spazio doppio tolto."),
        ("Lunedì\xa015", "Lunedì 15", ""),
        ("Vedi https://a.it/b?utm_a=1. Poi", "Vedi https://a.it/b. Poi", "contatori tolti dall'indirizzo."),
        ("perche\u0301", "perché", ""),
        ("bi\u00adbliote\u200bca\ufeff", "biblioteca", ""),
        (
            "•\tPane\n\uf0b7 Latte\no\tUova",
            "- Pane\n- Latte\n- Uova",
            "punti dell'elenco diventati trattini.",
        ),
        ("Riga\v altra  ", "Riga\naltra", ""),
        (
            "Vedi http://www.a.it e HTTP://b.it",
            "Vedi https://www.a.it e https://b.it",
            "http diventato https.",
        ),
        ("2 · 3 e a • b", "2 · 3 e a • b", ""),
    ],
)
def test_a_text(pasted, kept, sentence):
    mended = mend("body", pasted)
    assert mended.text == kept
    assert mended.sentence.endswith(sentence)
    assert bool(mended.sentence) == bool(sentence)


@pytest.mark.parametrize(
    ("pasted", "kept", "sentence"),
    [
        ("Via Roma\nchiusa", "Via Roma chiusa", "Titolo sistemato: a capo tolto."),
        ("• Via Roma ", "Via Roma", "Titolo sistemato: punto dell'elenco tolto."),
        (
            "“Via\tRoma”",
            '"Via Roma"',
            "Titolo sistemato: 1 tabulazione tolta, virgolette raddrizzate.",
        ),
    ],
)
def test_a_title(pasted, kept, sentence):
    assert (mend("title", pasted).text, mend("title", pasted).sentence) == (kept, sentence)


@pytest.mark.parametrize(
    ("pasted", "kept", "sentence"),
    [
        ("https://www.a.it/?da=http://b.it", "https://www.a.it/?da=http://b.it", ""),
        ("http://www.comune.cascina.pi.it", "https://www.comune.cascina.pi.it", "http diventato https."),
        (" www.comune.cascina.pi.it/a ", "https://www.comune.cascina.pi.it/a", "aggiunto https://."),
        ("<https://www.a.it>", "https://www.a.it", ""),
        ("la pagina del sito", "la pagina del sito", ""),
        ("mailto:urp@comune.it", "mailto:urp@comune.it", ""),
        ("https://a.it/?utm_source=x&utm_medium=y", "https://a.it/", "contatori tolti dall'indirizzo."),
        ("https://a.it/?id=3&FBCLID=x#orari", "https://a.it/?id=3#orari", "contatori tolti dall'indirizzo."),
        ("https://a.it/?gclid=x&id=3", "https://a.it/?id=3", "contatori tolti dall'indirizzo."),
        ("https://a.it/?utm=3&fbclidx=1", "https://a.it/?utm=3&fbclidx=1", ""),
        ("", "", ""),
    ],
)
def test_a_link(pasted, kept, sentence):
    mended = mend("link", pasted)
    assert mended.text == kept
    assert mended.sentence == (f"Collegamento sistemato: {sentence}" if sentence else "")


@given(st.text(alphabet='a •\t\n\r\v’“”·o-\u2028\xa0\ufeff.:/htps<>"', max_size=40))
def test_mending_twice_changes_nothing(written):
    for field in REPAIRS:
        once = mend(field, written).text
        assert mend(field, once).text == once


@pytest.mark.parametrize(
    ("texts", "gaps"),
    [
        (["Chiusa [via] da [dal] a [al]"], ["via", "dal", "al"]),
        (["[via]", "In [via], dalle [ore di inizio]"], ["via", "ore di inizio"]),
        (["[è chiuso]"], ["è chiuso"]),
        (["Lavori [1], [ANSA], [ ], []"], []),
        (["[due\nrighe]", "[[via]]"], ["via"]),
        (["[" + "a" * 41 + "]"], []),
        (["via Roma", ""], []),
    ],
)
def test_gaps(texts, gaps):
    assert gaps_in(*texts) == gaps


def test_a_gap_takes_its_words_wherever_it_stands_days_and_hours_as_in_a_text():
    text = "[via] chiusa. [via] riapre [quando], in [via]."
    assert filled(text, {"via": "via Roma"}) == "Via Roma chiusa. Via Roma riapre [quando], in via Roma."

    assert day_in_gap(date(2026, 12, 1)) == "martedì 1º dicembre"
    assert day_in_gap(date(2026, 12, 1), is_brief=True) == "martedì 1º"
    assert [hour_in_gap(time(8)), hour_in_gap(time(18, 5))] == ["8", "18:05"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("dal", "day"), ("giorno", "day"), ("alle", "hour"), ("ora di inizio", "hour"), ("allegato", "text")],
)
def test_a_gap_s_kind_is_told_by_its_name(name, kind):
    assert kind_of(name) == kind
