# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The report of one broadcast, to take away: a summary, the reasons, the course over time, and each delivery.

People are in it by the beginning of their pseudonym, as lists show it: enough to tell them apart, without a number.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import TextField, Value
from django.db.models.functions import Coalesce, Left, NullIf
from openpyxl import Workbook

from broadcasts.content import service_events, service_messages
from broadcasts.models import Campaign, kept_of
from broadcasts.rules import failure_advice
from broadcasts.rules.states import DELIVERY_LABELS
from cascina_whatsapp.formatting.dates import moment_in_figures
from subscribers.exporting.columns import harmless
from subscribers.register.history import SHORT

from . import progress
from .time_series import TimeSeries, series_of

SMALL_ENOUGH = 20_000
"""Deliveries that fit in a spreadsheet while a person waits; the CSV takes any number, since it flows."""
BATCH_SIZE = 5000
"""Rows that are read from the database, and written, at a time."""
UNEXPLAINED = "Senza spiegazione"
MOMENTS = ("claimed_at", "accepted_at", "sent_at", "delivered_at", "read_at")
COLUMNS = (
    "Consegna",
    "Iscritto (pseudonimo)",
    "Stato",
    "Motivo",
    "Codice di errore",
    "Tentativi",
    "Partita",
    "Presa in carico",
    "Inviata",
    "Consegnata",
    "Letta",
)
REASONS = ("Motivo", "Persone", "Che cosa si può fare")
INTERVALS = ("Intervallo", "Inviati", "Consegnati", "Letti", "Non riusciti")
Rows = Iterable[tuple[Any, ...]]


@dataclass(frozen=True)
class Summary:
    """What a report says, but for the single deliveries. Moments are already in words, on Cascina's clocks."""

    campaign: Campaign
    figures: list[tuple[str, str | int]]
    reasons: list[tuple[str, int, str]]
    course: TimeSeries
    people: int

    @property
    def has_deliveries(self) -> bool:
        """Whether there is a list to take away: after their term there are totals only."""
        return bool(self.people and not kept_of(self.campaign).totals)

    @property
    def is_small(self) -> bool:
        """Whether a spreadsheet holds them all."""
        return self.people <= SMALL_ENOUGH


def summary_of(campaign: Campaign) -> Summary:
    """The report as things stand now."""
    so_far = progress.progress_of(campaign)
    figures: list[tuple[str, str | int]] = [
        ("Titolo", campaign.title),
        ("A chi", campaign.to_whom),
        ("Tipo", campaign.get_kind_display()),
        ("Stato", campaign.get_status_display()),
        ("Approvato", moment(campaign.approved_at)),
        ("Iniziato", moment(campaign.started_at)),
        ("Finito", moment(campaign.finished_at)),
        ("Destinatari", so_far.total),
        ("Presi in carico da WhatsApp", so_far.left),
        ("Consegnati", so_far.arrived),
        ("Letti", so_far.read),
        ("Non riusciti", so_far.failed),
        ("Saltati", so_far.skipped),
        ("Esito incerto", so_far.uncertain),
    ]
    if campaign.to_everybody:
        figures.append(("Perché a tutti", campaign.everybody_reason))
    if campaign.is_service:
        figures += [
            ("Testo", service_messages.label(campaign.service.wording)),
            *service_events.details_in_words(campaign),
        ]
    if campaign.is_recorded:
        figures += [
            ("Informativa", service_messages.label(campaign.service.notice_told)),
            ("Nel registro: avvisati", campaign.service.told),
        ]
    reasons = [
        (reason or UNEXPLAINED, people, failure_advice.about(reason))
        for reason, people in progress.failures_by_reason(campaign)
    ]
    return Summary(campaign, figures, reasons, series_of(campaign, so_far.total), so_far.total)


def moment(at: datetime | None) -> str:
    """On Cascina's clocks, as a spreadsheet in Italy reads it; "" for never."""
    return moment_in_figures(at, seconds=True) if at else ""


def deliveries(campaign: Campaign) -> Iterator[tuple[Any, ...]]:
    """A row for each delivery, under COLUMNS, one by one."""
    pseudonym = Left(
        Coalesce(NullIf("subscriber__phone_pseudonym", Value("")), "subscriber__bsuid_pseudonym", Value("")),
        SHORT,
        output_field=TextField(),
    )
    rows = campaign.deliveries.order_by("subscriber_id", "pk").values_list(
        "pk", pseudonym, "status", "reason", "error_code", "attempts", *MOMENTS
    )
    for number, name, status, reason, code, attempts, *moments in rows.iterator(BATCH_SIZE):
        label, code = DELIVERY_LABELS.get(status, status), "" if code is None else code
        yield (number, name, label, harmless(reason), code, attempts, *map(moment, moments))


def csv_of_deliveries(campaign: Campaign) -> Iterator[bytes]:
    """The list as CSV, in pieces: a million rows never are in memory together."""
    return csv_of([COLUMNS], deliveries(campaign))


def csv_of_summary(summary: Summary) -> Iterator[bytes]:
    """Figures, reasons and course as CSV, one below the other."""
    return csv_of(
        _safe(summary.figures),
        [(), REASONS],
        _safe(summary.reasons),
        [(), INTERVALS],
        summary.course.rows(),
    )


def csv_of(*parts: Rows) -> Iterator[bytes]:
    """As Excel in Italy opens it: UTF-8 with its mark, semicolons."""
    text = io.StringIO("\ufeff")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text, delimiter=";")
    for count, row in enumerate((row for part in parts for row in part), start=1):
        writer.writerow(row)
        if count % BATCH_SIZE == 0:
            yield _taken(text)
    yield _taken(text)


def workbook(summary: Summary, stream: io.BytesIO) -> None:
    """Everything as sheets of Excel, written to `stream`; the deliveries where they are not too many."""
    book = Workbook(write_only=True)
    _sheet(book, "Riepilogo", _safe(summary.figures))
    _sheet(book, "Motivi", [REASONS, *_safe(summary.reasons)])
    _sheet(book, "Andamento", [INTERVALS, *summary.course.rows()])
    if summary.has_deliveries and summary.is_small:
        _sheet(book, "Consegne", [COLUMNS])
        for row in deliveries(summary.campaign):
            book["Consegne"].append(row)
    book.save(stream)


def _sheet(book: Workbook, name: str, rows: Rows) -> None:
    sheet = book.create_sheet(name)
    for row in rows:
        sheet.append(row)


def _safe(rows: Rows) -> list[tuple[Any, ...]]:
    """What a clerk wrote must not be run by a spreadsheet."""
    return [tuple(harmless(cell) if isinstance(cell, str) else cell for cell in row) for row in rows]


def _taken(text: io.StringIO) -> bytes:
    taken = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return taken
