"""Tables as sheets of Excel, in the same cells as the CSV (`tables`)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice, zip_longest
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from .dates import in_rome
from .tables import Row, Sink, cell

FORMATS = {datetime: "dd/mm/yyyy hh:mm", date: "dd/mm/yyyy", Decimal: "#,##0.00"}
"""Kind of value → how a cell shows it, the first that fits; Excel in Italy writes the comma by itself."""
TITLE = Font(bold=True)
MEASURED, NARROWEST, WIDEST = 200, 8, 48
"""Rows by which a column's width is told; characters."""


def workbook(tables: Mapping[str, Iterable[Row]], stream: Sink) -> None:
    """Write one sheet for each table, by its name, to `stream`: to be read and added up as it is opened."""
    book = Workbook(write_only=True)
    for name, table in tables.items():
        sheet, rows = book.create_sheet(name), iter(table)
        beginning = list(islice(rows, MEASURED))
        for place, width in enumerate(_widths(beginning), start=1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.freeze_panes = "A2"
        for number, row in enumerate(chain(beginning, rows)):
            sheet.append([_cell(sheet, value, is_title=number == 0) for value in row])
    book.save(cast(Any, stream))


def _widths(rows: Iterable[Row]) -> list[int]:
    """Return the width of each column: what its longest cell needs, as far as these rows tell.

    A title of a message does not rule: no column is wider than WIDEST.
    """
    shown = zip_longest(*([_length(value) for value in row] for row in rows), fillvalue=0)
    return [min(max(NARROWEST, *column) + 2, WIDEST) for column in shown]


def _length(value: object) -> int:
    """Count the characters of a cell as it is shown."""
    return len(FORMATS[datetime]) if isinstance(value, datetime) else len(str("" if value is None else value))


def _cell(sheet: Any, value: object, *, is_title: bool) -> object:
    """Write a cell: bold in the first row; days, moments and sums as Italians write them."""
    pattern = next((found for kind, found in FORMATS.items() if isinstance(value, kind)), "")
    shown: Any = _in_sheet(value)
    if not is_title and not pattern:
        return shown
    made = WriteOnlyCell(sheet)
    made.value = shown
    if pattern:
        made.number_format = pattern
    if is_title:
        made.font = TITLE
    return made


def _in_sheet(value: object) -> object:
    """A value for Excel, which knows no time zones, and holds no control characters."""
    if isinstance(value, datetime):
        return in_rome(value).replace(tzinfo=None, microsecond=0)
    return cell(ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value)
