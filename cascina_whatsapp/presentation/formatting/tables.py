"""Tables to take away as CSV, in the one way of the whole project.

Cells are parted by semicolons, after a mark for UTF-8: so Excel in Italy opens the CSV by a double click. A moment
is ISO 8601 with its distance from UTC, which tells apart the hour that comes twice in autumn. No cell
begins a formula.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from .dates import in_rome

ROWS_AT_A_TIME = 5000
"""The rows that are written before they leave: a million are never in memory together."""
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
"""The beginnings of a formula (OWASP, CSV injection; the wide ones for Asian spreadsheets), and our apostrophe."""
Row = Sequence[object]


class Sink(Protocol):
    """A place where bytes go: a file, or what measures them on their way."""

    def write(self, data: bytes, /) -> int:
        """Take these bytes; return how many."""

    def flush(self) -> None:
        """Hold nothing back."""


def written(table: Iterable[Row]) -> Iterator[bytes]:
    """The table as CSV in UTF-8, in pieces. Cells are texts, numbers, moments, or None for nothing."""
    text = io.StringIO("\ufeff")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text, delimiter=";")
    for count, row in enumerate(table, start=1):
        writer.writerow([cell(value) for value in row])
        if count % ROWS_AT_A_TIME == 0:
            yield _taken(text)
    yield _taken(text)


def cell(value: object) -> object:
    """One value as a cell of the CSV; a spreadsheet runs no text behind an apostrophe."""
    if isinstance(value, datetime):
        return in_rome(value).isoformat(timespec="seconds")
    if isinstance(value, str) and value.startswith(FORMULAS):
        return f"'{value}"
    return value


def _taken(text: io.StringIO) -> bytes:
    taken = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return taken
