"""What to think over before a broadcast leaves: warnings that forbid nothing."""

import pytest

from broadcasts.rules.words import style_warnings
from broadcasts.rules.words.invitation_words import warnings
from broadcasts.rules.words.written_dates import names_a_day

SITES = ("comune.cascina.pi.it",)
GOOD = {
    "title": "Allerta arancione per pioggia",
    "body": "Lunedì 15 giugno, dalle 8 alle 18: resta lontano dai fossi.",
    "link": "https://www.comune.cascina.pi.it/allerte",
}


def warned(**overrides) -> list[str]:
    """The warnings for an alert that is well written, but for `overrides`."""
    return style_warnings.warnings(**{"is_alert": True, "official_sites": SITES} | GOOD | overrides)


def test_a_well_written_alert_has_none_and_only_an_alert_needs_a_date():
    assert warned() == []

    assert warned(title="", body="", link="") == []

    assert warned(body="La biblioteca ha nuovi libri.", is_alert=False) == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"body": "Resta lontano dai fossi."}, "senza una data"),
        ({"body": "Oggi e domani resta lontano dai fossi."}, "senza una data"),
        ({"title": "ALLERTA ARANCIONE"}, "maiuscole"),
        ({"body": "Il 15 giugno piove. RESTATE IN CASA. Grazie."}, "maiuscole"),
        ({"title": "☔☔☔☔"}, "Ci sono 4 emoji"),
        ({"link": "https://www.example.org/"}, "«https://www.example.org/» non è sul sito"),
        ({"body": "Dal 15 giugno vedi bit.ly/x e www.example.org/a."}, "«www.example.org/a» non è sul sito"),
        ({"link": "https://comune.cascina.pi.it.example.org/"}, "non è sul sito"),
    ],
)
def test_each_thing_to_think_over_is_said_once(wrong, sentence):
    (only,) = warned(**wrong)
    assert sentence in only


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("il 15 giugno", True),
        ("il 1° maggio", True),
        ("dal 3 al 5 luglio", True),
        ("il 15/6", True),
        ("il 15/06/2026", True),
        ("il 15.6.2026", True),
        ("il 2026-06-15", True),
        ("martedì sera", True),
        ("MARTEDÌ", True),
        ("il 5 ott", True),
        ("oggi, domani, stanotte", False),
        ("dalle 8 alle 18", False),
        ("alle 8.30", False),
        ("alle 10.12", True),  # a time like a date: better no warning than a wrong one
        ("800 01 77 28", False),
        ("in via 25 aprile", True),
        ("3 ottobri", False),
        ("tel. 050 719 111", False),
        ("il 45/13", False),
    ],
)
def test_a_date_is_a_day_that_stays_the_same(text, expected):
    assert names_a_day(text) is expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("VIA ROMA CHIUSA", True),
        ("ATTENZIONE: STRADA CHIUSA!", True),
        ("È VIETATO L'ACCESSO", True),
        ("Via Roma CHIUSA", False),
        ("ATTENZIONE!", False),
        ("URP ASL", False),
        ("SS67 KM 12", False),
        ("", False),
        ("112", False),
    ],
)
def test_shouting_is_a_whole_sentence(sentence, expected):
    assert style_warnings.is_shouted(sentence) is expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("nessuna", 0),
        ("🌨️", 1),
        ("🌨", 1),
        ("👩‍👩‍👧‍👦", 1),
        ("👍🏽👍", 2),
        ("🇮🇹🇪🇺", 2),
        ("1️⃣2️⃣", 2),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 1),
        ("☔ ⚠️ ❤️‍🔥 ✅", 4),
        ("15 € · 3° piano – «così» © 2026", 0),
    ],
)
def test_emoji_are_counted_as_they_are_seen(text, count):
    assert style_warnings.emoji_in(text) == count


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://comune.cascina.pi.it", True),
        ("https://www.comune.cascina.pi.it/a?b=c#d", True),
        ("https://WWW.Comune.Cascina.PI.it./", True),
        ("www.comune.cascina.pi.it/avvisi", True),
        ("https://comune.cascina.pi.it@example.org/", False),
        ("https://falsocomune.cascina.pi.it", False),
        ("https://[::1", False),
        ("https://", False),
    ],
)
def test_official_is_the_domain_and_what_is_under_it(address, expected):
    assert style_warnings.is_official(address, SITES) is expected


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Vi aspettiamo in piazza sabato.", "Vi aspettiamo"),
        ("Tutta la cittadinanza è invitata all'incontro.", "Tutta la cittadinanza è invitata"),
        ("Invitiamo i cittadini all'incontro di lunedì.", "Invitiamo i cittadini"),
        ("Un'iniziativa da non perdere.", "da non perdere"),
        ("Affrettatevi: ultimi posti!", "Affrettatevi"),
        ("Offerta speciale per le famiglie.", "Offerta"),
        ("Sconto del 20% per i residenti.", "Sconto"),
        ("La visita è gratis per tutti.", "gratis"),
        ("Ingresso libero fino alle 20.", "Ingresso libero"),
        ("Il biglietto costa 5 €.", "5 €"),
        ("Il biglietto costa € 5.", "€ 5"),
        ("Il biglietto costa 5,50 euro.", "5,50 euro"),
        ("Sabato concerto in piazza dei Caduti.", "concerto"),
    ],
)
def test_what_invites_is_pointed_out_with_what_to_do(text, word):
    (sentence,) = warnings(text)
    assert sentence.startswith(f"«{word}» ")
    assert "scegli «Invito»" in sentence


@pytest.mark.parametrize(
    "text",
    [
        "Lunedì 15 giugno, dalle 8 alle 18, via Roma è chiusa per lavori. Segui le deviazioni.",
        "In occasione della fiera la strada è chiusa.",
        "Via Roma è chiusa sabato per il concerto in piazza.",  # the street is what it is about
        "La scadenza della TARI è il 30 giugno.",
        "Il servizio è sospeso: non mancherà l'acqua potabile.",
        "Allerta arancione per domani. Non uscire se non serve.",
        "Il pagamento si fa con pagoPA, l'euro non cambia.",
    ],
)
def test_a_plain_notice_is_left_alone(text):
    assert warnings(text) == []


def test_a_word_of_each_kind_is_told_and_the_advice_once():
    (sentence,) = warnings("Vi aspettiamo, venite! Ingresso libero, è gratis.")
    assert sentence.startswith(
        "«Vi aspettiamo» invita a partecipare; «Ingresso libero» offre qualcosa: WhatsApp"
    )
