"""The register as the auditor takes it away, in CSV or XLSX: a million events in seconds, in little memory.

The CSV is for programs, or as Excel in Italy opens it: then its moments are on Cascina's clocks, and without the
fractions of a second that Excel would not read. PostgreSQL writes it itself (COPY), ten times as fast. Elsewhere, and
for XLSX, the rows pass through Python one by one. Both ways give the same bytes.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from django.db import connection
from django.db.models import QuerySet

from cascina_whatsapp.presentation.formatting.tables import FOR_EXCEL, FOR_PROGRAMS, Dialect
from subscribers.models import ConsentRecord

from . import columns
from .columns import Column

SHEET_ROWS = 1_048_576 - 1
"""Events on one sheet of Excel, under the headings."""
BLOCK = 256 * 1024
BATCH_SIZE = 2000
"""Rows that are read from the database at a time."""
TELL_EVERY = 10_000
QUOTED = {delimiter: re.compile(rf'[{delimiter}"\r\n]') for delimiter in ",;"}
"""The characters that COPY puts in quotes."""

Progress = Callable[[int], None]
"""Told now and then how many rows have been written."""


class Sink(Protocol):
    """A place where bytes go: a file, or what measures them on their way."""

    def write(self, data: bytes | bytearray, /) -> int:
        """Take these bytes; return how many."""

    def flush(self) -> None:
        """Hold nothing back."""


def headings(chosen: Iterable[Column]) -> list[str]:
    """The first line of the file."""
    return [column.heading for column in chosen]


def rows(
    records: QuerySet[ConsentRecord], chosen: Collection[Column], dialect: Dialect = FOR_PROGRAMS
) -> Iterator[list[str | int]]:
    """Yield the cells of each record, as COPY would print them."""
    for record in columns.select(records, chosen).iterator(BATCH_SIZE):
        yield [_cell(record[column.alias], column, dialect) for column in chosen]


def _cell(value: object, column: Column, dialect: Dialect) -> str | int:
    if column is columns.NUMBER:
        return columns.address(str(value or ""))
    if isinstance(value, datetime) and dialect is FOR_EXCEL:
        return FOR_EXCEL.moment(value)
    return columns.written(value)


def write_csv(
    records: QuerySet[ConsentRecord],
    stream: Sink,
    *,
    with_numbers: bool = False,
    progress: Progress = lambda _: None,
    dialect: Dialect = FOR_PROGRAMS,
) -> int:
    """Write these records to `stream` as UTF-8; return how many."""
    write = copy_csv if connection.vendor == "postgresql" else loop_csv
    stream.write(dialect.mark.encode())
    return write(records, stream, with_numbers=with_numbers, progress=progress, dialect=dialect)


def copy_csv(
    records: QuerySet[ConsentRecord],
    stream: Sink,
    *,
    with_numbers: bool,
    progress: Progress,
    dialect: Dialect = FOR_PROGRAMS,
) -> int:
    """PostgreSQL writes; the rows come in one by one, and go out in blocks."""
    chosen = columns.columns(with_numbers=with_numbers)
    if dialect is FOR_EXCEL:
        chosen = columns.in_figures(chosen)
    selected = columns.select(records, chosen).query.sql_with_params()
    query = connection.ops.compose_sql(*selected)  # type: ignore[attr-defined]  # PostgreSQL's operations alone
    block, count = bytearray(line(headings(chosen), dialect)), 0
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv, DELIMITER '{dialect.delimiter}')") as copy,
    ):
        for count, row in enumerate(copy, start=1):
            block += with_address(row, dialect) if with_numbers else row
            if len(block) >= BLOCK:
                stream.write(block)
                block.clear()
            if count % TELL_EVERY == 0:
                progress(count)
    stream.write(block)
    return count


def with_address(row: bytes | memoryview, dialect: Dialect = FOR_PROGRAMS) -> bytes:
    """A line of COPY with its last cell, the encrypted number, in clear. Nothing in it calls for quotes."""
    others, comma, stored = bytes(row).rstrip(b"\n").rpartition(dialect.delimiter.encode())
    return others + comma + line([columns.address(stored.decode())], dialect)


def loop_csv(
    records: QuerySet[ConsentRecord],
    stream: Sink,
    *,
    with_numbers: bool,
    progress: Progress,
    dialect: Dialect = FOR_PROGRAMS,
) -> int:
    """The same, in Python."""
    chosen, count = columns.columns(with_numbers=with_numbers), 0
    stream.write(line(headings(chosen), dialect))
    for count, row in enumerate(rows(records, chosen, dialect), start=1):
        stream.write(line(row, dialect))
        if count % TELL_EVERY == 0:
            progress(count)
    return count


def line(cells: Sequence[str | int], dialect: Dialect = FOR_PROGRAMS) -> bytes:
    """One line of CSV, quoted just where COPY quotes."""
    texts, needs_quotes = (str(cell) for cell in cells), QUOTED[dialect.delimiter].search
    quoted = ('"' + text.replace('"', '""') + '"' if needs_quotes(text) else text for text in texts)
    return (dialect.delimiter.join(quoted) + "\n").encode()


def write_xlsx(
    records: QuerySet[ConsentRecord],
    stream: Sink,
    *,
    with_numbers: bool = False,
    progress: Progress = lambda _: None,
) -> int:
    """Write these records to `stream` as a sheet of Excel; return how many."""
    from openpyxl import Workbook  # a large library, where somebody has asked for a sheet
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    chosen, count = columns.columns(with_numbers=with_numbers), 0
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Registro dei consensi")
    sheet.freeze_panes = "A2"
    sheet.append(headings(chosen))
    for count, row in enumerate(rows(records, chosen), start=1):
        sheet.append([_legal(cell, ILLEGAL_CHARACTERS_RE) for cell in row])
        if count % TELL_EVERY == 0:
            progress(count)
    book.save(stream)
    return count


def _legal(cell: str | int, illegal: re.Pattern[str]) -> str | int:
    """Remove control characters, which a sheet can't hold; what stood behind one begins no formula."""
    if not isinstance(cell, str):
        return cell
    legal = illegal.sub("", cell)
    return legal if legal[:1] == cell[:1] else columns.harmless(legal)
