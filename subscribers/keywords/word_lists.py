"""The words that the rules and the model read. People write them down and mend them, in `words/*.toml`.

The files are read once, when the first list is asked for; around.toml says how they are written.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from .normalization import fold

FOLDER = Path(__file__).with_name("words")


@cache
def rows() -> dict[str, Any]:
    """The rows of all files, by their names."""
    files = (tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml")))
    return {name: row for file in files for name, row in file.items()}


def folded(written: str) -> str:
    """A word or phrase of the files as messages have it; most are written so, and need no look at each letter."""
    return written if written.isascii() and written.replace(" ", "").isalpha() else fold(written)


class WordLists:
    """The lists by their names, `WORDS.NEWS`: each is put together when it is asked for, and stays."""

    def __getattr__(self, name: str) -> frozenset[str]:
        """Put a list together: its words, and those of the lists that it names, but for those it is without."""
        if not name.isupper() or name not in rows():
            raise AttributeError(name)
        row = rows()[name]
        words, without = (row["words"], row["without"]) if isinstance(row, dict) else (row, "")
        found = self._all(words) - self._all(without)
        setattr(self, name, found)
        return found

    def _all(self, written: str) -> frozenset[str]:
        pieces = written.split()
        named = (getattr(self, piece) for piece in pieces if piece.isupper())
        return frozenset(folded(piece) for piece in pieces if not piece.isupper()).union(*named)


WORDS = WordLists()
OFFICE_BEGINNINGS = tuple(WORDS.OTHER_OFFICE_BEGINNINGS)
CONSENT_BEGINNINGS = tuple(WORDS.CONSENT_BEGINNINGS)
