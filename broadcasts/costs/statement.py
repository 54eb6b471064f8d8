"""A month's account for who pays: each broadcast and what it cost, by kind, by topic and by who wrote it.

What the messages inside the window cost is one line for all of them, answers included: they share the month's free
ones, and nobody could say whose the free ones were. The lines add up to the month's expense, to the cent.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from broadcasts.models import WORDS, Campaign, Expense
from broadcasts.rules.pricing import CATEGORY_LABELS, NOTHING, Category, Item, PriceList, month_of
from cascina_whatsapp.presentation.formatting.currencies import EURO, Exchange
from cascina_whatsapp.presentation.formatting.dates import ROME, month_in_words

from . import exchange
from .amounts import DOLLAR, Amount, amount, parts_in, total
from .prices import price_list

NOBODY = "Proposto dal servizio"
"""The writer's name of what the service drafts by itself."""
TITLES = ("Partito", "Messaggio", "Argomenti", "Scritto da", "Tipo", "Messaggi", "Dollari", "Euro")


@dataclass(frozen=True)
class Line:
    """The cost of a broadcast in this month as one kind, messages inside the window aside."""

    campaign: Campaign
    category: str
    messages: int
    amount: Amount

    @property
    def topics(self) -> str:
        return self.campaign.to_whom

    @property
    def writer(self) -> str:
        author = self.campaign.author
        return (author.get_full_name() or author.get_username()) if author else NOBODY


@dataclass(frozen=True)
class Broadcast:
    """A broadcast as one row of the month's page."""

    campaign: Campaign
    kind: str
    """What WhatsApp billed it as: "avviso", "invito", or "avviso e invito" where it changed its mind halfway."""
    paid: int
    free: int
    """The people who had written to us that day."""
    amount: Amount


@dataclass(frozen=True)
class Share:
    """Several lines together, by what they have in common."""

    name: str
    broadcasts: int
    messages: int
    amount: Amount


@dataclass(frozen=True)
class Statement:
    """A month, or what has gone of it."""

    first: date
    last: date
    lines: list[Line]
    inside: list[Item]
    """Messages inside the window, answers included, day by day."""
    free_of: dict[int, int]
    """Broadcast's id → its messages inside the window."""
    answers: int
    """Automatic answers to citizens."""
    exchange: Exchange | None
    """The rate of the month's end, or of today."""

    @property
    def broadcasts(self) -> list[Broadcast]:
        """The broadcasts of the month, the last one to leave first."""
        found: dict[int, list[Line]] = defaultdict(list)
        for line in reversed(self.lines):
            found[line.campaign.pk].append(line)
        return [
            Broadcast(
                lines[0].campaign,
                " e ".join(sorted(CATEGORY_LABELS[line.category] for line in lines)),
                sum(line.messages for line in lines),
                self.free_of.get(number, 0),
                total(line.amount for line in lines),
            )
            for number, lines in found.items()
        ]

    @property
    def paid(self) -> int:
        return sum(line.messages for line in self.lines)

    @property
    def free_people(self) -> int:
        """The number of people who got a broadcast inside their window."""
        return sum(self.free_of.values())

    @property
    def sent(self) -> Amount:
        """The cost of all templates of the month."""
        return total([line.amount for line in self.lines], currency=self._currency)

    @property
    def inside_messages(self) -> int:
        return sum(item.messages for item in self.inside)

    @property
    def inside_free(self) -> int:
        return sum(item.free for item in self.inside)

    @property
    def inside_cost(self) -> Amount:
        return amount(sum((item.cost for item in self.inside), NOTHING), self.exchange)

    @property
    def messages(self) -> int:
        return self.paid + self.inside_messages

    @property
    def total(self) -> Amount:
        return total([self.sent, self.inside_cost])

    @property
    def by_kind(self) -> list[Share]:
        return _together((CATEGORY_LABELS[line.category], line) for line in self.lines)

    @property
    def by_topic(self) -> list[Share]:
        """A broadcast on several topics is a row of its own: its cost belongs to them together."""
        return _together((line.topics, line) for line in self.lines)

    @property
    def by_writer(self) -> list[Share]:
        return _together((line.writer, line) for line in self.lines)

    @property
    def _currency(self) -> str:
        return EURO if self.exchange else DOLLAR

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
            ("Messaggi mandati", self.messages - self.inside_messages, *_both(self.sent)),
            (
                f"Entro 24 ore, risposte comprese ({self.inside_free} gratuiti)",
                self.inside_messages,
                *_both(self.inside_cost),
            ),
            ("Totale", self.messages, *_both(self.total)),
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
            *_both(line.amount),
        )

    def _sums(self, name: str, sums: list[Share]) -> list[tuple[Any, ...]]:
        titles = (name, "Messaggi diversi", "Messaggi consegnati", "Dollari", "Euro")
        return [
            titles,
            *((one.name, one.broadcasts, one.messages, *_both(one.amount)) for one in sums),
        ]


def _both(found: Amount) -> tuple[Decimal, Decimal | None]:
    """The two cells of a sum: dollars as billed, euros to the cent; none where no rate is known."""
    return found.dollars, found.cents if found.currency == EURO else None


def statement_of(month: date, now: datetime) -> Statement:
    """The month that `month` lies in. As many queries for forty broadcasts as for one."""
    first, last = month_of(_midnight(month))
    prices = price_list()
    inside = _inside(first, last)
    by_day: Counter[date] = Counter()
    free_of: Counter[int] = Counter()
    for campaign, day, messages in inside:
        by_day[day] += messages
        if campaign is not None:
            free_of[campaign] += messages
    return Statement(
        first,
        last,
        _lines(first, last, prices, now),
        prices.itemised((day, str(Category.SERVICE), messages) for day, messages in by_day.items()),
        dict(free_of),
        sum(messages for campaign, _, messages in inside if campaign is None),
        exchange.of_month(first, now),
    )


def _lines(first: date, last: date, prices: PriceList, now: datetime) -> list[Line]:
    """List what each broadcast cost in these days, in the order in which they left."""
    parts = parts_in(first, last, prices, now)
    campaigns = _campaigns({part.campaign for part in parts})
    lines = [Line(campaigns[part.campaign], part.category, part.messages, part.amount) for part in parts]
    return sorted(lines, key=lambda line: (line.campaign.started_at or _midnight(first), line.campaign.pk))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ROME)


def _campaigns(numbers: Iterable[int]) -> dict[int, Campaign]:
    rows = Campaign.objects.filter(pk__in=numbers).select_related("author", *WORDS).prefetch_related("topics")
    return {campaign.pk: campaign for campaign in rows}


def _inside(first: date, last: date) -> list[tuple[int | None, date, int]]:
    rows = Expense.objects.filter(day__range=(first, last), category=Category.SERVICE)
    return list(rows.order_by().values_list("campaign", "day", "messages"))


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
            total(line.amount for line in lines),
        )
        for name, lines in found.items()
    ]
    return sorted(sums, key=lambda one: (-one.amount.dollars, one.name))
