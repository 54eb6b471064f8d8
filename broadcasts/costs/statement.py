# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A month's account for who pays: each broadcast and what it cost, by topic and by who wrote it.

What the messages inside the window cost is one line for all of them, answers included: they share the month's free
ones, and nobody could say whose the free ones were. The lines add up to the month's expense.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from broadcasts.models import WORDS, Campaign, Earmark, Expense
from broadcasts.rules.pricing import CATEGORY_LABELS, NOTHING, Category, Item, PriceList, month_of
from cascina_whatsapp.presentation.formatting.currencies import Exchange
from cascina_whatsapp.presentation.formatting.dates import ROME, day_of, month_in_words

from . import exchange
from .prices import price_list

NOBODY = "Proposto dal servizio"
"""The writer's name of what the service drafts by itself."""
TITLES = ("Partito", "Messaggio", "Argomenti", "Scritto da", "Categoria", "Messaggi", "Dollari", "Euro")


@dataclass(frozen=True)
class Line:
    """The cost of a broadcast in this month in one category, messages inside the window aside."""

    campaign: Campaign
    category: str
    messages: int
    cost: Decimal

    @property
    def topics(self) -> str:
        return self.campaign.to_whom

    @property
    def writer(self) -> str:
        author = self.campaign.author
        return (author.get_full_name() or author.get_username()) if author else NOBODY


@dataclass(frozen=True)
class Share:
    """Several lines together, by what they have in common."""

    name: str
    broadcasts: int
    messages: int
    cost: Decimal


@dataclass(frozen=True)
class Statement:
    """A month, or what has gone of it. Sums in dollars, not rounded."""

    first: date
    last: date
    lines: list[Line]
    inside: list[Item] = field(default_factory=list)
    """Messages inside the window, answers included, day by day."""
    reserved: list[Earmark] = field(default_factory=list)
    """The sums that approved broadcasts may still cost; only of a month that lasts."""
    exchange: Exchange | None = None

    @property
    def sent(self) -> Decimal:
        """The cost of all templates of the month, in dollars."""
        return sum((line.cost for line in self.lines), NOTHING)

    @property
    def inside_messages(self) -> int:
        return sum(item.messages for item in self.inside)

    @property
    def inside_free(self) -> int:
        return sum(item.free for item in self.inside)

    @property
    def inside_cost(self) -> Decimal:
        return sum((item.cost for item in self.inside), NOTHING)

    @property
    def messages(self) -> int:
        return sum(line.messages for line in self.lines) + self.inside_messages

    @property
    def total(self) -> Decimal:
        return self.sent + self.inside_cost

    @property
    def by_topic(self) -> list[Share]:
        """A broadcast on several topics is a row of its own: its cost belongs to them together."""
        return _together((line.topics, line) for line in self.lines)

    @property
    def by_writer(self) -> list[Share]:
        return _together((line.writer, line) for line in self.lines)

    def euros(self, amount: Decimal) -> Decimal | None:
        """Convert dollars to euros, to the cent; None where no rate is known."""
        return round(self.exchange.euros(amount), 2) if self.exchange else None

    def tables(self) -> dict[str, list[tuple[Any, ...]]]:
        """Build the sheets of the month's workbook; sums are numbers, so that they can be added up."""
        return {
            "Riepilogo": self._summary(),
            "Messaggi": [TITLES, *(self._row(line) for line in self.lines)],
            "Per argomento": self._sums("Argomenti", self.by_topic),
            "Per chi ha scritto": self._sums("Scritto da", self.by_writer),
        }

    def _summary(self) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = [
            ("Mese", month_in_words(self.first)),
            ("Cambio", self.exchange.in_words if self.exchange else "nessun cambio noto"),
            ("", "Messaggi", "Dollari", "Euro"),
            ("Messaggi mandati", self.messages - self.inside_messages, self.sent, self.euros(self.sent)),
            (
                f"Entro 24 ore, risposte comprese ({self.inside_free} gratuiti)",
                self.inside_messages,
                self.inside_cost,
                self.euros(self.inside_cost),
            ),
            ("Totale", self.messages, self.total, self.euros(self.total)),
        ]
        return rows

    def _row(self, line: Line) -> tuple[Any, ...]:
        left = line.campaign.started_at
        return (
            left,
            str(line.campaign),
            line.topics,
            line.writer,
            CATEGORY_LABELS[line.category],
            line.messages,
            line.cost,
            self.euros(line.cost),
        )

    def _sums(self, name: str, sums: list[Share]) -> list[tuple[Any, ...]]:
        titles = (name, "Messaggi diversi", "Messaggi consegnati", "Dollari", "Euro")
        return [
            titles,
            *((one.name, one.broadcasts, one.messages, one.cost, self.euros(one.cost)) for one in sums),
        ]


def statement_of(month: date, now: datetime) -> Statement:
    """The month that `month` lies in. As many queries for forty broadcasts as for one."""
    first, last = month_of(_midnight(month))
    prices = price_list()
    return Statement(
        first,
        last,
        _lines(first, last, prices),
        prices.itemised(_inside(first, last)),
        _reserved(first) if first <= day_of(now) <= last else [],
        exchange.known_in(first, now),
    )


def _lines(first: date, last: date, prices: PriceList) -> list[Line]:
    """List what each broadcast cost in these days, in the order in which they left."""
    rows = Expense.objects.filter(day__range=(first, last), campaign__isnull=False)
    outside = rows.exclude(category=Category.SERVICE).values_list("campaign", "category", "day", "messages")
    found: dict[tuple[int, str], list[tuple[date, int]]] = defaultdict(list)
    for campaign, category, day, messages in outside.order_by("campaign", "category", "day"):
        found[campaign, category].append((day, messages))
    campaigns = _campaigns({number for number, _ in found})
    lines = [
        Line(
            campaigns[number],
            category,
            sum(messages for _, messages in days),
            sum((prices.cost(category, messages, day) for day, messages in days), NOTHING),
        )
        for (number, category), days in found.items()
    ]
    return sorted(lines, key=lambda line: (line.campaign.started_at or _midnight(first), line.campaign.pk))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ROME)


def _campaigns(numbers: Iterable[int]) -> dict[int, Campaign]:
    rows = Campaign.objects.filter(pk__in=numbers).select_related("author", *WORDS).prefetch_related("topics")
    return {campaign.pk: campaign for campaign in rows}


def _inside(first: date, last: date) -> list[tuple[date, str, int]]:
    rows = Expense.objects.filter(day__range=(first, last), category=Category.SERVICE).order_by()
    return list(rows.values_list("day", "category").annotate(messages=Sum("messages")))


def _reserved(first: date) -> list[Earmark]:
    rows = Earmark.objects.filter(month__lte=first, left__gt=0).select_related(
        "campaign", "campaign__service"
    )
    return list(rows.order_by("campaign"))


def _together(named: Iterable[tuple[str, Line]]) -> list[Share]:
    """Add up lines of the same name, the dearest first."""
    found: dict[str, list[Line]] = defaultdict(list)
    for name, line in named:
        found[name].append(line)
    sums = [
        Share(
            name,
            len({line.campaign.pk for line in lines}),
            sum(line.messages for line in lines),
            sum((line.cost for line in lines), NOTHING),
        )
        for name, lines in found.items()
    ]
    return sorted(sums, key=lambda one: (-one.cost, one.name))
