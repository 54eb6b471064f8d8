"""Learns the weights of the model from the lists of sentences: `make train-words`.

Needs scikit-learn (requirements-train.txt), which nothing else installs. The same lists give the same bytes.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

import numpy
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from subscribers.keywords import model
from subscribers.keywords.message import Message
from subscribers.keywords.model import pieces_of

from . import sentences
from .sentences import KNOWING, OLDER_LISTS, TRAINING, WISHES, Sentence

HALF = 0.5
"""How much counts what was written in series: the older lists, and what somebody wrote who knew the rules."""
SEEN_IN = 2
"""Sentences in which a piece must occur."""
SMOOTHNESS = 3.0
"""The inverse strength of the penalty on large weights."""
MOST_PIECES = 14_500
"""The heaviest stay: the file has at most 300 KB."""
NONE = WISHES.index("none")

Read = dict[str, float]
"""What the model reads of a message: its pieces, and how much each counts."""


def everything() -> list[Sentence]:
    """All that may be learnt from."""
    lists = [*map(sentences.by_writer, TRAINING), *map(sentences.older, OLDER_LISTS)]
    return [sentence for each in lists for sentence in each]


def learn(lessons: list[Sentence]) -> model.Weights:
    """The weights, whole numbers, of every piece that is worth keeping."""
    read = [_read(sentence.text) for sentence in lessons]
    counts = Counter(piece for pieces in read for piece in pieces)
    known = sorted(piece for piece, count in counts.items() if count >= SEEN_IN)
    matrix = _matrix(read, known)
    fitted = LogisticRegression(C=SMOOTHNESS, max_iter=1000, tol=1e-4)
    series = {
        *OLDER_LISTS,
        *(sentence.voice for writer in KNOWING for sentence in sentences.by_writer(writer)),
    }
    importance = [HALF if sentence.voice in series else 1.0 for sentence in lessons]
    fitted.fit(matrix, [WISHES.index(sentence.wish) for sentence in lessons], sample_weight=importance)
    relative = (fitted.coef_ - fitted.coef_[NONE])[:NONE].T
    bias = (fitted.intercept_ - fitted.intercept_[NONE])[:NONE]
    energy = numpy.asarray(matrix.multiply(matrix).sum(axis=0)).ravel()
    heavy = numpy.abs(relative).max(axis=1) * numpy.sqrt(energy)
    kept = sorted(numpy.argsort(-heavy, kind="stable")[:MOST_PIECES])
    table = {known[at]: _whole(relative[at]) for at in kept}
    return {model.BIAS: _whole(bias), **{piece: row for piece, row in table.items() if any(row)}}


def _read(text: str) -> Read:
    """The same measure as model.likelihoods."""
    kinds = pieces_of(Message.of(text).tokens).items()
    return {piece: model.unit(kind, len(pieces)) for kind, pieces in kinds for piece in pieces}


def _matrix(read: list[Read], known: list[str]) -> csr_matrix:
    """A row for each message, a column for each piece."""
    column = {piece: at for at, piece in enumerate(known)}
    found = [
        (row, column[piece], counts)
        for row, pieces in enumerate(read)
        for piece, counts in sorted(pieces.items())
        if piece in column
    ]
    rows, columns, values = zip(*found, strict=True)
    return csr_matrix((values, (rows, columns)), shape=(len(read), len(known)))


def _whole(weights: Iterable[float]) -> tuple[int, ...]:
    return tuple(round(float(weight) * model.SCALE) for weight in weights)


def write(table: model.Weights) -> None:
    """The file, and its hash where the code names it."""
    lines = [f"{piece}\t{row[0]}\t{row[1]}\t{row[2]}\n" for piece, row in table.items()]
    content = "".join(lines).encode()
    model.FILE.write_bytes(content)
    source = model.FILE.with_name("model.py")
    named = re.sub(
        r'^SHA256 = "\w+"',
        f'SHA256 = "{hashlib.sha256(content).hexdigest()}"',
        source.read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    source.write_text(named, encoding="utf-8")


if __name__ == "__main__":
    write(learn(everything()))
