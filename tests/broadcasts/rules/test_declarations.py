"""What a declaration has to say: three conditions together, a category, a reason, everything looked at."""

import pytest

from broadcasts.rules.declarations import (
    CATEGORY_LABELS,
    CHECKLIST,
    LAW,
    NEEDS_MORE,
    TICKS,
    Category,
    problems,
)

WHOLE = {
    "ticks": dict.fromkeys(TICKS, True),
    "category": Category.ROADS,
    "reason": "x" * 40,
    "checklist": list(CHECKLIST),
}


def test_a_whole_one_lacks_nothing_and_the_conditions_hold_only_together():
    assert problems(**WHOLE) == {}

    assert list(TICKS) == ["impersonal", "indispensable", "not_deferrable"]
    for name in TICKS:
        assert problems(**WHOLE | {"ticks": WHOLE["ticks"] | {name: False}}) == {
            name: f"Manca: {TICKS[name]}"
        }
    assert set(problems(**WHOLE | {"ticks": {}})) == set(TICKS)


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
    assert problems(**WHOLE | {"reason": reason}) == ({} if is_enough else {"reason": NEEDS_MORE})


def test_a_category_is_one_of_the_law_s():
    assert set(problems(**WHOLE | {"category": "party"})) == {"category"}
    assert [problems(**WHOLE | {"category": str(name)}) for name in Category] == [{}] * len(CATEGORY_LABELS)
    assert {str(name): label for name, label in CATEGORY_LABELS.items()} == {
        "emergency": "Emergenza e protezione civile",
        "health": "Sanità pubblica",
        "roads": "Viabilità",
        "service": "Interruzione o variazione di un servizio",
        "deadline": "Scadenza di legge",
        "voting": "Come si vota",
        "agcom": "Ordine dell'Autorità (Agcom)",
        "other": "Altro",
    }


def test_everything_is_looked_at():
    for left_out in CHECKLIST:
        looked_at = [key for key in CHECKLIST if key != left_out]
        found = problems(**WHOLE | {"checklist": looked_at})
        assert found == {"checklist": f"Controlla anche: {CHECKLIST[left_out]}"}
    assert problems(**WHOLE | {"checklist": []}) == {
        "checklist": f"Controlla anche: {' '.join(CHECKLIST.values())}"
    }


def test_what_clerks_read():
    assert TICKS == {
        "impersonal": "È in forma impersonale: parla l'ufficio, e chi amministra o si candida non è nominato né si "
        "vede.",
        "indispensable": "È indispensabile per l'efficace assolvimento delle funzioni del Comune.",
        "not_deferrable": "Non è rinviabile: dopo la chiusura dei seggi sarebbe troppo tardi.",
    }
    assert CHECKLIST == {
        "no-names": "Nessun nome e nessuna immagine di amministratori o candidati.",
        "no-signature": "Nessuna firma, nessuna fascia, nessun «Assessorato».",
        "no-patronage": "Nessun «patrocinio».",
        "no-praise": "Nessun elogio, risultato o inaugurazione.",
        "emblem": "Lo stemma non c'è, oppure è necessario.",
        "attachment": "L'allegato è controllato: anche i dati nascosti del PDF e le locandine.",
        "link": "Il collegamento porta a una pagina neutra.",
    }
    assert NEEDS_MORE == "Scrivi perché è indispensabile e non si può rinviare: almeno 40 caratteri."
    assert problems(**WHOLE | {"category": ""}) == {"category": "Scegli di che cosa si tratta."}


def test_the_law_is_quoted_as_it_is():
    assert LAW == (
        "«Dalla data di convocazione dei comizi elettorali e fino alla chiusura delle operazioni di voto è fatto "
        "divieto a tutte le amministrazioni pubbliche di svolgere attività di comunicazione ad eccezione di quelle "
        "effettuate in forma impersonale ed indispensabili per l'efficace assolvimento delle proprie funzioni» "
        "(legge 22 febbraio 2000, n. 28, art. 9, comma 1)."
    )
