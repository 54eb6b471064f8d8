"""Several broadcasts as rows of a table to take away: what each was, when it left and whom it reached."""

import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice, zip_longest
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from broadcasts.models import Campaign
from broadcasts.reporting.wording.recipient_breakdown import Progress
from cascina_whatsapp.presentation.formatting.dates import in_rome
from cascina_whatsapp.presentation.formatting.tables import cell

COLUMNS = (
    "Titolo",
    "Stato",
    "A chi",
    "Da inviare dal",
    "Iniziato",
    "Finito",
    "Persone",
    "Arrivati",
    "Letti",
    "Non riusciti",
    "Non mandati",
    "Autore",
    "Approvato da",
)
Rows = Iterable[tuple[Any, ...]]
FORMATS = {datetime: "dd/mm/yyyy hh:mm", date: "dd/mm/yyyy", Decimal: "#,##0.00"}
"""Kind of value → how a cell shows it, the first that fits; Excel in Italy writes the comma by itself."""
TITLE = Font(bold=True)
MEASURED, NARROWEST, WIDEST = 200, 8, 48
"""Rows by which a column's width is told; characters."""


def rows(campaigns: Iterable[Campaign], progress: Mapping[int, Progress]) -> Iterator[tuple[Any, ...]]:
    """A row for each broadcast, under COLUMNS; what has not left has no counts. They come with their people."""
    return chain([COLUMNS], (_row(one, progress[one.pk]) for one in campaigns))


def _row(campaign: Campaign, so_far: Progress) -> tuple[Any, ...]:
    counts: tuple[int | None, ...] = (None,) * 5
    if so_far.total:
        counts = (so_far.total, so_far.arrived, so_far.read, so_far.failed, so_far.skipped)
    return (
        str(campaign),
        campaign.get_status_display(),
        campaign.to_whom,
        campaign.scheduled_for,
        campaign.started_at,
        campaign.finished_at,
        *counts,
        _name(campaign.author),
        _name(campaign.approved_by),
    )


def workbook(tables: Mapping[str, Rows], stream: io.BytesIO) -> None:
    """One sheet for each table, by its name, written to `stream`: to be read and added up as it is opened."""
    book = Workbook(write_only=True)
    for name, table in tables.items():
        sheet, rows = book.create_sheet(name), iter(table)
        beginning = list(islice(rows, MEASURED))
        for place, width in enumerate(_widths(beginning), start=1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.freeze_panes = "A2"
        for number, row in enumerate(chain(beginning, rows)):
            sheet.append([_cell(sheet, value, is_title=number == 0) for value in row])
    book.save(stream)


def _widths(rows: Iterable[tuple[Any, ...]]) -> list[int]:
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
    if not is_title and not pattern:
        return in_sheet(value)
    shown: Any = in_sheet(value)
    made = WriteOnlyCell(sheet)
    made.value = shown
    if pattern:
        made.number_format = pattern
    if is_title:
        made.font = TITLE
    return made


def in_sheet(value: object) -> object:
    """A value in a cell of Excel, which knows no time zones; what a clerk wrote must not be run as a formula.

    Nor may it keep the file from being written for everybody: a cell holds no control characters.
    """
    if isinstance(value, datetime):
        return in_rome(value).replace(tzinfo=None, microsecond=0)
    return cell(ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value)


def _name(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""
