"""Our count of a month beside Meta's, and the difference: by category, and on which days they differ.

Ours stays as it is. Some differences have a cause that is known: Meta's days are UTC's, it knows the trials and the
numbers of other countries, and it gives discounts for large volumes.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.db.models import Sum

from broadcasts.models import Expense, ReportedCharge, ReportedReading
from broadcasts.rules.pricing import CATEGORY_LABELS, NOTHING, Item, month_of
from cascina_whatsapp.presentation.formatting.dates import ROME

from .amounts import Amount, amount, difference, total
from .prices import price_list
from .statement import statement_of

HOME = "IT"


@dataclass(frozen=True)
class Pair:
    """Messages and dollars, ours and Meta's, of a category, a day or the whole month."""

    name: str
    day: date | None
    ours: int
    theirs: int
    our_cost: Decimal
    their_cost: Decimal | None
    """None where Meta tells no cost."""

    @property
    def messages(self) -> int:
        """The number of messages that Meta counts beyond ours."""
        return self.theirs - self.ours

    @property
    def cost(self) -> Decimal | None:
        """The dollars that Meta bills beyond our own reckoning; None where Meta names no cost."""
        return None if self.their_cost is None else self.their_cost - self.our_cost

    @property
    def differs(self) -> bool:
        return bool(self.messages or self.cost)


@dataclass(frozen=True)
class Comparison:
    """The comparison of a month: our count beside Meta's."""

    categories: list[Pair]
    days: list[Pair]
    """The days on which the two counts differ, each with its category."""
    total: Pair
    abroad: int
    """Messages that Meta delivered to numbers of other countries: it bills them at their price."""
    reading: ReportedReading | None

    @property
    def is_known(self) -> bool:
        """Tell whether Meta has told anything of this month."""
        return bool(self.total.theirs)

    @property
    def has_costs(self) -> bool:
        return self.total.their_cost is not None

    @property
    def refusal(self) -> int | None:
        """Meta's code for why it gave no bill the last time; 0 where it gave no code, None where it answered."""
        reading = self.reading
        if reading is None or reading.answered_at == reading.asked_at:
            return None
        return reading.refusal_code or 0


def comparison_of(first: date, last: date) -> Comparison:
    """Compare our count with Meta's over the days from the first to the last of a month. Four queries."""
    ours, theirs = _ours(first, last), _theirs(first, last)
    keys = sorted({*ours, *theirs})
    pairs = [_pair(key, ours.get(key, []), theirs.get(key, [])) for key in keys]
    categories = sorted({category for _, category in keys})
    return Comparison(
        [
            _whole(_label(name), [pair for pair, key in zip(pairs, keys, strict=True) if key[1] == name])
            for name in categories
        ],
        [pair for pair in pairs if pair.differs],
        _whole("Tutti", pairs),
        sum(row.messages for rows in theirs.values() for row in rows if row.country not in ("", HOME)),
        ReportedReading.objects.first(),
    )


@dataclass(frozen=True)
class MonthBill:
    """A month's account beside what Meta bills for it."""

    first: date
    ours: Amount
    theirs: Amount | None
    """None where Meta names no cost. Told at our own rates, so that it differs only where the bill does."""
    messages: int
    """The messages that Meta counts beyond ours."""

    @property
    def more(self) -> int:
        """The number of messages by which the two counts differ."""
        return abs(self.messages)

    @property
    def dearer(self) -> Amount | None:
        """The sum that Meta bills beyond our account, below nothing where less; None where it names no cost."""
        return self.theirs and difference(self.theirs, self.ours)


def bills(months: Iterable[date], now: datetime) -> list[MonthBill]:
    """Put our account of each month beside Meta's, as far as Meta has told anything of it."""
    found = []
    for first in months:
        told = comparison_of(first, month_of(datetime.combine(first, time(), tzinfo=ROME))[1])
        if not told.is_known:
            continue
        account = statement_of(first, now)
        beyond = None if told.total.cost is None else amount(told.total.cost, account.exchange)
        theirs = None if beyond is None else total([account.total, beyond])
        found.append(MonthBill(first, account.total, theirs, told.total.messages))
    return found


def _ours(first: date, last: date) -> dict[tuple[date, str], list[Item]]:
    rows = Expense.objects.filter(day__range=(first, last)).order_by().values_list("day", "category")
    found: dict[tuple[date, str], list[Item]] = defaultdict(list)
    for item in price_list().itemised(rows.annotate(messages=Sum("messages"))):
        found[item.day, item.category].append(item)
    return found


def _theirs(first: date, last: date) -> dict[tuple[date, str], list[ReportedCharge]]:
    found: dict[tuple[date, str], list[ReportedCharge]] = defaultdict(list)
    for row in ReportedCharge.objects.filter(day__range=(first, last)):
        found[row.day, row.category].append(row)
    return found


def _pair(key: tuple[date, str], ours: list[Item], theirs: list[ReportedCharge]) -> Pair:
    day, category = key
    costs = [row.cost for row in theirs]
    return Pair(
        _label(category),
        day,
        sum(item.messages for item in ours),
        sum(row.messages for row in theirs),
        sum((item.cost for item in ours), NOTHING),
        _sum(costs),
    )


def _whole(name: str, pairs: list[Pair]) -> Pair:
    return Pair(
        name,
        None,
        sum(pair.ours for pair in pairs),
        sum(pair.theirs for pair in pairs),
        sum((pair.our_cost for pair in pairs), NOTHING),
        _sum([pair.their_cost for pair in pairs]),
    )


def _sum(costs: list[Decimal | None]) -> Decimal | None:
    """Add up costs; None where one of them is not told: half a sum is none."""
    told = [cost for cost in costs if cost is not None]
    return sum(told, NOTHING) if len(told) == len(costs) else None


def _label(category: str) -> str:
    return CATEGORY_LABELS.get(category, category)
