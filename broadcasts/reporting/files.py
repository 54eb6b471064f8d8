"""The files that are taken away: the report of a broadcast, with its reasons and each delivery; several as a table.

People are in it by the beginning of their pseudonym, as lists show it: enough to tell them apart, without a number.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain
from typing import Any

from django.db.models import TextField, Value
from django.db.models.functions import Coalesce, Left, NullIf

from broadcasts.content import time_to_live
from broadcasts.content.service import service_events, service_messages
from broadcasts.models import Campaign, kept_of
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import DELIVERY_LABELS
from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.presentation.formatting.tables import Row
from subscribers.register.history import SHORT

from . import progress
from .display_status import word_of
from .recipient_breakdown import Progress

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
LIST_COLUMNS = (
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
REASONS = ("Motivo", "Persone", "Che cosa si può fare")
Figure = str | int | datetime | None
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


def tables_of(campaign: Campaign) -> dict[str, Iterable[Row]]:
    """Build the sheets of the report as things stand now; the deliveries where they are not too many."""
    so_far = progress.progress_of(campaign)
    figures: list[tuple[str, Figure]] = [
        ("Titolo", campaign.title),
        ("A chi", campaign.to_whom),
        ("Tipo", campaign.get_kind_display()),
        ("Stato", word_of(campaign)),
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
    reasons = [
        (reason or UNEXPLAINED, people, failure_reasons.about(reason))
        for reason, people in progress.failures_by_reason([campaign])
    ]
    tables: dict[str, Iterable[Row]] = {
        "Riepilogo": [*figures, *facts_of(campaign)],
        "Motivi": [REASONS, *reasons],
    }
    if so_far.total <= SMALL_ENOUGH and has_deliveries(campaign):
        tables["Consegne"] = deliveries(campaign)
    return tables


def has_deliveries(campaign: Campaign) -> bool:
    """Tell whether there is a list of deliveries: of a broadcast that has left, until their term."""
    return campaign.started_at is not None and not kept_of(campaign).totals


def totals(campaign: Campaign) -> Iterator[Row]:
    """Figures and reasons as one table, one below the other."""
    for name, table in tables_of(campaign).items():
        if name != "Consegne":
            yield from (*table, ())


def deliveries(campaign: Campaign) -> Iterator[Row]:
    """A row for each delivery, under COLUMNS, one by one."""
    yield COLUMNS
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


def list_of(campaigns: Iterable[Campaign], progress: Mapping[int, Progress]) -> Iterator[Row]:
    """A row for each broadcast, under LIST_COLUMNS; what has not left has no counts. They come with their people."""
    return chain([LIST_COLUMNS], (_row(one, progress[one.pk]) for one in campaigns))


def _row(campaign: Campaign, so_far: Progress) -> tuple[Any, ...]:
    counts: tuple[int | None, ...] = (None,) * 5
    if so_far.total:
        counts = (so_far.total, so_far.arrived, so_far.read, so_far.failed, so_far.skipped)
    return (
        str(campaign),
        word_of(campaign),
        campaign.to_whom,
        campaign.scheduled_for,
        campaign.started_at,
        campaign.finished_at,
        *counts,
        display_name(campaign.author),
        display_name(campaign.approved_by),
    )
