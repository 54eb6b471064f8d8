"""Tables to take away as CSV, in two ways: as Excel in Italy opens them, and as programs read them.

Excel in Italy takes a file for a table where cells are parted by semicolons, for UTF-8 where it begins with a mark,
and for a moment what looks like "08/06/2026 10:00:00". Programs expect RFC 4180 and ISO 8601. Either way no cell
begins a formula.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from .dates import in_rome, moment_in_figures

ROWS_AT_A_TIME = 5000
"""The rows that are written before they leave: a million are never in memory together."""
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
"""The beginnings of a formula (OWASP, CSV injection; the wide ones for Asian spreadsheets), and our apostrophe."""


@dataclass(frozen=True)
class Dialect:
    """The way in which a table is written."""

    mark: str
    delimiter: str
    moment: Callable[[datetime], str]


def _for_excel(moment: datetime) -> str:
    return moment_in_figures(moment, seconds=True)


def _for_programs(moment: datetime) -> str:
    """Write a moment with its distance from UTC, which tells apart the hour that comes twice in autumn."""
    return in_rome(moment).isoformat(timespec="seconds")


FOR_EXCEL = Dialect("\ufeff", ";", _for_excel)
FOR_PROGRAMS = Dialect("", ",", _for_programs)


def written(table: Iterable[Sequence[object]], dialect: Dialect) -> Iterator[bytes]:
    """The table as UTF-8, in pieces. Cells are texts, numbers, moments, or None for nothing."""
    text = io.StringIO(dialect.mark)
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text, delimiter=dialect.delimiter)
    for count, row in enumerate(table, start=1):
        writer.writerow([cell(value, dialect) for value in row])
        if count % ROWS_AT_A_TIME == 0:
            yield _taken(text)
    yield _taken(text)


def cell(value: object, dialect: Dialect = FOR_EXCEL) -> object:
    """One value as a cell of that dialect."""
    match value:
        case None:
            return ""
        case datetime():
            return dialect.moment(value)
        case str():
            return harmless(value)
    return value


def harmless(text: str) -> str:
    """Put an apostrophe in front of what a spreadsheet would take for a formula, and run."""
    return f"'{text}" if text.startswith(FORMULAS) else text


def _taken(text: io.StringIO) -> bytes:
    taken = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return taken
