"""The files of words: nothing stands in them twice, or where no message can ever meet it."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import subscribers
from subscribers.keywords.normalization import FOLDER, WORDS, fold, folded, rows

CODE = "".join(path.read_text(encoding="utf-8") for path in Path(subscribers.__file__).parent.rglob("*.py"))
USED = set(re.findall(r"\b(?:w|WORDS)\.([A-Z_]+)\b", CODE))
LISTS = {
    name: row if isinstance(row, dict) else {"words": row} for name, row in rows().items() if name.isupper()
}


def twice(things: Iterable[str]) -> list[str]:
    return [thing for thing, times in Counter(things).items() if times > 1]


def in_lists() -> Iterator[str]:
    """What is wrong with the lists: what nothing reads, what a list has already, what is not there to be left out."""
    named = USED.union(*(filter(str.isupper, " ".join(row.values()).split()) for row in LISTS.values()))
    yield from (f"{name}: nothing reads it" for name in LISTS if name not in named)
    yield from (f"{name}: no such list" for name in named if name not in LISTS)
    for name, row in LISTS.items():
        pieces = row["words"].split()
        own = [folded(piece) for piece in pieces if not piece.isupper()]
        others = [word for piece in pieces if piece.isupper() for word in getattr(WORDS, piece)]
        yield from (f"{name}: “{word}” twice" for word in twice([*own, *{*others}]))
        yield from (f"{name}: “{word}” is none" for word in own if fold(word) != word or " " in word)
        left_out = {word for word in row.get("without", "").split() if not word.isupper()}
        yield from (f"{name}: “{word}” is not left out" for word in left_out - {*own, *others})


def in_tables() -> Iterator[str]:
    """What is wrong with idioms and concepts: of a phrase or word with two meanings the second never counts."""
    idioms = [
        folded(phrase)
        for table in ("idioms", "idioms_abroad")
        for phrases in rows()[table].values()
        for phrase in phrases.strip().splitlines()
    ]
    concepts = [
        word.replace(stem := word.rstrip("*"), folded(stem))
        for table in ("concepts", "concepts_abroad")
        for words in rows()[table].values()
        for word in words.split()
    ]
    yield from (f"“{said}” twice" for said in (*twice(idioms), *twice(concepts)))
    yield from (f"“{said}” is none" for said in idioms if fold(said) != said)
    yield from (f"“{word}” is none" for word in concepts if fold(word) != word.rstrip("*") or " " in word)


def test_no_word_stands_twice_or_for_nothing():
    names = [
        name for path in FOLDER.glob("*.toml") for name in tomllib.loads(path.read_text(encoding="utf-8"))
    ]
    assert [f"{name} in two files" for name in twice(names)] == []
    assert [*in_lists(), *in_tables()] == []
