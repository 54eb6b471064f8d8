"""The lists of sentences: what somebody writes, what they wish, whose voice it is. See sentences/README.md."""

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from subscribers.keywords import Understanding, understand
from subscribers.keywords.message import Message

FOLDER = Path(__file__).parent
WISHES = ("join", "leave", "doubt", "none")
OLDER = {"opt-in": "join", "opt-out": "leave", "ambiguous": "doubt", "other": "none"}
"""The words of the older lists → those of the newer ones."""
OLDER_LISTS = ("sample", "unseen", "wild")
TRAINING = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15)
"""Writers whose sentences the model learns from; the last three knew what the rules had overlooked."""
KNOWING = (14, 15)
"""Of these, who wrote short series for what was missing: each of their sentences counts half."""
HELD_OUT = (11, 12)
"""Writers whose sentences nothing ever learns from: they judge. See sentences/README.md."""

ZONES = (
    "Arnaccio", "Casciavola", "Cascina", "Laiano", "Latignano", "Marciana", "Montione", "Musigliano", "Navacchio",
    "Pettori", "Ripoli", "San Benedetto", "San Casciano", "San Frediano a Settimo", "San Giorgio a Bibbiano",
    "San Lorenzo a Pagnatico", "San Lorenzo alle Corti", "San Prospero", "San Sisto al Pino",
    "Santo Stefano a Macerata", "Titignano", "Visignano", "Zambra",
)  # fmt: skip
"""The zones of a new installation."""


class Sentence(NamedTuple):
    """A whole message as somebody may write it, and what a careful clerk makes of it."""

    text: str
    wish: str
    voice: str


@cache
def understood(text: str) -> Understanding:
    """What is understood of a sentence of these lists: several tests ask, and reading four thousand takes seconds."""
    return understand(text, zones=ZONES)


@cache
def older(name: str) -> list[Sentence]:
    """One of OLDER_LISTS."""
    with (FOLDER / f"keywords-{name}.csv").open(encoding="utf-8", newline="") as file:
        return [Sentence(row["text"], OLDER[row["label"]], name) for row in csv.DictReader(file)]


@cache
def by_writer(writer: int) -> list[Sentence]:
    """All that one writer wrote, in many voices."""
    kind = "training" if writer in TRAINING else "held-out"
    with (FOLDER / "sentences" / f"{kind}-{writer}.csv").open(encoding="utf-8", newline="") as file:
        return [Sentence(row["text"], row["wish"], row["voice"]) for row in csv.DictReader(file)]


def by_writers(writers: Iterable[int]) -> list[Sentence]:
    """All that several wrote."""
    return [sentence for writer in writers for sentence in by_writer(writer)]


def unlike_any_learnt() -> list[Sentence]:
    """What the judges wrote, without what reads the same as a sentence that was learnt from: "Stop", "Iscrizione"."""
    learnt = [*by_writers(TRAINING), *(sentence for name in OLDER_LISTS for sentence in older(name))]
    known = {tuple(Message.of(sentence.text).words) for sentence in learnt}
    return [each for each in by_writers(HELD_OUT) if tuple(Message.of(each.text).words) not in known]
