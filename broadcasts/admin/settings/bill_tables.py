"""Our count of a month beside what WhatsApp bills, day by day: tables of the page, and a sheet to take away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from broadcasts.costs import comparison
from cascina_whatsapp.presentation.formatting.dates import brief_day, day_of
from cascina_whatsapp.presentation.formatting.numbers import grouped, money

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


COMPARED = (
    "Consegnati, per noi",
    "per WhatsApp",
    "differenza",
    "Costo, per noi",
    "per WhatsApp",
    "differenza",
)
"""The last three in dollars: WhatsApp reckons by its own list, and knows nothing of euros."""


def compared_tables(found: comparison.Comparison, now: datetime) -> list[Table]:
    """Build the tables of our count beside Meta's, and of the days that differ; [] while Meta has told nothing."""
    if not found.is_known:
        return []
    whole = [*found.categories, found.total]
    tables = [Table("Tipo per tipo", ("Tipo", *COMPARED), [_compared(pair) for pair in whole], 6)]
    if found.days:
        rows = [(brief_day(pair.day, now), *_compared(pair)) for pair in found.days if pair.day]
        why = "I giorni di WhatsApp cominciano all'una di notte, d'estate alle due. Le prove le conta solo WhatsApp."
        tables.append(Table("Giorni diversi", ("Giorno", "Tipo", *COMPARED), rows, 6, why))
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
        ("Giorno", "Tipo", *COMPARED),
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


A_NIGHT = timedelta(days=1)
"""WhatsApp's figures are read every night: older ones are told with their day."""


def reading_in_words(found: comparison.Comparison, now: datetime) -> list[str]:
    """Say in Italian since when WhatsApp's figures are known and what they lack; [] where all is well."""
    said = []
    reading = found.reading
    if reading is None:
        said.append("Il conto di WhatsApp non è ancora stato chiesto: si legge ogni notte.")
    elif found.refusal is not None:
        said.append(
            "WhatsApp non ci dà il suo conto: di solito alla chiave di accesso manca un permesso. "
            "Chi amministra lo vede in «Tutto pronto?»."
        )
    if found.is_known and not found.has_costs:
        said.append("WhatsApp dice quanti messaggi ha consegnato, ma non quanto costano.")
    if found.abroad:
        said.append(
            f"{grouped(found.abroad)} messaggi sono andati a numeri esteri, che WhatsApp fa pagare al loro prezzo e "
            "noi contiamo al prezzo dell'Italia."
        )
    if reading and reading.answered_at and day_of(now) - day_of(reading.answered_at) > A_NIGHT:
        said.append(f"Ultima lettura: {brief_day(reading.answered_at, now)}.")
    return said
