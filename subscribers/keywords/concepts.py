"""The concepts that the words of a message speak of, in any language: "send", "me", "not"; and their forms."""

from collections.abc import Sequence
from functools import lru_cache

from .normalization import BREAK, OFFICE_BEGINNINGS, QUESTION, folded, rows
from .normalization import WORDS as w

STEM = "*"
SHORTEST_STEM = 2
IDEOGRAM = "\u2e80"
"""The first of the characters that are words without spaces between them."""
OFFICE, ASKS = "office", "asks"
FORMED = frozenset({"join", "add", "remove", "stop", "send", "get"})
"""The concepts of what somebody does: "toglietemi" is for oneself, "togliersi" is not."""
FORMS = (
    (("temi", "ami", "imi", "emi", "teme", "temici", "temeli", "temela", "temelo"), "!me"),
    (("rmi", "rme", "rmene", "mmi"), "~me"),
    (("rsi", "rti", "rci", "rvi", "rgli", "tevi", "tegli", "telo", "tela", "lo", "la"), "~other"),
    (("ione", "ioni", "ion"), "-noun"),
    (("to", "ta", "ti"), "-done"),
    (("te",), "!"),
    (("re", "r"), "-verb"),
    (("o",), "-first"),
)
"""Endings → what is added to the concept, the first that fits."""


def _read(table: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Read the words of a table, and the stems, each with its concept."""
    whole: dict[str, str] = {}
    stems: dict[str, str] = {}
    for concept, words in table.items():
        for word in words.split():
            (stems if word.endswith(STEM) else whole)[folded(word.rstrip(STEM))] = concept
    return whole, stems


ITALIAN_WORDS, ITALIAN_STEMS = _read(rows()["concepts"])
FOREIGN_WORDS, FOREIGN_STEMS = _read(rows()["concepts_abroad"])
WHOLE, STEMS = FOREIGN_WORDS | ITALIAN_WORDS, FOREIGN_STEMS | ITALIAN_STEMS
LONGEST_STEM = max(map(len, STEMS))
IDEOGRAMS = sorted((word for word in WHOLE if word >= IDEOGRAM), key=len, reverse=True)


@lru_cache(maxsize=4096)
def concept_of(word: str) -> str:
    """The concept that a folded word speaks of; "" for the many that speak of none of these."""
    if word in w.OTHER_OFFICES or word.startswith(OFFICE_BEGINNINGS):
        return OFFICE
    if word in WHOLE:
        return WHOLE[word]
    if word in w.FIRST_NAMES:
        return ""
    for length in range(min(len(word), LONGEST_STEM), SHORTEST_STEM - 1, -1):
        if word[:length] in STEMS:
            return STEMS[word[:length]]
    return next((WHOLE[piece] for piece in IDEOGRAMS if piece in word), "") if word >= IDEOGRAM else ""


@lru_cache(maxsize=4096)
def is_foreign(word: str) -> bool:
    """Tell whether only another language gives the word a concept."""
    concept = concept_of(word)
    return concept not in ("", OFFICE) and word not in ITALIAN_WORDS and not _begins_in_italian(word)


def _begins_in_italian(word: str) -> bool:
    return any(word[:length] in ITALIAN_STEMS for length in range(SHORTEST_STEM, len(word) + 1))


@lru_cache(maxsize=4096)
def form_of(word: str) -> str:
    """Return how something is done: "!me" for "toglietemi", "~other" for "togliersi"; "" if the ending is mute."""
    return next((form for endings, form in FORMS if word.endswith(endings)), "")


def clauses_of(tokens: Sequence[str]) -> list[list[tuple[str, str]]]:
    """List concept and form of each word, clause by clause, in order. A question mark is a concept, too."""
    clauses: list[list[tuple[str, str]]] = [[]]
    for token in tokens:
        if token == QUESTION:
            clauses[-1].append((ASKS, ""))
        elif token != BREAK:
            _add(clauses[-1], token)
        if token in (BREAK, QUESTION):
            clauses.append([])
    return [clause for clause in clauses if clause]


def _add(clause: list[tuple[str, str]], word: str) -> None:
    concept = concept_of(word)
    said = concept, form_of(word) if concept in FORMED else ""
    if concept and clause[-1:] != [said]:
        clause.append(said)
