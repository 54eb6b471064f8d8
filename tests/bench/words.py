"""How many messages are understood in a second, and how long the worst of them takes; part of `make bench`.

Odd ones on purpose, far longer than any citizen's: what no regular expression and no table may be slow at.
"""

import json
import random
import sys
import time
from collections.abc import Callable
from statistics import median

from subscribers.keywords import Intent, evidence, understand
from tests.subscribers.keywords.sentences import OLDER_LISTS, TRAINING, by_writer, older

from .measuring import scaled

ROUNDS, TRIES = scaled(5, small=1), scaled(20, small=1)
SOME = random.Random(1)
LETTERS = "abcdefghilmnopqrstuvz"


def measures(database: str, redis_url: str) -> dict[str, dict]:
    """The examples of the tests, as citizens might write them all day, and what somebody might write to hurt."""
    sentences = [sentence for name in OLDER_LISTS for sentence in older(name)]
    stories = [sentence.text for sentence in by_writer(TRAINING[0])]
    began = time.perf_counter()
    for _ in range(ROUNDS):
        understood = [understand(sentence.text) for sentence in sentences]
    rate = ROUNDS * len(sentences) / (time.perf_counter() - began)
    for wish in (Intent.JOIN, Intent.LEAVE):
        found = [
            one.intent for one, sentence in zip(understood, sentences, strict=True) if sentence.wish == wish
        ]
        assert found.count(wish) > len(found) * 0.9, f"{wish}: {found.count(wish)} of {len(found)}"
    assert evidence("Iscrizione") == "Iscrizione"
    return {
        "words, examples": {"messages/s": round(rate)},
        "words, as citizens write": {
            "median, ms": round(median(milliseconds(understand, text) for text in stories), 2)
        },
        "words, odd": {
            "slowest to understand, ms": max(milliseconds(understand, text) for text in odd()),
            "slowest to keep words of, ms": max(milliseconds(evidence, text) for text in odd()),
        },
    }


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
