"""Whoever names a part of what we send, a zone or a topic, does not leave by it; a zone beside a wish is taken."""

import pytest

from subscribers.keywords import Intent, parts_named, understand, zones_in
from subscribers.keywords.normalization import WORDS as w
from subscribers.rules.languages import DEFINITION, key_in, read
from subscribers.texts.declarations.translations import DRAFTS, LANGUAGES

from .sentences import ZONES

ENDING = [
    *sorted(w.LEAVE_NOUN | w.UNSUBSCRIBE | w.CANCEL | w.GIVE_UP | w.END | w.ENOUGH | w.LEAVE_ME),
    "mi cancello", "mi tolga", "vorrei essere cancellata", "potete cancellarmi", "basta con", "niente più",
    "non voglio più", "non mandatemi più", "non mi mandate", "non mi scrivete più", "smettete di mandarmi",
    "non mi interessa più", "remove me",
]  # fmt: skip
"""Every verb and phrase by which somebody leaves."""
PARTS = [
    "Zambra", "da Zambra", "di Zambra", "dalla zona di Zambra", "la zona Zambra", "i messaggi di Zambra",
    "roba di Zambra", "Zambra e Ripoli", "San Frediano a Settimo", "da San Benedetto", "dalla mia zona",
    "gli eventi", "dagli eventi", "la cultura", "le notizie di cultura", "dalla viabilità", "le allerte",
    "dai cantieri", "le scadenze",
]  # fmt: skip
"""Every way of naming a zone, a topic, a kind."""
ORDERS = [
    "{verb} {part}",
    "{part} {verb}",
    "{part}: {verb}",
    "Buongiorno, {verb} {part} grazie 🙏",
    "{verb} per favore {part}!!",
    "{verb} {part} ma lasciatemi Navacchio",
    "{verb} {part}, io sto a Marciana",
]
SIGNATURES = [
    "{verb}, Zambra",
    "{verb}\nZambra",
    "{verb}. Barsanti, San Frediano a Settimo",
    "{verb} Mario Rossi di Zambra",
    "abito a Zambra, {verb}",
    "{verb}, abito a Zambra",
    "non abito più a Zambra, {verb}",
    "mi sono trasferita da Zambra a Pisa, {verb}",
]
"""What says who leaves, or why, and names no part."""


@pytest.mark.parametrize("order", ORDERS)
def test_nobody_leaves_who_named_a_part(order: str):
    said = [order.format(verb=verb, part=part) for verb in ENDING for part in PARTS]
    assert [text for text in said if understand(text, zones=ZONES).intent is Intent.LEAVE] == []


@pytest.mark.parametrize("order", SIGNATURES)
def test_whoever_leaves_by_a_word_leaves_with_their_frazione_behind_it(order: str):
    said = [order.format(verb=verb) for verb in ENDING]
    leave = [text for text in said if understand(text).intent is Intent.LEAVE]
    assert len(leave) > 40
    assert [text for text in leave if understand(text, zones=ZONES).intent is not Intent.LEAVE] == []


@pytest.mark.parametrize(
    "text",
    [
        "toglimi Zambra",
        "toglietemi da Zambra",
        "disiscrivimi da Navacchio",
        "toglietemi Zambra ma lasciatemi Navacchio",
        "non mi mandate roba di Arnaccio, io sto a Marciana",
        "NON VOGLIO PIÙ I MESSAGGI DI ZAMBRA!!!",
        "cancellatemi dalla zona",
        "stop Zambra",
        "toglimi le allerte",
        "enlevez-moi de Zambra",
    ],
)
def test_it_is_asked_whether_that_or_everything_is_to_end(text: str):
    assert understand(text, zones=ZONES).detail == "part"


KEPT = {
    "toglietemi da tutto, {} Zambra": ("tranne", "eccetto", "fuorché", "a parte", "salvo", "ma non", "ma non da"),
    "{} Zambra toglietemi da tutto": ("tranne", "eccetto", "fuorché", "a parte", "salvo"),
    "cancellatemi da tutto {} da Zambra": ("tranne che", "meno che", "salvo che", "eccetto", "ma non"),
    "cancellami da tutto {} Zambra": ("ad eccezione di", "all'infuori di", "eccezion fatta per", "tranne che per"),
    "non voglio più nulla {} Zambra": ("tranne", "che non riguardi", "a parte i messaggi di", "se non per"),
    "stop a tutto, {}": ("Zambra esclusa", "Zambra a parte", "ma Zambra no", "solo Zambra no"),
    "cancellatemi da tutto, ma {}": ("lasciatemi Zambra", "Zambra lasciatemela", "Zambra la voglio", "Zambra sì"),
    "basta messaggi, {}": ("tenetemi solo Zambra", "mandatemi solo quelli di Zambra", "però voglio Zambra"),
    "remove me from everything {} Zambra": ("except",),
}  # fmt: skip
"""Every way of leaving Zambra out of a goodbye."""


@pytest.mark.parametrize("order", KEPT)
def test_whoever_leaves_but_for_a_zone_or_a_kind_is_asked_whether_to_keep_it_alone(order: str):
    for words in KEPT[order]:
        text = order.format(words)
        for kept in ("Zambra", "allerte"):
            said = text.replace("Zambra", kept)
            assert understand(said, zones=ZONES).detail == "keep", said
            assert parts_named(said, ZONES) == (frozenset(), {kept}), said


@pytest.mark.parametrize(
    ("text", "ends", "keeps"),
    [
        ("toglietemi da tutto, tranne Zambra, Ripoli e le scadenze", set(), {"Zambra", "Ripoli", "scadenze"}),
        ("toglietemi da tutto tranne zanbra", set(), {"Zambra"}),
        ("cancelatemi da tuto ecceto le emergenze", set(), {"allerte"}),
        ("non mi scrivete più, tranne in caso di emergenza", set(), {"allerte"}),
        ("STOP A TUTTO TRANNE ALLERTE METEO!!", set(), {"allerte"}),
        ("tolgo tutto tranne la viabilità", set(), {"viabilita"}),
        ("togliete tutte le zone, solo Navacchio no", set(), {"Navacchio"}),
        ("toglietemi Zambra ma lasciatemi Navacchio", {"Zambra"}, {"Navacchio"}),
        ("toglietemi gli eventi e la cultura, ma non le allerte", {"eventi", "cultura"}, {"allerte"}),
        ("tutte le zone tranne Zambra", {"Zambra"}, set()),
        ("voglio tutto tranne la viabilità", {"viabilita"}, set()),
        ("solo Zambra no", {"Zambra"}, set()),
    ],
)
def test_what_is_to_end_and_what_is_to_stay(text: str, ends: set[str], keeps: set[str]):
    assert understand(text, zones=ZONES).detail in (("part", "topic") if ends else ("keep",))
    assert parts_named(text, ZONES) == (ends, keeps)


@pytest.mark.parametrize(
    "text",
    [
        "cancellatemi da tutto tranne la scuola",
        "stop a tutti gli avvisi, fuorché protezione civile",
        "cancellazione, non mi interessa nulla tranne lo sport",
    ],
)
def test_whoever_leaves_but_for_what_nobody_knows_is_asked(text: str):
    found = understand(text, zones=ZONES)
    assert (found.intent, found.leaning) == (Intent.UNCLEAR, "leave")


@pytest.mark.parametrize(
    "text",
    [
        "cancellazione. A parte tutto siete stati bravi",
        "a parte gli scherzi, cancellatemi",
        "cancellatemi, a parte questo nulla",
        "Cancellazione, Salvo Russo",
        "cancellatemi ma non ora",
        "cancellatemi, ma non scrivetemi più",
        "cancellatemi ma le allerte erano utili",
        "volevo solo le allerte, toglietemi",
        "cancellazione, ma lasciatemi dire grazie",
        "lasciatemi in pace, cancellatemi",
        "vorrei essere esclusa dalla lista",
    ],
)
def test_what_leaves_nothing_out_lets_go(text: str):
    assert understand(text, zones=ZONES).intent is Intent.LEAVE


JOINING = {
    "Iscrizione, abito a Navacchio": {"Navacchio"},
    "ISCRIZIONE! ABITO A NAVACCHIO 🙏": {"Navacchio"},
    "Abito a Navacchio, iscrizione": {"Navacchio"},
    "iscrzione io abito a navachio": {"Navacchio"},
    "mi iscrivo per la zona di San Frediano": {"San Frediano a Settimo"},
    "Mi iscrivo, sono di Zambra e Ripoli": {"Zambra", "Ripoli"},
    "Vorrei ricevere gli avvisi di Musigliano": {"Musigliano"},
    "Iscrizione, vivo a Navacchio in via Roma 3": {"Navacchio"},
    "Iscrizione, mi sono trasferita da Zambra a Musigliano": {"Musigliano"},
    "Iscrizione\nMario Rossi\nNavacchio": {"Navacchio"},
    "avevo mandato STOP per errore, riattivatemi. Abito a Bibbiano": {"San Giorgio a Bibbiano"},
    "NEWS ON": None,
    "News on!! 🙏": None,
    "WhatsApp ON, grazie": None,
    "ATTIVA": None,
    "attiva.": None,
    "mi abbono": None,
    "Mi abbònò!!": None,
    "avevo mandato STOP per errore, riattivatemi": None,
    "HO SCRITTO CANCELLAZIONE PER SBAGLIO. ISCRIVETEMI": None,
}


JOIN_ORDERS = [
    "iscrizione {}", "ISCRIZIONE {}!!", "Iscrizione {} grazie 🙏", "iscrizione per {} grazie", "Iscrizione da {}",
    "{} iscrizione", "{}: iscrizione", "iscrizione, {}", "iscrizione\n{}", "iscrizione zona {}",
    "Buongiorno, iscrizione per la zona di {} grazie mille", "iscrivetemi per {}", "mi iscrivo per {}",
    "vorrei iscrivermi per {}", "aggiungetemi alla lista di {}", "vorrei ricevere i messaggi di {}",
    "ATTIVA {}", "attiva, zona {}", "News on {}", "NEWS ON per {} grazie", "Iscrizione Mario Rossi {}",
    "Iscrizione Mario Rossi di {}", "iscrizione {} e Ripoli",
]  # fmt: skip
"""Every way of naming a zone beside a wish to join."""
CALLED = {name: name for name in ZONES if name != "Cascina"} | {
    "San Benedetto a Settimo": "San Benedetto",
    "San Casciano a Settimo": "San Casciano",
    "Pagnatico": "San Lorenzo a Pagnatico",
    "navachio": "Navacchio",
}
"""What people call a zone → its name."""


@pytest.mark.parametrize("order", JOIN_ORDERS)
def test_whoever_joins_with_a_zone_beside_it_has_the_zone_or_is_asked(order: str):
    """A saint in two words may be a parish or a team: whoever names one joins by one tap."""
    for called, name in CALLED.items():
        found, named = understand(text := order.format(called), zones=ZONES), zones_in(text, ZONES)
        if called.startswith("San ") and len(called.split()) < 3 and found.intent is not Intent.JOIN:
            assert (found.intent, found.leaning) == (Intent.UNCLEAR, "join"), text
        else:
            assert (found.intent, found.names_zones) == (Intent.JOIN, True), text
            assert (named and named.names) == {name} | ({"Ripoli"} if "Ripoli" in order else set()), text


@pytest.mark.parametrize("text", JOINING)
def test_a_wish_to_join_is_carried_out_with_the_zone_that_stands_beside_it(text: str):
    found, named = understand(text, zones=ZONES), zones_in(text, ZONES)
    assert (found.intent, found.names_zones) == (Intent.JOIN, JOINING[text] is not None)
    assert (named and named.names) == JOINING[text]


@pytest.mark.parametrize(
    "text", ["NEWS OFF", "news off 🙏", "Buongiorno, WHATSAPP OFF grazie", "Notizie: off"]
)
def test_what_other_towns_teach_lets_go_at_once(text: str):
    assert understand(text).intent is Intent.LEAVE


@pytest.mark.parametrize(
    "text",
    [
        "attiva?",
        "non attiva",
        "❌ attiva",
        "il Comune attiva il servizio",
        "get the news on tv",
        "mi abbono al Tirreno",
        "avevo mandato STOP per errore",
        "vorrei cancellarmi, iscritta per errore",
        "vorrei iscrivermi a Navacchio",
        "Iscrizione alla festa di Navacchio",
        "Iscrizione. San Giorgio",
        "Iscrizione al nido, abito a Navacchio",
        "Iscrizione, abito a Navacchio?",
        "non iscrivetemi, abito a Navacchio",
    ],
)
def test_what_may_mean_something_else_joins_nobody(text: str):
    assert understand(text, zones=ZONES).intent is not Intent.JOIN


@pytest.mark.parametrize(
    "text",
    [
        "vorrei iscrivermi a Navacchio",
        "iscrivetemi a Zambra grazie",
        "iscrizione San Giorgio",
        "Iscrizione Mario Zambra",
        "mi iscrivo per San Prospero",
    ],
)
def test_what_may_be_no_zone_joins_by_one_tap(text: str):
    found = understand(text, zones=ZONES)
    assert (found.intent, found.leaning) == (Intent.UNCLEAR, "join")


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.code)
def test_both_hold_in_each_language(language):
    words = [read(language.code, DRAFTS[key_in(DEFINITION, language.code)]).words]
    lives = {"en": "I live in", "fr": "j'habite à", "ro": "locuiesc în", "sq": "banoj në"}[language.code]
    joined = understand(f"{language.joins[0].upper()}! {lives} Navacchio 🙏", words, ZONES)
    assert (joined.intent, joined.names_zones) == (Intent.JOIN, True)
    for order in ("{} Zambra", "{} de Zambra", "Zambra: {}", "{} gli eventi", "{} from Zambra"):
        left = [text for leave in language.leaves if (text := order.format(leave))]
        assert [text for text in left if understand(text, words, ZONES).intent is Intent.LEAVE] == []
    for leave in language.leaves:
        assert understand(f"{leave}, Zambra", words, ZONES).intent is Intent.LEAVE
