# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A month's account: to read, to print, to take away for who pays; beside it what WhatsApp says that it bills.

Who sees costs sees it; the broadcasts by name only who may read them. Taking it away leaves a trace.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone

from broadcasts.admin.following.month_page import asked_month
from broadcasts.admin.following.report_page import MAY_EXPORT, sheets
from broadcasts.costs import comparison, statement
from broadcasts.costs.budget import Month, month_to_date
from broadcasts.costs.statement import Statement, statement_of
from broadcasts.models import Expense
from broadcasts.reporting.month import midnight, next_month, previous_month
from broadcasts.reporting.report import list_files
from broadcasts.rules.pricing import CATEGORY_LABELS
from cascina_whatsapp.presentation.components import colleague, page_context
from cascina_whatsapp.presentation.formatting.currencies import in_both, side_by_side
from cascina_whatsapp.presentation.formatting.dates import day_in_figures, day_of, month_in_words
from cascina_whatsapp.presentation.formatting.numbers import grouped, money
from cascina_whatsapp.security import trail
from cascina_whatsapp.security.trail import Event

MAY_READ = "broadcasts.view_campaign"
Row = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One table of the page: its heading, its columns, its rows in words."""

    heading: str
    columns: Row
    rows: Sequence[Row]
    numbers: int
    """The number of last columns that hold numbers."""
    note: str = ""

    @property
    def headings(self) -> list[tuple[str, bool]]:
        """The columns of the table, and whether each is one of numbers."""
        words = len(self.columns) - self.numbers
        return [(column, place >= words) for place, column in enumerate(self.columns)]

    @property
    def cells(self) -> list[list[tuple[str, str, bool]]]:
        """Row by row what stands in it, below which heading, and whether that is a number."""
        return [
            [
                (cell, heading, is_number)
                for cell, (heading, is_number) in zip(row, self.headings, strict=True)
            ]
            for row in self.rows
        ]


class StatementPage:
    """A GET shows the month that the address names (`?mese=2026-11`), or this one; a POST takes it away."""

    def __init__(self, model_admin: ModelAdmin) -> None:
        self.admin = model_admin

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        may_export = request.user.has_perm(MAY_EXPORT) and request.user.has_perm(MAY_READ)
        if not self.admin.has_view_permission(request) or (request.method == "POST" and not may_export):
            raise PermissionDenied
        now = timezone.now()
        found = statement_of(asked_month(request.GET.get("mese", ""), now), now)
        if request.method == "POST":
            return self._take_away(request, found, now)
        return self._show(request, found, now, may_export=may_export)

    def _take_away(self, request: HttpRequest, found: Statement, now: datetime) -> HttpResponseBase:
        about = f"conto di {month_in_words(found.first)}: Per Excel"
        trail.record(Event.EXPORTED, by=colleague(request), now=now, about=about)
        tables: dict[str, list_files.Rows] = dict(found.tables())
        tables["Confronto"] = compared_rows(comparison.comparison_of(found.first, found.last))
        return sheets(lambda stream: list_files.workbook(tables, stream), f"conto-{found.first:%Y-%m}.xlsx")

    def _show(
        self, request: HttpRequest, found: Statement, now: datetime, *, may_export: bool
    ) -> HttpResponse:
        compared = comparison.comparison_of(found.first, found.last)
        may_read = request.user.has_perm(MAY_READ)
        context: dict[str, Any] = {
            **page_context(self.admin, request, f"Conto di {month_in_words(found.first)}"),
            "sentence": sentence(found),
            "figures": figures(found, month_to_date(_moment_in(found, now))),
            "tables": [*tables_of(found, may_read=may_read), *compared_tables(compared)],
            "told": reading_in_words(compared, now),
            "may_export": may_export,
            "now": now,
            **neighbours(found.first, now),
        }
        return TemplateResponse(request, "admin/broadcasts/budget/statement.html", context)


def _moment_in(found: Statement, now: datetime) -> datetime:
    """Return `now`, or noon of the last day of a month that is over, whose budget is the one of its end."""
    return now if day_of(now) <= found.last else midnight(found.last)


def sentence(found: Statement) -> str:
    """Say in one Italian sentence what a month's messages cost, by our own reckoning."""
    if not found.messages:
        return "In questo mese non è stato consegnato nessun messaggio che WhatsApp fa pagare."
    return (
        f"{grouped(found.messages)} messaggi consegnati: {in_both(found.total, found.exchange)}, secondo il nostro "
        "conto. Fa fede la fattura di WhatsApp."
    )


def figures(found: Statement, month: Month) -> list[tuple[str, str]]:
    """(what, how much): spent, reserved, left."""
    said = [
        ("Messaggi mandati", side_by_side(found.sent, found.exchange)),
        ("Entro 24 ore, risposte comprese", side_by_side(found.inside_cost, found.exchange)),
        ("Speso in tutto", side_by_side(found.total, found.exchange)),
    ]
    if found.reserved:
        reserved = sum((row.left for row in found.reserved), Decimal(0))
        said.append(("Riservato ai messaggi approvati", side_by_side(reserved, found.exchange)))
    if month.limit is not None and month.left is not None:
        said.append(("Tetto del mese", side_by_side(month.limit, found.exchange)))
        label = "Oltre il tetto" if month.left < 0 else "Restano"
        said.append((label, side_by_side(abs(month.left), found.exchange)))
    if found.exchange:
        said.append(("Cambio", found.exchange.in_words.removeprefix("cambio ")))
    return said


def tables_of(found: Statement, *, may_read: bool) -> list[Table]:
    """Build the tables of a month's costs; the broadcasts by name only for who may read them."""
    in_words: Callable[[Decimal], str] = lambda amount: side_by_side(amount, found.exchange)  # noqa: E731
    tables = [
        _shares("Per argomento", "Argomenti", found.by_topic, in_words),
        _shares("Per chi ha scritto", "Scritto da", found.by_writer, in_words),
    ]
    if may_read:
        tables.insert(0, _broadcasts(found, in_words))
        tables.insert(1, _reserved(found, in_words))
    return [table for table in tables if table.rows]


def _broadcasts(found: Statement, in_words: Callable[[Decimal], str]) -> Table:
    inside = ""
    if found.inside_messages:
        inside = (
            f"Più {grouped(found.inside_messages)} messaggi entro 24 ore da quando una persona ci ha scritto, "
            f"risposte comprese: {grouped(found.inside_free)} gratuiti, gli altri {in_words(found.inside_cost)}."
        )
    rows = [
        (
            str(line.campaign),
            day_in_figures(line.campaign.started_at) if line.campaign.started_at else "",
            CATEGORY_LABELS[line.category],
            grouped(line.messages),
            in_words(line.cost),
        )
        for line in found.lines
    ]
    return Table("Messaggi", ("Messaggio", "Partito", "Categoria", "Consegnati", "Costo"), rows, 2, inside)


def _reserved(found: Statement, in_words: Callable[[Decimal], str]) -> Table:
    rows = [
        (str(row.campaign), row.campaign.get_status_display(), in_words(row.amount), in_words(row.left))
        for row in found.reserved
    ]
    return Table(
        "Somme riservate",
        ("Messaggio", "Stato", "Somma approvata", "Ancora riservata"),
        rows,
        2,
        "Si liberano man mano che i messaggi arrivano, o se il messaggio non parte più.",
    )


def _shares(
    heading: str, name: str, shares: list[statement.Share], in_words: Callable[[Decimal], str]
) -> Table:
    rows = [
        (share.name, grouped(share.broadcasts), grouped(share.messages), in_words(share.cost))
        for share in shares
    ]
    return Table(heading, (name, "Messaggi", "Consegnati", "Costo"), rows, 3)


COMPARED = (
    "Consegnati, per noi",
    "per WhatsApp",
    "differenza",
    "Costo, per noi",
    "per WhatsApp",
    "differenza",
)
"""The last three in dollars: WhatsApp reckons by its own list, and knows nothing of euros."""


def compared_tables(found: comparison.Comparison) -> list[Table]:
    """Build the tables of our count beside Meta's, and of the days that differ; [] while Meta has told nothing."""
    if not found.is_known:
        return []
    whole = [*found.categories, found.total]
    tables = [
        Table("Confronto con WhatsApp", ("Categoria", *COMPARED), [_compared(pair) for pair in whole], 6)
    ]
    if found.days:
        rows = [(day_in_figures(pair.day), *_compared(pair)) for pair in found.days if pair.day]
        why = "I giorni di WhatsApp cominciano all'una di notte, d'estate alle due. Le prove le conta solo WhatsApp."
        tables.append(Table("Giorni diversi", ("Giorno", "Categoria", *COMPARED), rows, 6, why))
    return tables


def _compared(pair: comparison.Pair) -> Row:
    return (
        pair.name,
        grouped(pair.ours),
        grouped(pair.theirs),
        signed(pair.messages),
        money(pair.our_cost),
        "non lo dice" if pair.their_cost is None else money(pair.their_cost),
        "" if pair.cost is None else signed_money(pair.cost),
    )


def signed(number: int) -> str:
    """Write a number with its sign: "+3", "−3", "0"."""
    return f"{'+' if number > 0 else '−' if number < 0 else ''}{grouped(abs(number))}"


def signed_money(amount: Decimal) -> str:
    """Write a sum with its sign: "+0,90 $", "−0,90 $", "0,00 $"; to the hundredth of a cent where needed."""
    places = 4 if amount and abs(amount) < Decimal("0.01") else 2
    sign = "+" if amount > 0 else "−" if amount < 0 else ""
    return f"{sign}{money(abs(amount), places=places)}"


def compared_rows(found: comparison.Comparison) -> list[tuple[Any, ...]]:
    """The comparison as a sheet; sums are numbers."""
    pairs = [*found.categories, found.total, *found.days] if found.is_known else []
    return [
        ("Giorno", "Categoria", *COMPARED),
        *(
            (
                pair.day or "",
                pair.name,
                pair.ours,
                pair.theirs,
                pair.messages,
                pair.our_cost,
                pair.their_cost,
                pair.cost,
            )
            for pair in pairs
        ),
    ]


def reading_in_words(found: comparison.Comparison, now: datetime) -> list[str]:
    """Say in Italian since when WhatsApp's figures are known and what they lack; [] where all is well."""
    said = []
    reading = found.reading
    if reading is None:
        said.append("Il conto di WhatsApp non è ancora stato chiesto: si legge ogni notte.")
    elif found.refusal is not None:
        said.append(
            "WhatsApp non ci dà il suo conto: di solito alla chiave di accesso manca un permesso. "
            "Chi amministra lo vede in «Messa in servizio»."
        )
    if found.is_known and not found.has_costs:
        said.append("WhatsApp dice quanti messaggi ha consegnato, ma non quanto costano.")
    if found.abroad:
        said.append(
            f"{grouped(found.abroad)} messaggi sono andati a numeri esteri, che WhatsApp fa pagare al loro prezzo e "
            "noi contiamo al prezzo dell'Italia."
        )
    if reading and reading.answered_at:
        said.append(f"Ultima lettura: {day_in_figures(reading.answered_at)}.")
    return said


def neighbours(first: date, now: datetime) -> dict[str, Any]:
    """The month before, if anything was counted by then, and the one after, if it has begun."""
    has_before = Expense.objects.filter(day__lt=first).exists()
    after = next_month(first)
    return {
        "before": previous_month(first) if has_before else None,
        "after": after if after <= day_of(now) else None,
    }
