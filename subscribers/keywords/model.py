"""The model that says how likely a message asks to join or to leave, learnt from sentences, and what it weighs.

It weighs letters in a row, words, pairs of words, and concepts together. It asks; the rules decide. `make train-
words` writes the weights (docs/decisions/0024-rules-decide-a-model-asks.md).
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from math import exp, sqrt

from .concepts import clauses_of
from .message import Message
from .normalization import BREAK, FOLDER, QUESTION

SHORTEST, LONGEST = 2, 5
"""Letters in a row, the borders of the word among them."""
LONGEST_WORD = 24
"""The letters of a word that are looked at: of a longer one only the beginning is cut."""
MOST_CONCEPTS = 14
"""The concepts of a clause that are looked at: of a longer one the beginning."""
BEGINNING, END = "^", "$"

Kinds = dict[str, set[str]]
FILE = FOLDER / "weights.tsv"
SHA256 = "94a50fd48d7003735d0d230efc7a280ae666000391e5daba2c80c09723b7d5ad"
"""The digest of the file of weights, as the register names them: other weights are another version."""
WISHES = ("join", "leave", "doubt")
"""The columns of the file. What none of them weighs is nothing of ours."""
BIAS = "*bias"
SCALE = 64.0
"""The weights are whole numbers: this many to a unit."""
SHARE = {"together": 0.5}
"""The weight of a kind of pieces beside the others; 1 for those that are not named."""
Row = tuple[int, ...]
Weights = dict[str, Row]


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


@dataclass(frozen=True)
class Likelihoods:
    """The likelihood of each meaning, between 0 and 1; the four make 1."""

    join: float
    leave: float
    doubt: float
    none: float


@dataclass(frozen=True)
class Weighed:
    """A word of the message, and how much it speaks for each of WISHES, in units of the model."""

    word: str = field(repr=False)
    for_wish: tuple[float, ...]


@lru_cache(maxsize=1)
def weights() -> Weights:
    """Read how much each piece weighs for each of WISHES. Read once by each process."""
    lines = (line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines())
    return {piece: tuple(map(int, row)) for piece, *row in lines}


def file_hash() -> str:
    """The SHA-256 of the file as it lies there."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()


def unit(kind: str, pieces: int) -> float:
    """Return how much one piece of its kind counts, where the message has so many of them."""
    return SHARE.get(kind, 1.0) / sqrt(pieces or 1)


def likelihoods(message: Message) -> Likelihoods:
    """Estimate what the message means. Never raises; the same text always gives the same answer."""
    return _likelihoods(tuple(message.tokens))


@lru_cache(maxsize=2)
def _likelihoods(tokens: tuple[str, ...]) -> Likelihoods:
    """Compute likelihoods, kept for the message at hand: several rules ask about it."""
    table = weights()
    join, leave, doubt = map(float, table[BIAS])
    for kind, pieces in pieces_of(tokens).items():
        one = unit(kind, len(pieces))
        joins = leaves = doubts = 0
        for piece in pieces:  # one loop, since here most of the time goes
            if row := table.get(piece):
                joins += row[0]
                leaves += row[1]
                doubts += row[2]
        join, leave, doubt = join + one * joins, leave + one * leaves, doubt + one * doubts
    return _shares(join / SCALE, leave / SCALE, doubt / SCALE)


def weighed(message: Message) -> list[Weighed]:
    """Weigh each word of the message, with its letters and its neighbours; the heaviest first."""
    table, kinds = weights(), pieces_of(message.tokens)
    words = dict.fromkeys(message.words)
    found = [Weighed(word, _weight_of(word, table, kinds)) for word in words]
    return sorted(found, key=lambda each: max(map(abs, each.for_wish)), reverse=True)


def _weight_of(word: str, table: Weights, kinds: dict[str, set[str]]) -> tuple[float, ...]:
    pairs = {pair for pair in kinds["pairs"] if word in pair[1:].split()}
    own: dict[str, Iterable[str]] = {"letters": {*letters_of(word)}, "words": {f"={word}"}, "pairs": pairs}
    sums = [0.0] * len(WISHES)
    for kind, pieces in own.items():
        one = unit(kind, len(kinds[kind])) / SCALE
        for piece in pieces:
            sums = [
                so_far + one * more for so_far, more in zip(sums, table.get(piece, (0, 0, 0)), strict=True)
            ]
    return tuple(sums)


def _shares(join: float, leave: float, doubt: float) -> Likelihoods:
    highest = max(join, leave, doubt, 0.0)
    raised = [exp(score - highest) for score in (join, leave, doubt, 0.0)]
    return Likelihoods(*(each / sum(raised) for each in raised))
