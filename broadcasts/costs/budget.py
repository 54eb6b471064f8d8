"""The estimate of a broadcast, the month so far, and its budget. In dollars, as Meta bills.

Everybody is billed at the price of Italy: the numbers of other countries are so few that nobody counts them apart.
"""

import logging
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import Q, Sum
from django.urls import reverse

from broadcasts.content import custom_template, time_to_live
from broadcasts.content.preview import Reach, reach
from broadcasts.models import Budget, Campaign, Earmark, Expense, WhatsAppTemplate
from broadcasts.rules import standard_templates
from broadcasts.rules.pricing import CATEGORY_LABELS, NOTHING, Category, PriceList, month_of
from cascina_whatsapp.accounts.staff_notices.notifying import holders, tell
from cascina_whatsapp.presentation.formatting.currencies import Exchange
from cascina_whatsapp.presentation.formatting.dates import ROME, day_of
from cascina_whatsapp.presentation.formatting.numbers import the_per_cent

from . import amounts, exchange
from .amounts import Amount
from .estimates import Estimate as Estimate
from .prices import price_list as price_list

log = logging.getLogger(__name__)
WHO_RAISES = "Può alzarlo l'amministratore di sistema, da Impostazioni › Limite del mese."


def categories() -> dict[str, str]:
    """Template → what Meta bills it as. One query."""
    rows = WhatsAppTemplate.objects.filter(language=standard_templates.LANGUAGE)
    return {name: category.lower() for name, category in rows.values_list("name", "category")}


def template_name(campaign: Campaign) -> str:
    """Name the template at Meta by which everybody outside their window gets the broadcast."""
    return custom_template.name_for(campaign)


def category_of(campaign: Campaign, decided: dict[str, str] | None = None) -> str:
    """Return the category in which Meta bills a broadcast's template: as Meta `decided`, or as we asked."""
    known = categories() if decided is None else decided
    category = known.get(template_name(campaign))
    return category if category in CATEGORY_LABELS else campaign.template_set.category.lower()


@dataclass(frozen=True)
class Month:
    """The cost of a month so far, against its budget."""

    first: date
    last: date
    spent: Decimal
    shown: Amount
    """The same, as pages tell it."""
    free_form: int
    """Messages inside the window, answers included: the first ones are free."""
    budget: Budget | None
    reserved: Decimal = NOTHING
    """The dollars that approved broadcasts may still cost in the month."""
    programmed: Amount = field(default_factory=lambda: amounts.total([]))
    """The same, as pages tell it."""
    exchange: Exchange | None = None

    @property
    def limit(self) -> Decimal | None:
        """The dollars that may be spent in the month; None without a budget."""
        return self.budget.amount if self.budget else None

    @property
    def left(self) -> Decimal | None:
        """The dollars that are neither spent nor reserved, negative beyond the budget; None without one."""
        return None if self.limit is None else self.limit - self.spent - self.reserved

    @property
    def percent(self) -> int | None:
        """The share of the budget that is spent, in whole per cent; None without one."""
        if self.limit is None:
            return None
        return int(self.spent * 100 / self.limit) if self.limit else 100

    @property
    def warns(self) -> bool:
        """Tell whether spending has reached the budget's warning threshold."""
        if self.budget is None or self.percent is None:
            return False
        return self.percent >= self.budget.warn_percent

    @property
    def threshold(self) -> str:
        """The share of the limit from which pages warn: "l'80 %"; "" without a limit."""
        return the_per_cent(self.budget.warn_percent, 100) if self.budget else ""

    @property
    def limit_shown(self) -> Amount | None:
        """The month's limit as pages tell it, at today's rate; None without one."""
        return None if self.limit is None else amounts.amount(self.limit, self.exchange)

    @property
    def left_shown(self) -> Amount | None:
        """The rest of the limit, as pages tell it; negative beyond it, None without one."""
        limit = self.limit_shown
        return limit and amounts.difference(limit, amounts.total([self.shown, self.programmed]))

    @property
    def in_words(self) -> str:
        """The month's expense in words: "61,20 € su un limite di 400,00 € (15 %)"; alone without a limit."""
        limit = self.limit_shown
        spent = self.shown.in_words
        return f"{spent} su un limite di {limit.in_words} ({self.percent} %)" if limit else spent

    @property
    def set_apart_in_words(self) -> str:
        """The sums set apart: "Programmati: 30,00 €. Restano 308,80 €."; "" without any."""
        left = self.left_shown
        if left is None and not self.reserved:
            return ""
        words = f"Programmati: {self.programmed.in_words}."
        if left is None:
            return words
        if left.cents < 0:
            return f"{words} Il limite è superato di {left.without_sign}."
        return f"{words} Restano {left.in_words}."


def month_to_date(now: datetime, prices: PriceList | None = None) -> Month:
    """The month of `now` on Rome's calendar. Seven queries on small tables, six with the price list at hand."""
    first, last = month_of(now)
    rows = Expense.objects.filter(day__range=(first, last)).order_by().values_list("day", "category")
    counts = list(rows.annotate(messages=Sum("messages")))
    free_form = sum(messages for _, category, messages in counts if category == Category.SERVICE)
    prices, day = prices or price_list(), day_of(now)
    rate = exchange.known_on_days([day]).get(day)
    inside = prices.of_month(row for row in counts if row[1] == Category.SERVICE)
    parts = [part.amount for part in amounts.parts_in(first, last, prices, now)]
    aside = reserved(first)
    return Month(
        first,
        last,
        spent=prices.of_month(counts),
        shown=amounts.total([*parts, amounts.amount(inside, rate)]),
        free_form=free_form,
        budget=budget_on(day),
        reserved=sum(aside, NOTHING),
        programmed=shown_together(aside, rate),
        exchange=rate,
    )


def month_until(day: date, now: datetime) -> Month:
    """The month of a day: as of now or, where it is over, as of its last day."""
    _, last = month_of(datetime.combine(day, time(), tzinfo=ROME))
    return month_to_date(now if day_of(now) <= last else datetime.combine(last, time(12), tzinfo=ROME))


def reserved(month: date, *, but: Campaign | None = None) -> list[Decimal]:
    """List what approved broadcasts may still cost each, until the end of the month that begins on this day.

    What was to leave in an earlier month and has not left yet is spent in this one.
    """
    others = Earmark.objects.filter(month__lte=month, left__gt=0)
    if but is not None and but.pk:
        others = others.exclude(pk=but.pk)
    return list(others.values_list("left", flat=True))


def shown_together(each: list[Decimal], rate: Exchange | None) -> Amount:
    """Add up sums of dollars as pages tell them: each rounded by itself."""
    return amounts.total([amounts.amount(one, rate) for one in each] or [amounts.amount(NOTHING, rate)])


def budget_on(day: date) -> Budget | None:
    """The budget in force on a day; None where there is none."""
    row = Budget.objects.filter(valid_from__lte=day, waits=False).first()
    return row if row and row.amount is not None else None


def estimate(campaign: Campaign, now: datetime, counted: Reach | None = None) -> Estimate:
    """Estimate what the broadcast costs, sent to everybody who follows its topics now. Six queries.

    `counted`: whom it reaches at this very moment, where a page asks that too.
    """
    counted = counted or reach(campaign, now)
    # Of what expires nothing is free-form.
    inside = 0 if time_to_live.seconds_of(campaign) else counted.in_window
    prices, day = price_list(), day_of(now)
    free = prices.left_free(Category.SERVICE, _free_form_used(now), day)
    service_cost = prices.cost(Category.SERVICE, max(0, inside - free), day)
    outside = _as_templates(campaign, counted.people, prices, day)
    return replace(outside, inside=inside, service_cost=service_cost)


def estimate_of_rest(campaign: Campaign, people: int, now: datetime) -> Estimate:
    """Estimate the cost for so many people who have not got it yet, none inside their window. Three queries."""
    return _as_templates(campaign, people, price_list(), day_of(now))


def _as_templates(campaign: Campaign, people: int, prices: PriceList, day: date) -> Estimate:
    category = category_of(campaign)
    rate = prices.at(category, day)
    return Estimate(
        people=people,
        inside=0,
        category=category,
        template_price=rate.amount if rate else None,
        service_cost=NOTHING,
        exchange=exchange.known_on(day),
    )


@dataclass(frozen=True)
class PricesNow:
    """The price of a template today, for pages that tell the cost of several broadcasts."""

    prices: PriceList
    decided: dict[str, str]
    day: date
    exchange: Exchange | None = None

    def at_most(self, campaign: Campaign, people: int) -> str:
        """Write a broadcast's highest price: "13,97 €", with nobody inside their window, or "costo non noto"."""
        rate = self.prices.at(category_of(campaign, self.decided), self.day)
        return amounts.amount(people * rate.amount, self.exchange).in_words if rate else "costo non noto"


def prices_now(now: datetime, prices: PriceList) -> PricesNow:
    """Read what a template costs today. Two queries."""
    day = day_of(now)
    return PricesNow(prices, categories(), day, exchange.known_on(day))


def _free_form_used(now: datetime) -> int:
    """Messages inside the window so far this month."""
    month = Expense.objects.filter(day__range=month_of(now), category=Category.SERVICE)
    return month.aggregate(messages=Sum("messages"))["messages"] or 0


@transaction.atomic
def warn(now: datetime) -> None:
    """Tell the operators that the month's threshold is reached: once a month, and for each new budget."""
    month = month_to_date(now)
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
