"""A month: what it has cost message by message, what approved broadcasts may still cost, and its budget.

In dollars, as Meta bills; in euros where pages tell it. What the messages inside the window cost is one sum for all
of them, answers included: they share the month's free ones, and nobody could say whose the free ones were.
"""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse

from broadcasts.content.audience import sizes
from broadcasts.models import Campaign, Delivery
from broadcasts.reporting.situation import under_way
from broadcasts.rules.states import DeliveryStatus
from cascina_whatsapp.accounts.staff_notices.notifying import holders, tell
from cascina_whatsapp.presentation.formatting.currencies import Exchange
from cascina_whatsapp.presentation.formatting.dates import ROME, day_of
from cascina_whatsapp.presentation.formatting.numbers import the_per_cent

from .amounts import Amount, amount, categories, category_of, difference, price_list, total
from .models import CATEGORY_LABELS, Budget, Category, Expense
from .pricing import NOTHING, PriceList, month_of

log = logging.getLogger(__name__)
WHO_RAISES = "Lo alza chi approva i messaggi o chi amministra, da Impostazioni › Spesa."
NOT_ARRIVED_YET = (
    DeliveryStatus.QUEUED,
    DeliveryStatus.SENDING,
    DeliveryStatus.UNCERTAIN,
    DeliveryStatus.HELD,
    DeliveryStatus.ACCEPTED,
    DeliveryStatus.SENT,
)


@dataclass(frozen=True)
class Month:
    """A month against its budget."""

    first: date
    last: date
    broadcasts: list[dict[str, Any]]
    """The cost of each in the month, the last one to leave first: see `_spent`."""
    free_form: int
    """The messages inside the window, answers included: the first ones are free."""
    inside_dollars: Decimal
    """What they cost beyond the month's free ones."""
    budget: Budget | None
    promised: list[Decimal]
    """The dollars that each broadcast that is approved or on its way may still cost in the month."""
    prices: PriceList
    day: date
    """The day of the month whose budget, prices and rate of exchange the month is told by."""

    @property
    def exchange(self) -> Exchange | None:
        return self.prices.exchange(self.day)

    @property
    def spent(self) -> Decimal:
        return self.shown.dollars

    @property
    def inside(self) -> Amount:
        """The cost of the messages inside the window, beyond the month's free ones."""
        return amount(self.inside_dollars, self.exchange)

    @property
    def shown(self) -> Amount:
        """The month's expense, as pages tell it."""
        return total([*(one["amount"] for one in self.broadcasts), self.inside], self.exchange)

    @property
    def reserved(self) -> Decimal:
        return sum(self.promised, NOTHING)

    @property
    def programmed(self) -> Amount:
        """The sum that approved broadcasts may still cost, as pages tell it: each rounded by itself."""
        return total([amount(one, self.exchange) for one in self.promised], self.exchange)

    @property
    def limit(self) -> Decimal | None:
        """The dollars that may be spent in the month; None without a budget."""
        return self.budget.amount if self.budget else None

    @property
    def percent(self) -> int | None:
        """The share of the budget that is spent, in whole per cent; None without one."""
        if self.limit is None:
            return None
        return int(self.spent * 100 / self.limit) if self.limit else 100

    @property
    def warns(self) -> bool:
        """Tell whether spending has reached the budget's warning threshold."""
        return self.budget is not None and (self.percent or 0) >= self.budget.warn_percent

    @property
    def threshold(self) -> str:
        """The share of the limit from which pages warn: "l'80 %"; "" without a limit."""
        return the_per_cent(self.budget.warn_percent, 100) if self.budget else ""

    @property
    def limit_shown(self) -> Amount | None:
        """The month's limit as pages tell it; None without one."""
        return None if self.limit is None else amount(self.limit, self.exchange)

    @property
    def left_shown(self) -> Amount | None:
        """The rest of the limit, as pages tell it; negative beyond it, None without one."""
        limit = self.limit_shown
        return limit and difference(limit, total([self.shown, self.programmed], self.exchange))

    @property
    def in_words(self) -> str:
        """The month's expense in words: "61,20 € su un limite di 400,00 € (15 %)"; alone without a limit."""
        limit = self.limit_shown
        spent = self.shown.in_words
        return f"{spent} su un limite di {limit.in_words} ({self.percent} %)" if limit else spent


def month_on(
    day: date,
    now: datetime,
    *,
    prices: PriceList | None = None,
    promised: list[Decimal] | None = None,
    but: Campaign | None = None,
) -> Month:
    """The month that a day of Rome's calendar lies in, as of now, at the budget and the rate of that day.

    `but`: without what this broadcast may cost. Four queries on small tables, and some more where something is
    approved or on its way.
    """
    first, last = month_of(datetime.combine(day, time(), tzinfo=ROME))
    prices = prices or price_list()
    if promised is None:
        promised = promised_until(last, now, prices, but=but)
    fields = ("campaign", "campaign__started_at", "day", "category", "messages")
    rows = list(Expense.objects.filter(day__range=(first, last)).order_by("day").values_list(*fields))
    inside = [(day, kind, messages) for _, _, day, kind, messages in rows if kind == Category.SERVICE]
    return Month(
        first,
        last,
        broadcasts=_broadcasts(rows, prices),
        free_form=sum(messages for _, _, messages in inside),
        inside_dollars=prices.beyond_free(inside),
        budget=budget_on(day),
        promised=promised,
        prices=prices,
        day=day,
    )


def month_until(day: date, now: datetime, prices: PriceList | None = None) -> Month:
    """The month of a day: as of now or, where it is over, as of its last day."""
    _, last = month_of(datetime.combine(day, time(), tzinfo=ROME))
    is_over = last < day_of(now)
    return month_on(min(last, day_of(now)), now, prices=prices, promised=[] if is_over else None)


def _broadcasts(rows: Sequence[tuple[Any, ...]], prices: PriceList) -> list[dict[str, Any]]:
    """Add up the days of each broadcast that has cost something, the last one to leave first."""
    left: dict[int, datetime] = {}
    days: dict[int, list[tuple[date, str, int]]] = defaultdict(list)
    for campaign, started, *of_a_day in rows:
        if campaign is not None:
            left.setdefault(campaign, started or datetime.combine(of_a_day[0], time(), tzinfo=ROME))
            days[campaign].append((of_a_day[0], of_a_day[1], of_a_day[2]))
    in_order = sorted(days, key=lambda campaign: (left[campaign], campaign), reverse=True)
    return [_spent(campaign, left[campaign], days[campaign], prices) for campaign in in_order]


def _spent(
    campaign: int, left: datetime, days: list[tuple[date, str, int]], prices: PriceList
) -> dict[str, Any]:
    """Tell what a broadcast has cost, without its messages inside the window.

    `kind`: what WhatsApp billed it as, "avviso e invito" where it changed its mind halfway; `free`: messages to
    people who had written to us that day.
    """
    paid = [row for row in days if row[1] != Category.SERVICE]
    dollars = sum((prices.cost(category, messages, day) for day, category, messages in paid), NOTHING)
    return {
        "campaign": campaign,
        "kind": " e ".join(sorted({CATEGORY_LABELS[category] for _, category, _ in paid})),
        "paid": sum(messages for *_, messages in paid),
        "free": sum(messages for _, category, messages in days if category == Category.SERVICE),
        "amount": amount(dollars, prices.exchange(day_of(left))),
    }


def promised_until(
    last: date, now: datetime, prices: PriceList, *, but: Campaign | None = None
) -> list[Decimal]:
    """List what each broadcast that is approved or on its way may still cost, if it leaves by this day.

    As if nobody were inside their window. What was to leave in an earlier month and has not left yet is spent in this
    one; what was over a moment ago may still arrive.
    """
    end = datetime.combine(last + timedelta(days=1), time(), tzinfo=ROME)
    halfway = under_way(now)
    leaves = {one.pk: one.started_at or one.scheduled_for or now for one in halfway}
    found = [one for one in halfway if one.by_whatsapp and leaves[one.pk] < end and one != but]
    if not found:
        return []
    people, decided = not_arrived(found), categories()
    costs = [
        prices.cost(category_of(one, decided), people[one.pk], day_of(max(leaves[one.pk], now)))
        for one in found
    ]
    return [cost for cost in costs if cost]


def not_arrived(campaigns: Sequence[Campaign]) -> dict[int, int]:
    """Broadcast's id → people whom it has not reached yet."""
    started = [campaign.pk for campaign in campaigns if campaign.started_at]
    waiting = Delivery.objects.filter(campaign__in=started, status__in=NOT_ARRIVED_YET)
    counted = dict(waiting.order_by().values_list("campaign").annotate(people=Count("pk")))
    to_come = sizes(campaign for campaign in campaigns if not campaign.started_at)
    return {
        campaign.pk: counted.get(campaign.pk, 0) if campaign.started_at else to_come[campaign.pk]
        for campaign in campaigns
    }


def budget_on(day: date) -> Budget | None:
    """The budget in force on a day; None where there is none."""
    row = Budget.objects.filter(valid_from__lte=day, waits=False).first()
    return row if row and row.amount is not None else None


@transaction.atomic
def warn(now: datetime) -> None:
    """Tell the operators that the month's threshold is reached: once a month, and for each new budget."""
    month = month_on(day_of(now), now, promised=[])
    budget = month.budget
    if budget is None or not month.warns:
        return
    fresh = Q(warned_on=None) | Q(warned_on__lt=month.first)
    if Budget.objects.filter(fresh, pk=budget.pk).update(warned_on=day_of(now)):
        log.warning("budget %s: %s per cent spent", budget.pk, month.percent)
        effect = "i nuovi invii saranno bloccati" if budget.blocks else "nulla si blocca"
        tell(
            holders("broadcasts.add_budget"),
            subject="Spesa del mese vicina al limite",
            sentence=f"La spesa dei messaggi di questo mese è di {month.in_words}. Raggiunto il limite, {effect}. "
            f"{WHO_RAISES}",
            page=reverse("admin:broadcasts_budget_changelist"),
            addresses=settings.ALERT_EMAILS,
            by_email=False,
        )
