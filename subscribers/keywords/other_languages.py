"""The meaning of words announced in another language. The languages come in from outside: they are data.

Stricter than the Italian rules, since only the announced words and those that may stand beside them are known: no
slip is forgiven, and a message with any other word never joins. Leaving is generous: one clause that says so is
enough, whatever the others say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property, lru_cache

from .normalization import BREAK, LIMIT, QUESTION, fold
from .normalization import WORDS as w

Words = list[str]
Phrases = frozenset[str]
AROUND_CHOICE = {"in"}
"""The words around a choice: "in english, please"."""


class Wish(Enum):
    """The wish that was said in another language."""

    JOIN = auto()
    LEAVE = auto()
    UNCLEAR = auto()
    """Words of joining or leaving, beside words that nobody here knows."""
    LANGUAGE = auto()
    """The wish to be answered in that language from now on."""


@dataclass(frozen=True)
class LanguageWords:
    """The announced words of one language, folded: phrases of a few words each."""

    code: str
    version: int
    """The version of the language that announced them: the register tells it."""
    joins: Phrases = frozenset()
    leaves: Phrases = frozenset()
    chooses: Phrases = frozenset()
    courtesies: Phrases = frozenset()
    """Words that may stand beside the announced ones, and say nothing by themselves."""
    others: Phrases = frozenset()
    """Words by which the language is recognised, and which may stand beside those of leaving."""

    @classmethod
    def of(cls, code: str, version: int, **groups: Iterable[str]) -> "LanguageWords":
        """Fold the words of a language, as people write them."""
        folded = {name: frozenset(filter(None, map(fold, words))) for name, words in groups.items()}
        return cls(code, version, **folded)

    @cached_property
    def spoken(self) -> frozenset[str]:
        """The single words that the register may keep: those that a language announces, and courtesies."""
        return _single(self.joins | self.leaves | self.chooses | self.courtesies | self.others)

    @cached_property
    def telling(self) -> Phrases:
        """The phrases by which the language is recognised."""
        return self.joins | self.leaves | self.chooses | self.others

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """The first words of what a language announces: most messages have none of them."""
        return frozenset(phrase.split()[0] for phrase in self.joins | self.leaves | self.chooses)

    @cached_property
    def around(self) -> frozenset[str]:
        """Single words that may stand beside the announced ones."""
        return _single(self.courtesies) | w.POLITE_ABROAD

    @cached_property
    def around_leaving(self) -> frozenset[str]:
        """The words that may stand beside a word of leaving."""
        return self.around | _single(self.others) | w.NEWS


@dataclass(frozen=True)
class Heard:
    """A wish, in which language, and by which of its versions."""

    wish: Wish
    language: str
    version: int

    @property
    def rule(self) -> str:
        """The rule as the register names it: "language-join-sq-2"."""
        return f"language-{self.wish.name.lower()}-{self.language}-{self.version}"


def heard(text: str, languages: Sequence[LanguageWords]) -> Heard | None:
    """Find what `text` says in one of these languages; None where it holds none of their announced words."""
    if not languages:
        return None
    clauses, asks = _clauses(fold(text))
    is_whole = len(text.strip()) <= LIMIT
    for language in languages:
        if wish := _wish(clauses, language, may_join=is_whole and not asks, asks=asks):
            return Heard(wish, language.code, language.version)
    return None


def told_by(text: str, languages: Iterable[LanguageWords]) -> str:
    """The code of the first of these languages of which a word stands in what was written; "" where none does."""
    words = [word for clause in _clauses(fold(text))[0] for word in clause]
    spoken = (language.code for language in languages if _without(words, language.telling) != words)
    return next(spoken, "")


def _single(phrases: Phrases) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word in phrase.split())


def _clauses(folded: str) -> tuple[list[Words], bool]:
    clauses: list[Words] = [[]]
    for token in folded.split():
        if token in (BREAK, QUESTION):
            clauses.append([])
        else:
            clauses[-1].append(token)
    return [clause for clause in clauses if clause], QUESTION in folded


def _wish(clauses: list[Words], language: LanguageWords, *, may_join: bool, asks: bool) -> Wish | None:
    words = [word for clause in clauses for word in clause]
    if language.beginnings.isdisjoint(words):
        return None
    if not asks and _is_only(words, language.chooses, language.around | AROUND_CHOICE):
        return Wish.LANGUAGE
    left = [_without(clause, language.leaves) for clause in clauses]
    joins = any(_without(rest, language.joins) != rest for rest in left)
    if left != clauses:
        goodbye = any(
            rest != clause and language.around_leaving.issuperset(rest)
            for rest, clause in zip(left, clauses, strict=True)
        )
        return Wish.LEAVE if goodbye and not (asks or joins) else Wish.UNCLEAR
    if joins:
        return Wish.JOIN if may_join and _is_only(words, language.joins, language.around) else Wish.UNCLEAR
    return None


def _is_only(words: Words, phrases: Phrases, around: frozenset[str]) -> bool:
    """Tell whether words are one of the phrases, and nothing else but words that may stand around it."""
    rest = _without(words, phrases)
    return rest != words and around.issuperset(rest)


def _without(words: Words, phrases: Phrases) -> Words:
    """Take the longest of the phrases that stands among words out of them; return all where none does."""
    for said in _longest_first(phrases):
        if (at := _at(words, said)) is not None:
            return words[:at] + words[at + len(said) :]
    return words


@lru_cache(maxsize=256)
def _longest_first(phrases: Phrases) -> tuple[Words, ...]:
    """Split phrases into words, the longest first: there are a few sets of them, and every message asks."""
    return tuple(phrase.split() for phrase in sorted(phrases, key=len, reverse=True))


def _at(words: Words, said: Words) -> int | None:
    """Find where the words of a phrase stand in a row; None where they don't."""
    starts = (at for at, word in enumerate(words) if word == said[0])
    return next((at for at in starts if words[at : at + len(said)] == said), None)
