# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register as the auditor takes it away, in CSV or XLSX: a million events in seconds, in little memory.

The CSV is for programs, or as Excel in Italy opens it: then its moments are on Cascina's clocks, and without the
fractions of a second that Excel would not read. PostgreSQL writes it itself (COPY). Elsewhere, and for XLSX, the rows
pass through django-import-export's resource one by one. Both ways give the same bytes.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol

from django.db import connection
from django.db.models import Model, QuerySet
from import_export import fields, resources, widgets
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from cascina_whatsapp.formatting.tables import FOR_EXCEL, FOR_PROGRAMS, Dialect
from subscribers.models import ConsentRecord

from . import columns

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


class Cell(widgets.Widget):
    """A value as COPY would print it."""

    def __init__(self, dialect: Dialect) -> None:
        super().__init__()
        self.dialect = dialect

    def render(self, value: object, obj: Model | None = None, **kwargs: Any) -> str | int:
        if isinstance(value, datetime) and self.dialect is FOR_EXCEL:
            return FOR_EXCEL.moment(value)
        return columns.written(value)


class Address(widgets.Widget):
    """A number that the database has encrypted, in clear."""

    def render(self, value: object, obj: Model | None = None, **kwargs: Any) -> str:
        return columns.address(str(value or ""))


class ConsentRecordResource(resources.Resource):
    """The export of the register; nothing is ever imported into it."""

    def __init__(self, *, with_numbers: bool = False, dialect: Dialect = FOR_PROGRAMS) -> None:
        super().__init__()
        self.columns = columns.columns(with_numbers=with_numbers)
        self.fields = {
            column.alias: fields.Field(
                column.alias,
                column_name=column.heading,
                widget=Address() if column is columns.NUMBER else Cell(dialect),
            )
            for column in self.columns
        }

    def get_queryset(self) -> QuerySet[ConsentRecord]:
        return ConsentRecord.objects.all()

    def filter_export(self, queryset: QuerySet[ConsentRecord], **kwargs: Any) -> QuerySet[ConsentRecord, Any]:
        """Select the cells of the records to export."""
        return columns.select(queryset, self.columns)

    def get_chunk_size(self) -> int:
        return BATCH_SIZE

    def rows(self, records: QuerySet[ConsentRecord]) -> Iterator[list[str | int]]:
        """Yield the rows that `export` gives, but one by one: tablib keeps all of them."""
        own = self.get_export_fields()
        for record in self.iter_queryset(self.filter_export(records)):
            yield [field.export(record) for field in own]


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
    resource = ConsentRecordResource(with_numbers=with_numbers)
    if dialect is FOR_EXCEL:
        resource.columns = columns.in_figures(resource.columns)
    chosen = resource.filter_export(records).query.sql_with_params()
    query = connection.ops.compose_sql(*chosen)  # type: ignore[attr-defined]  # PostgreSQL's operations alone
    block, count = bytearray(line(resource.get_export_headers(), dialect)), 0
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
    """Write records as CSV by the resource, row by row."""
    resource, count = ConsentRecordResource(with_numbers=with_numbers, dialect=dialect), 0
    stream.write(line(resource.get_export_headers(), dialect))
    for count, row in enumerate(resource.rows(records), start=1):
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
    resource, count = ConsentRecordResource(with_numbers=with_numbers), 0
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Registro dei consensi")
    sheet.freeze_panes = "A2"
    sheet.append(resource.get_export_headers())
    for count, row in enumerate(resource.rows(records), start=1):
        sheet.append([_legal(cell) for cell in row])
        if count % TELL_EVERY == 0:
            progress(count)
    book.save(stream)
    return count


def _legal(cell: str | int) -> str | int:
    """Remove control characters, which a sheet can't hold; what stood behind one begins no formula."""
    if not isinstance(cell, str):
        return cell
    legal = ILLEGAL_CHARACTERS_RE.sub("", cell)
    return legal if legal[:1] == cell[:1] else columns.harmless(legal)
