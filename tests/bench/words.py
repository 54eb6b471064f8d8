# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many messages are understood in a second, and how long the worst of them takes; part of `make bench`.

Odd ones on purpose, far longer than any citizen's: what no regular expression and no table may be slow at.
"""

import csv
import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from subscribers.keywords import evidence, understand

LISTS = Path(__file__).parents[1] / "subscribers" / "keywords"
ROUNDS, TRIES = 5, 20
SOME = random.Random(1)
LETTERS = "abcdefghilmnopqrstuvz"


def measures(database: str, redis_url: str) -> dict[str, dict]:
    """The examples of the tests, as citizens might write them all day, and what somebody might write to hurt."""
    texts = [text for name in ("sample", "unseen", "wild") for text in examples(name)]
    began = time.perf_counter()
    for _ in range(ROUNDS):
        for text in texts:
            understand(text)
    rate = ROUNDS * len(texts) / (time.perf_counter() - began)
    return {
        "words, examples": {"messages/s": round(rate)},
        "words, odd": {
            "slowest to understand, ms": max(milliseconds(understand, text) for text in odd()),
            "slowest to keep words of, ms": max(milliseconds(evidence, text) for text in odd()),
        },
    }


def examples(name: str) -> list[str]:
    """The sentences of one of the tests' lists."""
    with (LISTS / f"keywords-{name}.csv").open(encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


def milliseconds(work: Callable[[str], object], text: str) -> float:
    """How long it takes: the best of several tries, since others work on the machine, too."""
    took = []
    for _ in range(TRIES):
        began = time.perf_counter()
        work(text)
        took.append(time.perf_counter() - began)
    return round(min(took) * 1000, 2)


def odd() -> list[str]:
    """Long, repeated, nested, misspelt, expanding, invisible."""
    near = ["iscrizionx", "cancellaziome", "vorreu", "iscriverni", "scrizioni"]
    pieces = [
        *(
            "a",
            "è",
            "İ",
            "ß",
            "ﷺ",
            "ﷻ",
            "㌀",
            "❌",
            "🙏",
            "❓",
            "\u0336",
            "\u202e",
            "\ud800",
            "\x00",
            ",",
            "1",
            "+",
            "~",
        ),
        *(
            "a ",
            "a b c , ",
            "1 s c r ",
            "a.b",
            "?!",
            "://",
            "a@b ",
            "❌ ",
            "è1 ",
            "1a1b1",
            "i\u0336\u0301\u0302",
            "'",
            "o'",
        ),
        *(
            "non ",
            "un ",
            "per favore ",
            "con la presente ",
            "iscrizione ",
            "cancellatemi non ",
            "mi cancella ",
        ),
        *("Mario Rossi ", "Abcdefghi ", "Mario Rossi Iscrizione ", "stare nella ", "iscri ", "zione "),
    ]
    lengths = (400, 500, 501, 100_000)
    repeated = [(piece * (length // len(piece) + 1))[:length] for piece in pieces for length in lengths]
    scrambled = [
        " ".join(word(size) for _ in range(500 // size)) for size in (1, 2, 5, 8, 12, 24, 25, 100, 500)
    ]
    return [*repeated, *scrambled, " ".join(SOME.choices(near, k=50)), word(100_000)]


def word(size: int) -> str:
    """Letters at random."""
    return "".join(SOME.choices(LETTERS, k=size))


if __name__ == "__main__":
    sys.stdout.write(f"{json.dumps(measures('', ''))}\n")
