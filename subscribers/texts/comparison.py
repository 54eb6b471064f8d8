"""The comparison of two versions of a text, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

WORDS = re.compile(r"\n|[^\S\n]*[^\s]+|[^\S\n]+")
"""Words with the space before them, and the ends of lines: a space alone would make everything look similar."""


class Change(StrEnum):
    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """A piece of a comparison: words that stay, come, or go."""

    change: Change
    words: str

    @property
    def space(self) -> str:
        """The space before the first word."""
        return self.words[: len(self.words) - len(self.bare)]

    @property
    def bare(self) -> str:
        """The words without the space before them, to be marked; of space alone, all of it."""
        return self.words.lstrip() or self.words

    @property
    def is_added(self) -> bool:
        return self.change is Change.ADDED

    @property
    def is_removed(self) -> bool:
        return self.change is Change.REMOVED


def compare(before: str, after: str) -> list[Piece]:
    """Compare two texts, in the order of reading; what goes comes before what takes its place."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    pieces = []
    for _, old_from, old_to, new_from, new_to in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        gone, come = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        if gone == come:
            pieces.append(Piece(Change.KEPT, gone))
        else:
            pieces += [Piece(Change.REMOVED, gone), Piece(Change.ADDED, come)]
    return [piece for piece in pieces if piece.words]
