"""The report of one broadcast, to take away: a summary, the reasons, the course over time, and each delivery.

People are in it by the beginning of their pseudonym, as lists show it: enough to tell them apart, without a number.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.db.models import TextField, Value
from django.db.models.functions import Coalesce, Left, NullIf

from broadcasts.content import service_events, service_messages, time_to_live
from broadcasts.models import Campaign, kept_of
from broadcasts.reporting.counts.time_series import TimeSeries, series_of
from broadcasts.reporting.progress import progress
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import DELIVERY_LABELS
from cascina_whatsapp.presentation.formatting.tables import Dialect, written
from subscribers.register.history import SHORT

from . import list_files

SMALL_ENOUGH = 20_000
"""Deliveries that fit in a spreadsheet while a person waits; the CSV takes any number, since it flows."""
BATCH_SIZE = 5000
"""Rows that are read from the database at a time."""
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
    "Affidata a WhatsApp",
    "Inviata",
    "Consegnata",
    "Letta",
)
REASONS = ("Motivo", "Persone", "Che cosa si può fare")
INTERVALS = ("Intervallo", "Inviati", "Consegnati", "Letti", "Non riusciti")
Rows = Iterable[tuple[Any, ...]]
Figure = str | int | datetime | None


@dataclass(frozen=True)
class Summary:
    """The content of a report, but for the single deliveries."""

    campaign: Campaign
    figures: list[tuple[str, Figure]]
    reasons: list[tuple[str, int, str]]
    course: TimeSeries
    people: int

    @property
    def has_deliveries(self) -> bool:
        """Tell whether there is a list of deliveries to take away."""
        return has_deliveries(self.campaign, self.people)

    @property
    def is_small(self) -> bool:
        """Tell whether a spreadsheet holds all deliveries."""
        return self.people <= SMALL_ENOUGH


LIVES = "Scadenza"


def facts_of(campaign: Campaign) -> list[tuple[str, Figure]]:
    """List what a time to live means for who had the telephone switched off, and facts of a service message."""
    said = time_to_live.told(campaign)
    facts: list[tuple[str, Figure]] = [(LIVES, said)] if said else []
    if not campaign.is_service:
        return facts
    facts += [
        ("Testo", service_messages.label(campaign.service.wording)),
        *service_events.details_in_words(campaign),
    ]
    if campaign.is_recorded:
        facts += [
            ("Informativa", service_messages.label(campaign.service.notice_told)),
            ("Nel registro: avvisati", campaign.service.told),
        ]
    return facts


def has_deliveries(campaign: Campaign, people: int) -> bool:
    """Tell whether a broadcast to so many people has a list to take away: after their term deliveries are gone."""
    return bool(people and not kept_of(campaign).totals)


def summary_of(campaign: Campaign) -> Summary:
    """The report as things stand now."""
    so_far = progress.progress_of(campaign)
    figures: list[tuple[str, Figure]] = [
        ("Titolo", campaign.title),
        ("A chi", campaign.to_whom),
        ("Tipo", campaign.get_kind_display()),
        ("Stato", campaign.get_status_display()),
        ("Approvato", campaign.approved_at),
        ("Iniziato", campaign.started_at),
        ("Finito", campaign.finished_at),
        ("Destinatari", so_far.total),
        ("Presi in carico da WhatsApp", so_far.left),
        ("Consegnati", so_far.arrived),
        ("Letti", so_far.read),
        ("Non riusciti", so_far.failed),
        ("Saltati", so_far.skipped),
        ("Trattenuti da WhatsApp", so_far.held),
        ("Scaduti senza conferma", so_far.expired),
        ("Esito incerto", so_far.uncertain),
    ]
    if campaign.to_everybody:
        figures.append(("Perché a tutti", campaign.everybody_reason))
    figures += facts_of(campaign)
    reasons = [
        (reason or UNEXPLAINED, people, failure_reasons.about(reason))
        for reason, people in progress.failures_by_reason(campaign)
    ]
    return Summary(campaign, figures, reasons, series_of(campaign), so_far.total)


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
        yield (number, name, label, reason, code, attempts, *moments)


def csv_of_deliveries(campaign: Campaign, dialect: Dialect) -> Iterator[bytes]:
    """The list as CSV, in pieces: a million rows never are in memory together."""
    return written(chain([COLUMNS], deliveries(campaign)), dialect)


def csv_of_summary(summary: Summary, dialect: Dialect) -> Iterator[bytes]:
    """Figures, reasons and course as CSV, one below the other."""
    parts: list[Rows] = [
        summary.figures,
        [(), REASONS],
        summary.reasons,
        [(), INTERVALS],
        summary.course.rows(),
    ]
    return written(chain(*parts), dialect)


def workbook(summary: Summary, stream: io.BytesIO) -> None:
    """Write a summary as sheets of Excel to `stream`; the deliveries where they are not too many."""
    tables: dict[str, Rows] = {
        "Riepilogo": summary.figures,
        "Motivi": [REASONS, *summary.reasons],
        "Andamento": [INTERVALS, *summary.course.rows()],
    }
    if summary.has_deliveries and summary.is_small:
        tables["Consegne"] = chain([COLUMNS], deliveries(summary.campaign))
    list_files.workbook(tables, stream)
