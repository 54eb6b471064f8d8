# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The estimate of a broadcast, the month so far, and its budget. In dollars, as Meta bills.

Everybody is billed at the price of Italy: the numbers of other countries are so few that nobody counts them apart.
"""

import logging
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

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
from cascina_whatsapp.presentation.formatting.currencies import Exchange, in_both, in_euros, side_by_side
from cascina_whatsapp.presentation.formatting.dates import day_of
from cascina_whatsapp.presentation.formatting.numbers import grouped, money

from . import exchange
from .prices import price_list as price_list

log = logging.getLogger(__name__)
WHO_RAISES = "Può alzarlo l'amministratore di sistema, da Impostazioni › Tetti di spesa."


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
    free_form: int
    """Messages inside the window, answers included: the first ones are free."""
    budget: Budget | None
    reserved: Decimal = NOTHING
    """The dollars that approved broadcasts may still cost in the month."""
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
    def in_words(self) -> str:
        """The month's expense in words: "61,20 $ su 400,00 $ (15%)"; in euros as well where a rate is known.

        Without a budget, only what was spent.
        """
        spent = in_both(self.spent, self.exchange)
        return spent if self.limit is None else f"{spent} su {money(self.limit)} ({self.percent}%)"

    @property
    def set_apart_in_words(self) -> str:
        """The sums set apart: "Riservati ai messaggi approvati: 30,00 $. Restano 308,80 $."; "" without any."""
        if self.left is None and not self.reserved:
            return ""
        words = f"Riservati ai messaggi approvati: {side_by_side(self.reserved, self.exchange)}."
        if self.left is None:
            return words
        if self.left < 0:
            return f"{words} Il tetto è superato di {side_by_side(-self.left, self.exchange)}."
        return f"{words} Restano {side_by_side(self.left, self.exchange)}."


def month_to_date(now: datetime) -> Month:
    """The month of `now` on Rome's calendar. Five queries on small tables."""
    first, last = month_of(now)
    rows = Expense.objects.filter(day__range=(first, last)).order_by().values_list("day", "category")
    counts = list(rows.annotate(messages=Sum("messages")))
    free_form = sum(messages for _, category, messages in counts if category == Category.SERVICE)
    spent, day = price_list().of_month(counts), day_of(now)
    return Month(first, last, spent, free_form, budget_on(day), reserved(first), exchange.known_on(day))


def reserved(month: date, *, but: Campaign | None = None) -> Decimal:
    """Add up what approved broadcasts may still cost until the end of the month that begins on this day.

    What was to leave in an earlier month and has not left yet is spent in this one.
    """
    others = Earmark.objects.filter(month__lte=month, left__gt=0)
    if but is not None and but.pk:
        others = others.exclude(pk=but.pk)
    found: Decimal | None = others.aggregate(left=Sum("left"))["left"]
    return found or NOTHING


def budget_on(day: date) -> Budget | None:
    """The budget in force on a day; None where there is none."""
    row = Budget.objects.filter(valid_from__lte=day).first()
    return row if row and row.amount is not None else None


@dataclass(frozen=True)
class Estimate:
    """The cost of a broadcast if it left at once and arrived at everybody."""

    people: int
    inside: int
    """The people inside their window: they get a free message."""
    category: str
    template_price: Decimal | None
    """The price of one template; None where the list has none."""
    service_cost: Decimal
    """The cost of the messages to those inside, beyond the month's free ones."""
    exchange: Exchange | None = None

    @cached_property
    def total(self) -> Decimal:
        return (self.people - self.inside) * (self.template_price or Decimal(0)) + self.service_cost

    @property
    def dollars_in_words(self) -> str:
        """The estimate in dollars: "circa 150,00 $"."""
        return replace(self, exchange=None).total_in_words

    @property
    def euros_in_words(self) -> str:
        """The estimated price in euros: "137,79 € al cambio del 26 novembre 2026"; "" without a rate, or a price."""
        if self.exchange is None or self.template_price is None:
            return ""
        return in_euros(self.total, self.exchange)

    @property
    def total_in_words(self) -> str:
        """The estimate in dollars, and in euros where a rate is known: "circa 150,00 $"."""
        if self.template_price is None:
            return "quanto costa non si sa: manca un prezzo"
        return f"circa {in_both(self.total, self.exchange)}"

    @property
    def in_words(self) -> str:
        """The estimated price in words: "circa 150,00 $: 5.000 persone a 0,0300 $"."""
        if self.template_price is None:
            return f"non si sa: manca il prezzo dei messaggi «{CATEGORY_LABELS[self.category]}»."
        outside = self.people - self.inside
        words = f"{self.total_in_words}: {_people(outside)} a {money(self.template_price, places=4)}"
        if not self.inside:
            return f"{words}."
        inside = "senza costo" if not self.service_cost else money(self.service_cost)
        wrote = "che ci ha scritto oggi" if self.inside == 1 else "che ci hanno scritto oggi"
        return f"{words}, {inside} per {_people(self.inside)} {wrote}."


def _people(count: int) -> str:
    return "1 persona" if count == 1 else f"{grouped(count)} persone"


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
        """Write a broadcast's highest price: "circa 15,21 $", with nobody inside their window, or "costo non
        noto".
        """
        rate = self.prices.at(category_of(campaign, self.decided), self.day)
        return f"circa {in_both(people * rate.amount, self.exchange)}" if rate else "costo non noto"


def prices_now(now: datetime) -> PricesNow:
    """Read what a template costs today. Three queries."""
    day = day_of(now)
    return PricesNow(price_list(), categories(), day, exchange.known_on(day))


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
            subject="Spesa del mese vicina al tetto",
            sentence=f"La spesa dei messaggi di questo mese è di {month.in_words}. Raggiunto il tetto, {effect}. "
            f"{WHO_RAISES}",
            page=reverse("admin:broadcasts_budget_changelist"),
            addresses=settings.ALERT_EMAILS,
            by_email=False,
        )
