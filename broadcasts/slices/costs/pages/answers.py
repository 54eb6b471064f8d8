"""Answers of costs to the questions of `broadcasts.pages.hooks`. Sentences are Italian, sums in euros."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.urls import URLPattern

from broadcasts.launching.message import Message
from broadcasts.models import Campaign
from broadcasts.parts.addresses import address, page_of
from broadcasts.parts.button_page import ButtonPage
from broadcasts.parts.panel import Fact, Panel
from broadcasts.reporting import sentences
from broadcasts.reporting.display_status import Standing
from broadcasts.reporting.month import MonthReport
from broadcasts.slices.costs.amounts import Bill, amount, bill_of, price_list
from broadcasts.slices.costs.budget import Outlay, outlay
from broadcasts.slices.costs.dearer import why_dearer
from broadcasts.slices.costs.estimates import Estimate
from broadcasts.slices.costs.models import Category
from broadcasts.slices.costs.month import month_until
from broadcasts.slices.costs.pricing import NOTHING
from broadcasts.steps.plan import Plan
from cascina_whatsapp.presentation.acts import Act
from cascina_whatsapp.presentation.formatting.currencies import EURO, apiece
from cascina_whatsapp.presentation.formatting.dates import day_of
from cascina_whatsapp.presentation.formatting.numbers import money
from cascina_whatsapp.presentation.formatting.tables import Row
from cascina_whatsapp.presentation.menu import LOOKS_AFTER, Section, Setting, list_of
from cascina_whatsapp.presentation.once import once_a_page

from .review_panel import SUBMIT_TEMPLATE, reading_of

__all__ = ["why_dearer"]
LINKS = (
    (
        "auth_user_changelist",
        Section("Spesa", "broadcasts_budget_changelist", permission=LOOKS_AFTER, beside="broadcasts.budget"),
    ),
    (
        "Messaggi",
        Setting(
            "Spesa",
            "Quanto spendiamo, e fin dove?",
            (list_of("broadcasts.budget"),),
            ("broadcasts.budget", "broadcasts.price"),
        ),
    ),
)


@once_a_page
def bill(campaign: Campaign) -> Bill | None:
    """Find the bill of a broadcast that has left; None while nothing is known to have cost anything."""
    return bill_of(campaign) if campaign.started_at and campaign.by_whatsapp else None


# ── Before it leaves ──────────────────────────────────────────────────────────────────────────────────────


def may_still_cost(campaign: Campaign) -> bool:
    """Tell whether pages estimate a broadcast: until it is approved, and as long as it may be revised."""
    return campaign.is_unapproved or (campaign.may_be_revised and campaign.by_whatsapp)


def facts(message: Message, plan: Plan) -> list[Fact]:
    """List what a broadcast costs and, of an invitation to approve, what is left of its month; or its bill."""
    campaign = plan.campaign
    if message.is_before and may_still_cost(campaign):
        found = plan.once(outlay)
        asks = message.standing == Standing.TO_APPROVE and campaign.is_invitation
        is_limited = asks and found.month.limit is not None
        return [_cost(campaign, found.estimate), *([_left_of_the_month(found)] if is_limited else [])]
    spent = bill(campaign)
    return [("Speso", spent.shown.in_words, (_in_short(campaign, spent.inside),))] if spent else []


def _cost(campaign: Campaign, found: Estimate) -> Fact:
    if not campaign.by_whatsapp:
        return ("Costo", "Nessuno", ("senza WhatsApp non costa nulla",))
    if found.template_price is None:
        return ("Costo", "non si sa: manca un prezzo", ())
    inside = 0 if found.service_cost else found.inside
    return ("Costo", amount(found.total, found.exchange).in_words, (_in_short(campaign, inside),))


def _in_short(campaign: Campaign, free: int) -> str:
    """Write what WhatsApp bills a broadcast as, and how many people cost nothing."""
    return campaign.nature.lower() + (f" · {sentences.people(free)} gratis" if free else "")


def _left_of_the_month(cost: Outlay) -> Fact:
    rate, limit = cost.month.exchange, cost.month.limit or NOTHING
    left = amount(limit - cost.expected, rate).in_words if limit >= cost.expected else "niente"
    return ("Restano nel mese", left, (f"su un limite di {amount(limit, rate).in_words}",))


def in_line(plan: Plan) -> str:
    """Write the estimate beside a draft: "14,07 €"."""
    return plan.once(outlay).estimate.total_in_words


def warnings(plan: Plan) -> list[tuple[str, str]]:
    """List what the month's limit says of a broadcast before it leaves, with the tone of its notice."""
    found = plan.once(outlay) if may_still_cost(plan.campaign) else None
    if found is None or not found.warning:
        return []
    return [(found.refusal, "bad") if found.blocks else (found.warning, "wait")]


def remark(plan: Plan) -> str:
    """Say what an invitation costs beside a notice: "È un invito: …"; "" of a notice, or without prices."""
    campaign, found = plan.campaign, plan.once(outlay).estimate
    if not campaign.is_invitation or not found.template_price or not found.people:
        return ""
    notice = price_list().at(Category.UTILITY, day_of(plan.now))
    if notice is None or not notice.amount or notice.amount >= found.template_price:
        return ""
    more = "più del doppio di" if found.template_price > 2 * notice.amount else "più di"
    dollars = (found.people - found.inside) * notice.amount + found.service_cost
    as_notice = amount(dollars, found.exchange).in_words
    return f"È un invito: propone di venire, e WhatsApp lo fa pagare {more} un avviso ({as_notice})."


# ── Afterwards ────────────────────────────────────────────────────────────────────────────────────────────


def said(message: Message) -> str:
    """Say what a broadcast that is over has cost."""
    spent = bill(message.campaign) if message.is_over else None
    return f"Costo: {spent.shown.in_words}." if spent else ""


def panel(message: Message, on: str) -> Panel | None:
    """Show that WhatsApp reads a text first, among the notices; line by line what it has cost, among its figures."""
    if on == "notices" and (shown := reading_of(message)):
        return Panel("admin/broadcasts/costs/reading.html", shown)
    spent = bill(message.campaign) if on == "figures" else None
    if spent is None:
        return None
    return Panel(
        "admin/broadcasts/costs/bill.html",
        {"rows": list(_rows(spent, message.campaign.nature.lower())), "bill": spent.shown.bill},
    )


def _rows(spent: Bill, nature: str) -> Iterator[tuple[str, str, str]]:
    """Write (what, nature, amount): each line takes what is left of the whole, cent by cent."""
    so_far, told = Decimal(0), Decimal(0)
    for messages, price in spent.lines:
        so_far += messages * price
        cents = amount(so_far, spent.exchange).cents
        what = f"{sentences.people(messages)} a {apiece(price, spent.exchange)}"
        yield (what, nature, money(cents - told, currency=spent.shown.currency))
        told = cents
    if spent.inside:
        wrote = "che ci aveva" if spent.inside == 1 else "che ci avevano"
        yield (f"{sentences.people(spent.inside)} {wrote} scritto quel giorno", "", "nel conto del mese")


# ── The review of its text ────────────────────────────────────────────────────────────────────────────────


def addresses(admin: ModelAdmin) -> list[URLPattern]:
    """Give the page its address on which a refused text is submitted again."""
    name = SUBMIT_TEMPLATE.name
    return [address(admin, name, f"<int:pk>/{name}/", ButtonPage(admin, SUBMIT_TEMPLATE))]


def after_refusal(campaign: Campaign) -> Act:
    """Lead to that page."""
    return Act(label=SUBMIT_TEMPLATE.label, address=page_of(campaign, SUBMIT_TEMPLATE.name))


def offers(user: User, campaign: Campaign) -> dict[str, Act]:
    """Offer it to who may press it."""
    may = SUBMIT_TEMPLATE.is_for(user, campaign)
    return {SUBMIT_TEMPLATE.name: after_refusal(campaign)} if may else {}


# ── A month, and the home page ────────────────────────────────────────────────────────────────────────────


def of_a_month(report: MonthReport, now: datetime) -> tuple[str, list[Row]]:
    """Say what a month has cost, unless nothing left nor cost anything; and its figures, in euros by a known rate."""
    spent = month_until(report.first, now).shown
    in_euros = [("Costo in euro, con le risposte", spent.cents)] if spent.currency == EURO else []
    words = f"Costo: {spent.in_words}." if report.campaigns or spent.dollars else ""
    return words, [("Costo in dollari, con le risposte", spent.dollars), *in_euros]
