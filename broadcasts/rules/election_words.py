"""Names and offices of politicians, which a message leaves out while an electoral period holds: warnings only. Pure.

Law of 22 February 2000, n. 28, article 9; the cases named are orders of Agcom. Whoever declares and whoever
authorises decide: a warning says what was found, which case it resembles, and what to write instead.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .election_names import Person, folded, names_in

SENTENCE = re.compile(r"(?<=[.!?…;])\s+|\n+")


@dataclass(frozen=True)
class Rule:
    """A way to name a political office."""

    key: str
    pattern: "re.Pattern[str]"
    """The pattern, of text without accents, in any case."""
    why: str
    """The case that it resembles."""
    instead: str
    unless: "re.Pattern[str] | None" = None
    """The words of the same sentence that make it harmless."""


@dataclass(frozen=True)
class Warned:
    """A warning to think over. `sentence` says what, why, and what to write instead."""

    key: str
    found: str
    sentence: str


def _pattern(pattern: str) -> "re.Pattern[str]":
    return re.compile(pattern, re.IGNORECASE)


IN_VOTING = _pattern(
    r"\b(?:elezion\w+|elegg\w+|vot(?:o|are|azion\w+|a|ano)|scheda|schede|candidatur\w+|liste|consultazion\w+)\b"
)
RULES = (
    Rule(
        "office",
        _pattern(r"\b(?:vice\s?-?)?sindac(?:o|a|i|he)\b(?!\s+revisor)"),
        "In periodo elettorale non parla e non compare chi amministra: a Coccaglio pesarono firma e foto del sindaco "
        "(Agcom, 328/24/CONS).",
        "Scrivi «il Comune», oppure solo il numero dell'ordinanza.",
        unless=IN_VOTING,
    ),
    Rule(
        "assessor",
        _pattern(r"\bassessor(?:e|a|i|essa|ato|ati)\b"),
        "A Coccaglio bastò «Assessorato alla cultura» su una locandina (Agcom, 328/24/CONS).",
        "Scrivi l'ufficio: «l'ufficio Scuola», «il Comune».",
    ),
    Rule(
        "giunta",
        _pattern(
            r"(?<!deliberazione )(?<!delibera )(?<!deliberazioni )(?<!delibere )"
            r"\b(?:la|una|questa|nostra|della|dalla|alla|nella|di)\s+giunta\b"
            r"(?!\s+(?:la|il|una|un|notizia|al termine))"
            r"|(?<!di )(?<!della )\bgiunta\s+(?:comunale|regionale|municipale)\b"
        ),
        "È un organo politico: Segrate fu richiamata per una lettera di sindaco e assessori alle famiglie (Agcom, "
        "432/20/CONS).",
        "Scrivi «il Comune», e dell'atto solo il numero e la data.",
        unless=_pattern(r"\bdeliber\w+\s+(?:di|della)\s+giunta\b"),
    ),
    Rule(
        "council",
        _pattern(
            r"\bconsiglio comunale\s+(?:ha|hanno|vuole|sostien\w+|conferm\w+|premi\w+|ringrazi\w+|si complimenta)\b"
            r"|\bconsiglier[eai]\s+(?:comunal\w+|regional\w+|delegat\w+|di (?:maggioranza|opposizione|minoranza))"
        ),
        "Racconta che cosa ha fatto un organo politico, e non a che cosa serve il servizio.",
        "Scrivi che cosa cambia per i cittadini, e dell'atto solo il numero e la data.",
        unless=IN_VOTING,
    ),
)
NAMED = (
    "È il nome di chi ha una carica o si candida: Brescia fu richiamata anche per messaggi con gli assessori (Agcom, "
    "125/23/CONS)."
)
NAME_INSTEAD = "Scrivi l'ufficio, non la persona."


def warnings(text: str, people: Iterable[Person] = (), *, any_case: bool = False) -> list[Warned]:
    """List what to think over in a text, each thing once. `people`: who holds an office, or stands for one.

    `any_case`: it is a file's name, or data hidden in a file.
    """
    return [*_named(text, people, any_case), *_worded(text)]


def _named(text: str, people: Iterable[Person], any_case: bool) -> Iterator[Warned]:
    for found in names_in(text, people, any_case=any_case):
        yield Warned("name", found, f"«{found}»: {NAMED} {NAME_INSTEAD}")


def _worded(text: str) -> Iterator[Warned]:
    sentences = [(sentence, folded(sentence)) for sentence in SENTENCE.split(text)]
    for rule in RULES:
        if found := next(filter(None, (_found(rule, *both) for both in sentences)), ""):
            yield Warned(rule.key, found, f"«{found}»: {rule.why} {rule.instead}")


def _found(rule: Rule, sentence: str, plain: str) -> str:
    """Return what a rule finds in this sentence, as it is written there; "" for nothing, or something harmless."""
    found = rule.pattern.search(plain)
    if found is None or (rule.unless and rule.unless.search(plain)):
        return ""
    return sentence[found.start() : found.end()].strip()
