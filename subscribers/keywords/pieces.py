"""The pieces of a message that the model weighs: letters in a row, words, pairs of words, and concepts together."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from .concepts import clauses_of
from .normalization import BREAK, QUESTION

SHORTEST, LONGEST = 2, 5
"""Letters in a row, the borders of the word among them."""
LONGEST_WORD = 24
"""The letters of a word that are looked at: of a longer one only the beginning is cut."""
MOST_CONCEPTS = 14
"""The concepts of a clause that are looked at: of a longer one the beginning."""
BEGINNING, END = "^", "$"

Kinds = dict[str, set[str]]


def pieces_of(words: Sequence[str]) -> Kinds:
    """A message's pieces by kind: each kind weighs as much as the others, however many pieces it has."""
    return {
        "letters": set().union(*map(letters_of, {*words})),
        "words": {f"={word}" for word in words},
        "pairs": {f"={one} {two}" for one, two in pairwise([BEGINNING, *words, END])},
        **_concepts(words),
    }


@lru_cache(maxsize=4096)
def letters_of(word: str) -> frozenset[str]:
    """Return the groups of letters in a word: "_is", "isc", "scri", "ione_"; of a mark, none.

    Kept for single words, which people share; never for a message.
    """
    if word in (BREAK, QUESTION):
        return frozenset()
    framed = f"_{word[:LONGEST_WORD]}_"
    sizes = range(SHORTEST, LONGEST + 1)
    return frozenset(framed[at : at + size] for size in sizes for at in range(len(framed) - size + 1))


def _concepts(words: Sequence[str]) -> Kinds:
    """Concepts with and without the form of the verb: alone, next to each other, one before the other, together."""
    alone: set[str] = set()
    neighbours: set[str] = set()
    before: set[str] = set()
    plain: set[str] = set()
    for said in clauses_of(words):
        formed, bare = [concept + form for concept, form in said], [concept for concept, _ in said]
        plain.update(bare)
        for clause in (formed, bare):
            alone.update(f"@{concept}" for concept in clause)
            neighbours.update(f"@{one} {two}" for one, two in pairwise([BEGINNING, *clause, END]))
            before.update(_one_before_the_other(clause[:MOST_CONCEPTS]))
    together = {f"@{one}+{two}" for one in plain for two in plain if one < two}
    return {"concepts": alone, "neighbours": neighbours, "before": before, "together": together}


def _one_before_the_other(clause: list[str]) -> Iterator[str]:
    for at, one in enumerate(clause):
        for two in clause[at + 1 :]:
            yield f"@{one}..{two}"
