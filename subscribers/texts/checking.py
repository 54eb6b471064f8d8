"""The check whether a text, or the words of a language, can be used: what is wrong, in sentences; and a preview."""

import re
from collections.abc import Iterable
from datetime import datetime
from itertools import product

from django.conf import settings

from cascina_whatsapp.accounts.models import Proposal
from cascina_whatsapp.whatsapp.cloud_api.limits import BUTTON_TITLE_LIMIT, characters
from subscribers.keywords import Intent, understand
from subscribers.keywords.normalization import WORDS as w
from subscribers.keywords.normalization import fold
from subscribers.keywords.spelling import one_edit
from subscribers.models import ServiceText
from subscribers.rules.buttons import BUTTONS
from subscribers.rules.languages import GROUPS, LABELS, NAMES, Language, key_in, parts_of, read

from .catalogue import AUTOMATIC, CATALOGUE
from .declared import VARIABLES, WHY
from .languages import KIND, definition_key, definitions, is_definition

MOST_PHRASES, MOST_WORDS, LONGEST = 15, 4, 30
SHARED = "courtesies"
"""The one group of words that several languages may have."""
EVERYDAY = frozenset().union(
    w.POLITE, w.GRAMMAR, w.NEGATIONS, w.QUESTION_WORDS, w.WISH, w.CAN_YOU, w.SERVICE, w.ANSWERS
)
"""The words that anybody may write in Italian: they announce nothing, nor do they tell a language."""
TURNING = frozenset().union(
    w.NEGATIONS,
    w.QUESTION_WORDS,
    w.BUT,
    w.JOIN_NOUN,
    w.JOIN_VERBS,
    w.LEAVE_WORDS,
    w.OTHER_MEMBERS,
    w.EMERGENCY,
    w.OTHER_OFFICES,
)
"""The words that change what an announced word means: no courtesies."""
MEANS_IN_ITALIAN = {
    (Intent.JOIN, ""): "in italiano chi la scrive si iscrive",
    (Intent.LEAVE, ""): "in italiano chi la scrive si cancella",
    (Intent.OTHER, "other_office"): "in italiano riguarda un altro ufficio",
    (Intent.OTHER, "emergency"): "in italiano è una parola d'emergenza",
    (Intent.OTHER, "thanks"): "in italiano è un ringraziamento",
}
SOMETHING_ELSE = "in italiano chiede già un'altra cosa"
SAYS_NOTHING = {(Intent.UNCLEAR, ""), (Intent.OTHER, "")}
"""The meanings that a word free for another language has in Italian."""
MAY_MEAN = {
    "joins": {*SAYS_NOTHING, (Intent.JOIN, "")},
    "leaves": {*SAYS_NOTHING, (Intent.LEAVE, "")},
    "chooses": SAYS_NOTHING,
}
"""Group of announced words → what Italian may make of them."""
VARIABLE = re.compile(r"\{(\w+)\}")
EMPTY = "Il testo è vuoto."
LOOSE_BRACE = (
    "C'è una parentesi graffa di troppo, o ne manca una: le variabili si scrivono così: {sito}. "
    "Per altro le graffe non si usano."
)


def wrong_in(code: str, body: str) -> list[str]:
    """List in sentences what is wrong with a language by itself."""
    language = read(code, body)
    found = [*_lacking(language)] if language.in_use else []
    for group in GROUPS:
        found += _in_group(language, group)
    return [*found, *_alike(language), *_titles(language)]


def in_the_way(code: str, body: str, now: datetime) -> list[str]:
    """List what else keeps a language from being in force: words of others, texts that are missing."""
    language = read(code, body)
    others = _others(code)
    found = [sentence for other in others for sentence in _shared(language, other)]
    found += _goodbyes(language, others)
    if language.in_use and (missing := missing_texts(code, now)):
        found.append(f"Mancano testi in vigore in {NAMES[code]}: {'; '.join(missing)}.")
    return found


def missing_texts(code: str, now: datetime) -> list[str]:
    """The names of the texts without which nobody may be answered in this language."""
    needed = {key_in(text.key, code): text.label for text in AUTOMATIC.values() if text.needed_in_languages}
    there = ServiceText.objects.filter(key__in=needed, in_force_from__lte=now).values_list("key", flat=True)
    return [label for key, label in needed.items() if key not in set(there)]


def _lacking(language: Language) -> Iterable[str]:
    """Say in Italian what a language in use still lacks."""
    needed = ("name", "joins", "leaves", "chooses")
    absent = [LABELS[name] for name in needed if not getattr(language, name)]
    titles = dict.fromkeys(button.title for button in BUTTONS)
    absent += [f"Pulsante «{title}»" for title in titles if title not in language.titles]
    if absent:
        yield f"Per usare la lingua manca: {', '.join(absent)}."


def _in_group(language: Language, group: str) -> Iterable[str]:
    words, label = getattr(language, group), LABELS[group]
    if len(words) > MOST_PHRASES:
        yield f"{label}: le parole sono troppe, il massimo è {MOST_PHRASES}."
    for phrase in words:
        if sentence := _shape(phrase) or _meaning(phrase, group):
            yield f"{label}, «{phrase}»: {sentence}."


def _shape(phrase: str) -> str:
    folded = fold(phrase).split()
    if len(phrase) > LONGEST or len(folded) > MOST_WORDS:
        return f"è troppo lunga, il massimo sono {MOST_WORDS} parole e {LONGEST} lettere"
    has_digit = any(map(str.isdigit, phrase))
    if not folded or len(phrase) < 2 or has_digit or not all(word.isalpha() for word in folded):
        return "servono almeno due lettere, senza cifre e senza segni"
    return ""


def _meaning(phrase: str, group: str) -> str:
    """Say what a phrase means in Italian, where that is in the way; "" where it is free."""
    words = set(fold(phrase).split())
    if group == SHARED:
        return "in italiano cambia il senso di una frase" if words & TURNING else ""
    if words <= EVERYDAY or (group != "chooses" and words <= w.FIRST_NAMES):
        return "in italiano la scrivono tutti, o è un nome"
    if group not in MAY_MEAN:
        return ""
    meant = understand(phrase)
    if (meant.intent, meant.detail) in MAY_MEAN[group]:
        return ""
    return MEANS_IN_ITALIAN.get((meant.intent, meant.detail), SOMETHING_ELSE)


def _alike(language: Language) -> Iterable[str]:
    """Say in Italian which words to join and to leave are one letter apart: a slip must not get the opposite."""
    for joins, leaves in product(language.joins, language.leaves):
        if one_edit(fold(joins), fold(leaves)):
            yield (
                f"«{joins}» e «{leaves}» si somigliano troppo: chi sbaglia una lettera otterrebbe il contrario."
            )


def _titles(language: Language) -> Iterable[str]:
    for italian, title in language.titles.items():
        if characters(title) > BUTTON_TITLE_LIMIT:
            yield f"Pulsante «{italian}»: «{title}» è troppo lungo, il massimo è {BUTTON_TITLE_LIMIT} caratteri."
    for text in AUTOMATIC.values():
        titles = [language.title(button.title) for button in text.buttons]
        if len(set(titles)) < len(titles):
            yield f"Sotto «{text.label}» due pulsanti avrebbero lo stesso titolo."


def _goodbyes(language: Language, others: list[Language]) -> Iterable[str]:
    """Words by which somebody was once told to leave, in whatever language: they may write them for ever.

    What the others still say is told as a word of theirs.
    """
    written = (read(parts_of(text.key)[1], text.body) for text in definitions())
    known = _leaving(written) - _leaving(others)
    for group in ("joins", "chooses"):
        for word in getattr(language, group):
            if fold(word) in known:
                yield f"{LABELS[group]}, «{word}»: è stata annunciata per smettere, e per quello vale per sempre."


def _leaving(of: Iterable[Language]) -> set[str]:
    return {fold(word) for language in of for word in language.leaves}


def _others(code: str) -> list[Language]:
    """List the other languages as they will be: what is proposed, else what was written last."""
    latest = {text.key: text.body for text in definitions()}
    waiting = Proposal.objects.open(KIND)
    latest |= {asked.target: asked.change["body"] for asked in waiting if is_definition(asked.target)}
    latest.pop(definition_key(code), None)
    return [read(parts_of(key)[1], body) for key, body in latest.items()]


def _shared(language: Language, other: Language) -> Iterable[str]:
    """Say in Italian which words two languages share, where one announces something by it, or is told by it."""
    theirs = {fold(word) for group in GROUPS for word in getattr(other, group)}
    telling = {fold(word) for group in GROUPS if group != SHARED for word in getattr(other, group)}
    for group in GROUPS:
        for word in getattr(language, group):
            if fold(word) in (telling if group == SHARED else theirs):
                yield f"{LABELS[group]}, «{word}»: è già una parola dell'altra lingua, {NAMES[other.code]}."


def known_variables(key: str) -> dict[str, str]:
    """Map each variable that the text `key` may mention to its sample for a preview."""
    own = {name: VARIABLES[name].sample for name in CATALOGUE[key].variables}
    return {**settings.TEXT_VARIABLES, **own}


def filled(key: str, body: str) -> str:
    """`body` as a citizen might read it; a variable that nobody knows stays as it was written."""
    values = known_variables(key)
    return VARIABLE.sub(lambda found: values.get(found[1], found[0]), body.strip())


def check(key: str, body: str) -> list[str]:
    """List what is wrong with `body` as the text `key`; [] if it can be used."""
    if not body.strip():
        return [EMPTY]
    if is_definition(key):
        return wrong_in(parts_of(key)[1], body)
    loose = [LOOSE_BRACE] if re.search(r"[{}]", VARIABLE.sub("", body)) else []
    return [*_unknown(key, body), *loose, *_missing(key, body), *_too_long(key, body)]


def _unknown(key: str, body: str) -> list[str]:
    known = known_variables(key)
    names = dict.fromkeys(name for name in VARIABLE.findall(body) if name not in known)
    usable = ", ".join(f"{{{name}}}" for name in known)
    return [f"{{{name}}} qui non si può usare. Puoi usare: {usable}." for name in names]


def _missing(key: str, body: str) -> list[str]:
    """A word counts as one to send if it begins with a capital: "la tua iscrizione" tells nobody what to write.

    A variable counts if it is filled in with something.
    """
    absent = [
        must
        for must in CATALOGUE[key].must
        if not filled(key, must) or (must not in body and must.upper() not in body)
    ]
    quoted = {must: must if must.startswith("{") else f"«{must}»" for must in absent}
    return [f"Manca {words}: {WHY[must]}." for must, words in quoted.items()]


def _too_long(key: str, body: str) -> list[str]:
    length, limit = characters(filled(key, body)), CATALOGUE[key].limit
    if length <= limit:
        return []
    return [
        f"Il testo è troppo lungo: con le variabili riempite ha {length} caratteri, il massimo è {limit}."
    ]
