"""A language that would do harm is refused where it is proposed, in words that say what is wrong."""

from dataclasses import replace

import pytest

from cascina_whatsapp.accounts.models import Proposal
from subscribers import texts
from subscribers.models import ServiceText
from subscribers.rules.languages import Language, written
from subscribers.texts.declarations.translations import DRAFTS, LANGUAGES
from tests.builders import NOW, hire
from tests.languages import ALBANIAN, COMPLETE, in_force
from tests.people import PAOLO

SOUND = replace(ALBANIAN, titles=COMPLETE)


def wrong(**changes) -> list[str]:
    return texts.check("language.sq", written(replace(SOUND, **changes)))


def test_a_sound_language_has_nothing_wrong():
    assert wrong() == []


@pytest.mark.parametrize(
    ("group", "word", "why"),
    [
        ("joins", "Cancellazione", "in italiano chi la scrive si cancella"),
        ("joins", "stop", "in italiano chi la scrive si cancella"),
        ("joins", "abbonamento", "in italiano riguarda un altro ufficio"),
        ("joins", "residenza", "in italiano riguarda un altro ufficio"),
        ("joins", "aiuto", "in italiano chiede già un'altra cosa"),
        ("joins", "argomenti", "in italiano chiede già un'altra cosa"),
        ("joins", "ambulanza", "in italiano è una parola d'emergenza"),
        ("joins", "sì", "in italiano la scrivono tutti, o è un nome"),
        ("joins", "Maria", "in italiano la scrivono tutti, o è un nome"),
        ("joins", "grazie", "in italiano la scrivono tutti, o è un nome"),
        ("leaves", "Iscrizione", "in italiano chi la scrive si iscrive"),
        ("leaves", "biblioteca", "in italiano riguarda un altro ufficio"),
        ("chooses", "Iscrizione", "in italiano chi la scrive si iscrive"),
        ("courtesies", "non", "in italiano cambia il senso di una frase"),
        ("courtesies", "cancellazione", "in italiano cambia il senso di una frase"),
        ("courtesies", "mamma", "in italiano cambia il senso di una frase"),
        ("others", "comune", "in italiano la scrivono tutti, o è un nome"),
        ("joins", "dua të regjistrohem në këtë", "è troppo lunga, il massimo sono 4 parole e 30 lettere"),
        ("leaves", "x", "servono almeno due lettere, senza cifre e senza segni"),
        ("leaves", "stop1", "servono almeno due lettere, senza cifre e senza segni"),
        ("leaves", "?!", "servono almeno due lettere, senza cifre e senza segni"),
    ],
)
def test_words_that_mean_something_else(group: str, word: str, why: str):
    (sentence,) = wrong(**{group: (*getattr(SOUND, group), word)})
    assert sentence.endswith(f"«{word}»: {why}.")


def test_words_that_already_do_the_same_in_italian_are_welcome():
    assert wrong(leaves=("stop", "Anulim")) == []


def test_the_opposite_is_not_a_letter_away():
    (sentence,) = wrong(leaves=("Çregjistrim",))
    assert sentence.startswith("«Regjistrim» e «Çregjistrim» si somigliano troppo")


def test_what_a_language_in_use_can_not_do_without():
    assert wrong(name="", joins=(), titles={**COMPLETE, "Iscrizione": ""}) == [
        "Per usare la lingua manca: Nome, Per iscriversi, Pulsante «Iscrizione»."
    ]
    assert texts.check("language.sq", written(Language(code="sq", name="Shqip"))) == []


def test_titles_fit_and_differ():
    assert wrong(titles={**COMPLETE, "Iscrizione": "Regjistrohu tani menjëherë"}) == [
        "Pulsante «Iscrizione»: «Regjistrohu tani menjëherë» è troppo lungo, il massimo è 20 caratteri."
    ]
    assert wrong(titles={**COMPLETE, "Cancellazione": COMPLETE["Iscrizione"]}) == [
        "Sotto «Iscriversi o cancellarsi?» due pulsanti avrebbero lo stesso titolo."
    ]


def test_there_is_an_end_to_the_words():
    many = tuple(f"fjala {'abcdefghilmnopqrs'[n]}k" for n in range(16))
    assert wrong(others=many) == ["Altre parole: le parole sono troppe, il massimo è 15."]


# ── Beside other languages and texts ──────────────────────────────────────────────────────────────────────


def in_the_way(language: Language) -> list[str]:
    key = f"language.{language.code}"
    draft = texts.Draft(body=written(language), note="Prova", starts=None, seen=texts.seen(key))
    return texts.problems(texts.next_version(key), draft, NOW)


@pytest.mark.django_db
def test_a_word_belongs_to_one_language():
    in_force()
    out_of_use = replace(LANGUAGES["fr"], in_use=False)
    taken = "è già una parola dell'altra lingua, albanese."
    assert in_the_way(replace(out_of_use, joins=("REGJISTRIM",))) == [
        f"Per iscriversi, «REGJISTRIM»: {taken}"
    ]
    assert in_the_way(replace(out_of_use, courtesies=("anulim",))) == [f"Parole gentili, «anulim»: {taken}"]
    assert in_the_way(replace(out_of_use, courtesies=("faleminderit",))) == []


@pytest.mark.django_db
def test_so_does_a_word_that_is_only_proposed():
    asked = {"kind": "text", "target": "language.sq", "change": {"body": written(SOUND)}}
    Proposal.objects.create(**asked, asked_by=hire(PAOLO), asked_at=NOW)
    (sentence,) = in_the_way(replace(LANGUAGES["fr"], in_use=False, chooses=("Shqip",)))
    assert sentence.startswith("Per sceglierla, «Shqip»")


@pytest.mark.django_db
def test_a_language_waits_for_its_texts():
    (missing,) = in_the_way(SOUND)
    assert missing.startswith("Mancano testi in vigore in albanese: Conferma di iscrizione; ")
    ServiceText.objects.bulk_create(
        ServiceText(key=key, version=1, body=body, in_force_from=NOW, sha256="")
        for key, body in DRAFTS.items()
        if key.endswith(".sq") and not key.startswith("language.")
    )
    assert in_the_way(SOUND) == []
    assert in_the_way(replace(SOUND, in_use=False)) == []


@pytest.mark.django_db
def test_a_word_by_which_people_were_told_to_leave_never_joins():
    """Also when its own language, or the one that announced it, has forgotten it since."""
    forgotten = replace(SOUND, leaves=("Largohem",), in_use=False)
    in_force()
    in_force(forgotten, version=2)
    for_ever = "«anulim»: è stata annunciata per smettere, e per quello vale per sempre."
    assert in_the_way(replace(forgotten, joins=("anulim",))) == [f"Per iscriversi, {for_ever}"]
    assert in_the_way(replace(LANGUAGES["fr"], in_use=False, joins=("anulim",))) == [
        f"Per iscriversi, {for_ever}"
    ]
    assert in_the_way(replace(forgotten, leaves=("anulim",))) == []
