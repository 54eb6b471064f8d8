"""An uploaded list, read in a child process (`rules.lists`) → the rows that `checking` looks at."""

from tablib import Dataset

from cascina_whatsapp.security import untrusted_files
from subscribers.rules import lists
from subscribers.rules.lists import COLUMNS, UnreadableFile

LINE = "riga"
"""A fifth column, of our own: where in the file the row stands."""
TOO_COMPLEX = (
    "Il file è troppo complesso: copia le sole quattro colonne in un foglio nuovo, salvalo come CSV"
    " e carica quello."
)
BUSY = "In questo momento siamo occupati: riprova fra poco."


def read(content: bytes) -> Dataset:
    """The rows of the file that aren't empty, each with its line. Raises UnreadableFile."""
    if len(content) > lists.MOST_BYTES:
        raise UnreadableFile(lists.TOO_LARGE)
    dataset = Dataset(headers=[LINE, *COLUMNS])
    for row in _rows(content):
        dataset.append(lists.understood(row))
    return dataset


def _rows(content: bytes) -> list[list[object]]:
    try:
        facts, _ = untrusted_files.read(lists.listed, content)
    except untrusted_files.TooComplex:
        raise UnreadableFile(TOO_COMPLEX) from None
    except untrusted_files.Busy:
        raise UnreadableFile(BUSY) from None
    if "refused" in facts:
        raise UnreadableFile(str(facts["refused"]))
    rows: list[list[object]] = facts["rows"]
    return rows
