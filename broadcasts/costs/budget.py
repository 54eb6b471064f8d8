# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a broadcast would cost and has cost, the month so far, and its budget. In dollars, as Meta bills.

Everybody is billed at the price of Italy: the numbers of other countries are so few that nobody counts them apart.
"""

import logging
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.urls import reverse

from broadcasts.audience import audience_of
from broadcasts.content import custom_template, message
from broadcasts.models import Budget, Campaign, Expense, Price, WhatsAppTemplate
from broadcasts.rules import standard_templates
from broadcasts.rules.pricing import CATEGORY_LABELS, Category, PriceList, Rate, month_of
from cascina_whatsapp.formatting.dates import day_of
from cascina_whatsapp.formatting.numbers import grouped, money
from cascina_whatsapp.staff_notices.telling import holders, tell

log = logging.getLogger(__name__)
MARKET = "IT"
WHO_RAISES = "Può alzarlo l'amministratore di sistema, da Impostazioni › Tetti di spesa."


def price_list() -> PriceList:
    """The rows of our market. One query: keep it for as long as a page."""
    rows = Price.objects.filter(market=MARKET).order_by("pk")
    fields = ("category", "amount", "valid_from", "free_each_month")
    return PriceList(Rate(**row) for row in rows.values(*fields))


def categories() -> dict[str, str]:
    """Template → what Meta bills it as. One query."""
    rows = WhatsAppTemplate.objects.filter(language=standard_templates.LANGUAGE)
    return {name: category.lower() for name, category in rows.values_list("name", "category")}


def category_of(campaign: Campaign, decided: dict[str, str] | None = None) -> str:
    """What Meta bills its template as: what Meta `decided`, or what we asked for."""
    known = categories() if decided is None else decided
    category = known.get(custom_template.name_for(campaign))
    return category if category in CATEGORY_LABELS else standard_templates.CATEGORY.lower()


@dataclass(frozen=True)
class Month:
    """What a month has cost so far, against its budget."""

    first: date
    last: date
    spent: Decimal
    free_form: int
    """Messages inside the window, answers included: the first ones are free."""
    budget: Budget | None

    @property
    def limit(self) -> Decimal | None:
        """What may be spent; None without a budget."""
        return self.budget.amount if self.budget else None

    @property
    def percent(self) -> int | None:
        """Of the budget; None without one."""
        if self.limit is None:
            return None
        return int(self.spent * 100 / self.limit) if self.limit else 100

    @property
    def warns(self) -> bool:
        """Whether the threshold is reached."""
        if self.budget is None or self.percent is None:
            return False
        return self.percent >= self.budget.warn_percent

    @property
    def in_words(self) -> str:
        """ "61,20 USD su 400,00 USD (15%)"; without a budget, what was spent."""
        spent = money(self.spent)
        return spent if self.limit is None else f"{spent} su {money(self.limit)} ({self.percent}%)"


def month_to_date(now: datetime) -> Month:
    """The month of `now` on Rome's calendar. Three queries on small tables."""
    first, last = month_of(now)
    rows = Expense.objects.filter(day__range=(first, last)).order_by().values_list("day", "category")
    counts = list(rows.annotate(messages=Sum("messages")))
    free_form = sum(messages for _, category, messages in counts if category == Category.SERVICE)
    return Month(first, last, price_list().of_month(counts), free_form, budget_on(day_of(now)))


def budget_on(day: date) -> Budget | None:
    """The budget in force on a day; None where there is none."""
    row = Budget.objects.filter(valid_from__lte=day).first()
    return row if row and row.amount is not None else None


@dataclass(frozen=True)
class Estimate:
    """What a broadcast would cost if it left at once and arrived at everybody."""

    people: int
    inside: int
    """Of those, inside their window: they get a free message."""
    category: str
    template_price: Decimal | None
    """Of one template; None where the list has none."""
    service_cost: Decimal
    """Of those inside, beyond the month's free ones."""

    @cached_property
    def total(self) -> Decimal:
        return (self.people - self.inside) * (self.template_price or Decimal(0)) + self.service_cost

    @property
    def total_in_words(self) -> str:
        """ "circa 150,00 USD" """
        if self.template_price is None:
            return "quanto costa non si sa: manca un prezzo"
        return f"circa {money(self.total)}"

    @property
    def in_words(self) -> str:
        """ "circa 150,00 USD: 5.000 persone a 0,0300 USD" """
        if self.template_price is None:
            return f"non si sa: manca il prezzo dei messaggi «{CATEGORY_LABELS[self.category]}»."
        outside = self.people - self.inside
        words = f"circa {money(self.total)}: {_people(outside)} a {money(self.template_price, places=4)}"
        if not self.inside:
            return f"{words}."
        inside = "senza costo" if not self.service_cost else money(self.service_cost)
        wrote = "che ci ha scritto oggi" if self.inside == 1 else "che ci hanno scritto oggi"
        return f"{words}, {inside} per {_people(self.inside)} {wrote}."


def _people(count: int) -> str:
    return "1 persona" if count == 1 else f"{grouped(count)} persone"


def estimate(campaign: Campaign, now: datetime) -> Estimate:
    """For everybody who follows its topic now. Five queries."""
    window = (
        Q(last_message_at__gt=now - message.FREE_FORM_WINDOW) if settings.FREE_FORM_IN_WINDOW else Q(pk=None)
    )
    found = audience_of(campaign).aggregate(people=Count("pk"), inside=Count("pk", filter=window))
    prices, day, category = price_list(), day_of(now), category_of(campaign)
    rate = prices.at(category, day)
    free = prices.left_free(Category.SERVICE, _free_form_used(now), day)
    return Estimate(
        people=found["people"],
        inside=found["inside"],
        category=category,
        template_price=rate.amount if rate else None,
        service_cost=prices.cost(Category.SERVICE, max(0, found["inside"] - free), day),
    )


@dataclass(frozen=True)
class PricesNow:
    """What a template costs today, for pages that tell the cost of several broadcasts."""

    prices: PriceList
    decided: dict[str, str]
    day: date

    def at_most(self, campaign: Campaign, people: int) -> str:
        """ "circa 15,21 $": as if nobody were inside their window; where no price is known it says so."""
        rate = self.prices.at(category_of(campaign, self.decided), self.day)
        return f"circa {money(people * rate.amount, currency='$')}" if rate else "costo non noto"


def prices_now(now: datetime) -> PricesNow:
    """Two queries."""
    return PricesNow(price_list(), categories(), day_of(now))


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
