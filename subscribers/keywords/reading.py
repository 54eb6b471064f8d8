# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A message as the keyword rules see it: corrected words, clause by clause, and what can be told of them."""

from collections.abc import Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from . import vocabulary as v
from .folding import BREAK, LIMIT, QUESTION, fold
from .names import FIRST_NAMES, SURNAMES
from .spelling import KNOWN, corrected

MARGIN = 10
"""A folded text this close to the limit may have been cut."""

Words = list[str]


@dataclass(frozen=True)
class Message:
    """The words of one message. The words themselves never appear in a log."""

    written: str = field(repr=False)
    tokens: Words = field(repr=False)
    is_whole: bool = True
    """False when the message is longer than what is looked at."""

    @classmethod
    def of(cls, text: str) -> "Message":
        """Read what a citizen wrote."""
        folded = fold(text)
        is_whole = len(text.strip()) <= LIMIT and len(folded) < LIMIT - MARGIN
        return cls(text[:LIMIT], _tokens(folded), is_whole)

    @cached_property
    def clauses(self) -> list[Words]:
        """The words of each clause; "non" and conjunctions such as "perché" begin one."""
        clauses: list[Words] = [[]]
        for token in self.tokens:
            if _begins_clause(token, clauses[-1]):
                clauses.append([])
            if token not in (BREAK, QUESTION):
                clauses[-1].append(token)
        return [clause for clause in clauses if clause]

    @cached_property
    def words(self) -> Words:
        """All words in order."""
        return [token for token in self.tokens if token not in (BREAK, QUESTION)]

    @cached_property
    def said(self) -> frozenset[str]:
        """All words, once."""
        return frozenset(self.words)

    @cached_property
    def words_without_name(self) -> Words:
        """All words in order, less the sender's own name."""
        return without_name(self.words, self._capitalised)

    @cached_property
    def _capitalised(self) -> frozenset[str]:
        """Words written like a name, "Barsanti": capital first, small letters after."""
        pieces = (piece.strip(".,;:!") for piece in self.written.split())
        return frozenset(fold(piece) for piece in pieces if len(piece) > 2 and piece.istitle())

    @cached_property
    def asks(self) -> bool:
        """Whether there is a question mark."""
        return QUESTION in self.tokens

    @cached_property
    def touches_consent(self) -> bool:
        """Whether joining or leaving is spoken of, in whatever form."""
        return any(map(is_about_consent, self.said))

    def says(self, *groups: Set[str]) -> bool:
        """Whether a word of each of these groups occurs."""
        return says(self.words, *groups)


def _begins_clause(token: str, clause: Words) -> bool:
    """Marks and conjunctions do, and so does "cancellatemi", unless "non" stands before it."""
    negated = clause[-1:] and clause[-1] in v.NEGATIONS
    return token in (BREAK, QUESTION) or token in v.NEW_CLAUSE or (token in v.IMPERATIVES and not negated)


def _tokens(folded: str) -> Words:
    said = f" {folded} "
    for phrase, word in v.SAID_OTHERWISE.items():
        said = said.replace(f" {phrase} ", f" {word} ")
    words = [corrected(word) for word in said.split()]
    for at, following in enumerate(words[1:]):
        if words[at] == "un" and following in v.TUSCAN_NOT_BEFORE:
            words[at] = "non"  # "'un mi scrivete più"
    return words


def is_about_consent(word: str) -> bool:
    """Whether a word has to do with joining or leaving, known or misspelt ("iscriversi", "unscrizione")."""
    if word in v.UNRELATED:
        return False
    return word in v.CONSENT_WORDS or word.startswith(v.CONSENT_BEGINNINGS) or "scrizion" in word


def without_name(words: Words, capitalised: frozenset[str]) -> Words:
    """The words less the sender's own name: "Mario Rossi", "Anna Maria Bianchi", "Rossi Mario".

    A surname is a common one, or a word that is nothing else and was written with a capital. After "per", "di",
    "anche" the name is somebody else's, and stays.
    """
    start = next((at for at, word in enumerate(words) if word in FIRST_NAMES), None)
    if start is None or (start > 0 and words[start - 1] in v.BEFORE_OTHERS):
        return words
    end = start
    while end < len(words) and words[end] in FIRST_NAMES:
        end += 1
    if end < len(words) and (words[end] in SURNAMES or words[end] in capitalised - KNOWN):
        end += 1
    elif start > 0 and words[start - 1] in SURNAMES:
        start -= 1
    return words[:start] + words[end:]


def says(words: Words, *groups: Set[str]) -> bool:
    """Whether a word of each of these groups is among `words`."""
    return not any(group.isdisjoint(words) for group in groups)


def follows(words: Words, first: str, seconds: Set[str]) -> bool:
    """Whether `first` stands right before one of `seconds`."""
    return any(word == first and after in seconds for word, after in pairwise(words))
