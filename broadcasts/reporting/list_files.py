# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Several broadcasts as rows of a table to take away: what each was, when it left and whom it reached."""

import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain
from typing import Any

from openpyxl import Workbook

from broadcasts.models import Campaign
from cascina_whatsapp.formatting.dates import in_rome
from cascina_whatsapp.formatting.tables import cell

from .how_far import Progress

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
    """One sheet for each table, by its name, written to `stream`."""
    book = Workbook(write_only=True)
    for name, table in tables.items():
        sheet = book.create_sheet(name)
        for row in table:
            sheet.append([in_sheet(value) for value in row])
    book.save(stream)


def in_sheet(value: object) -> object:
    """A value in a cell of Excel, which knows no time zones; what a clerk wrote must not be run as a formula."""
    return in_rome(value).replace(tzinfo=None, microsecond=0) if isinstance(value, datetime) else cell(value)


def _name(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""
