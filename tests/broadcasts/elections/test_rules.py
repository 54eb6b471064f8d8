"""What a declaration has to say: two questions with a yes, a ground, a reason."""

import pytest

from broadcasts.slices.elections.rules import LAW, NEEDS_MORE, QUESTIONS, Category, problems, suggested

WHOLE = {**dict.fromkeys(QUESTIONS, True), "category": Category.ROADS, "reason": "x" * 40}


def test_a_whole_one_lacks_nothing_and_both_questions_need_a_yes():
    assert problems(WHOLE) == {}
    for name in QUESTIONS:
        assert problems(WHOLE | {name: None}) == {name: "Rispondi sì o no."}
        assert problems(WHOLE | {name: False}) == {name: "Allora aspetta la chiusura dei seggi."}


@pytest.mark.parametrize(
    ("reason", "is_enough"),
    [
        ("x" * 40, True),
        ("x" * 39, False),
        (f"{'x' * 20}  {'y' * 19}", True),
        (f"{'x' * 20}   {'y' * 18}", False),
        ("", False),
    ],
    ids=["forty", "thirty-nine", "of words", "of blanks", "none"],
)
def test_a_reason_has_forty_characters_blanks_counted_once(reason, is_enough):
    assert problems(WHOLE | {"reason": reason}) == ({} if is_enough else {"reason": NEEDS_MORE})


def test_a_ground_is_one_of_the_law_s():
    assert problems(WHOLE | {"category": ""}) == {"category": "Scegli di che cosa si tratta."}
    assert [problems(WHOLE | {"category": str(ground)}) for ground in Category] == [{}] * len(Category)


@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("Tessera elettorale: orari e rinnovo", Category.VOTING),
        ("Acqua non potabile a Navacchio", Category.HEALTH),
        ("Strada chiusa per la fiera", Category.ROADS),
        ("TARI, seconda rata: scade il 30 novembre", Category.DEADLINE),
        ("L'ufficio Anagrafe è chiuso lunedì", Category.SERVICE),
        ("Letture in biblioteca", ""),
    ],
)
def test_the_words_suggest_a_ground_and_what_is_urgent_is_an_emergency(words, ground):
    assert suggested(words, is_urgent=False) == ground
    assert suggested(words, is_urgent=True) == Category.EMERGENCY


def test_the_law_is_quoted_as_it_is():
    assert LAW == (
        "«Dalla data di convocazione dei comizi elettorali e fino alla chiusura delle operazioni di voto è fatto "
        "divieto a tutte le amministrazioni pubbliche di svolgere attività di comunicazione ad eccezione di quelle "
        "effettuate in forma impersonale ed indispensabili per l'efficace assolvimento delle proprie funzioni» "
        "(legge 22 febbraio 2000, n. 28, art. 9, comma 1)."
    )
