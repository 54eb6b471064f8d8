"""The facts of a message's page: to whom, what it costs, when. Sentences are Italian, sums in euros."""

from datetime import datetime

from broadcasts.costs.amounts import Bill, amount, price_list
from broadcasts.costs.budget import Outlay
from broadcasts.costs.estimates import Estimate
from broadcasts.costs.pricing import NOTHING, Category
from broadcasts.launching.departure import Departure
from broadcasts.models import Campaign
from broadcasts.reporting import sentences
from broadcasts.reporting.progress import Outlook
from broadcasts.reporting.recipient_breakdown import Progress
from broadcasts.reporting.standings import Standing
from broadcasts.rules import start_window
from broadcasts.steps.plan import Plan
from cascina_whatsapp.presentation.formatting.dates import day_of

S = Standing
NO_TELEPHONE = "Nessun telefono"
UNKNOWN = "non si sa: manca un prezzo"
SECONDS = 60


Fact = tuple[str, str, tuple[str, ...]]
"""What, its value, what is said below it."""


def before_it_leaves(plan: Plan, standing: Standing, planned: Outlook, cost: Outlay) -> list[Fact]:
    """List the three facts of a broadcast of which nothing has left: to whom, what it costs, when or how long."""
    campaign = plan.campaign
    return [
        _to_whom(campaign, planned.people),
        _cost(campaign, cost.estimate),
        _third(plan, standing, planned, cost),
    ]


def on_its_way(campaign: Campaign, so_far: Progress, bill: Bill | None) -> list[Fact]:
    """List the facts below the bar of a broadcast that is leaving, or was stopped."""
    found = [_to_whom(campaign, so_far.total)]
    if campaign.by_whatsapp and bill:
        subs = " · ".join(filter(None, [campaign.nature.lower(), _free(bill.inside)]))
        found.append(("Speso", bill.shown.in_words, (subs,)))
    return found


def why_dearer(campaign: Campaign, cost: Outlay, now: datetime) -> str:
    """Say what an invitation costs beside a notice: "È un invito: …"; "" of a notice, or without prices."""
    found = cost.estimate
    if not campaign.is_invitation or not found.template_price or not found.people:
        return ""
    notice = price_list().at(Category.UTILITY, day_of(now))
    if notice is None or not notice.amount or notice.amount >= found.template_price:
        return ""
    times = found.template_price / notice.amount
    more = "più del doppio di" if times > 2 else "più di"
    dollars = (found.people - found.inside) * notice.amount + found.service_cost
    as_notice = amount(dollars, found.exchange).in_words
    return f"È un invito: propone di venire, e WhatsApp lo fa pagare {more} un avviso ({as_notice})."


def _to_whom(campaign: Campaign, people: int) -> Fact:
    subs = [campaign.to_whom, campaign.everybody_reason if campaign.to_everybody else ""]
    value = sentences.people(people) if campaign.by_whatsapp else NO_TELEPHONE
    return ("A chi", value, tuple(filter(None, subs)))


def _cost(campaign: Campaign, found: Estimate) -> Fact:
    if not campaign.by_whatsapp:
        return ("Costo", "Nessuno", ("senza WhatsApp non costa nulla",))
    if found.template_price is None:
        return ("Costo", UNKNOWN, ())
    free = _free(found.inside) if found.service_cost == NOTHING else ""
    subs = " · ".join(filter(None, [campaign.nature.lower(), free]))
    return ("Costo", amount(found.total, found.exchange).in_words, (subs,))


def _free(people: int) -> str:
    return f"{sentences.people(people)} gratis" if people else ""


def _third(plan: Plan, standing: Standing, planned: Outlook, cost: Outlay) -> Fact:
    campaign = plan.campaign
    if standing == S.TO_APPROVE and campaign.is_invitation and cost.month.limit is not None:
        return _left_of_the_month(cost)
    departure = Departure(campaign, plan.now)
    if departure.due is None:
        return ("Quando", "non parte", ("non è prevista nessuna apertura",))
    if standing in (S.TO_APPROVE, S.SCHEDULED, S.TO_AUTHORISE) and not campaign.is_urgent:
        ends = start_window.end_in_words(planned.leaves, planned.ends, plan.now)
        sub = ends if standing == S.SCHEDULED and ends else "solo in orario d'ufficio"
        return ("Durata", lasts(planned) or "non si sa", (sub,))
    lasting = lasts(planned)
    soon = "appena approvi" if standing == S.TO_APPROVE else "appena approvato"
    return ("Quando", departure.in_a_row(soon), (f"finisce in {lasting}",) if lasting else ())


def _left_of_the_month(cost: Outlay) -> Fact:
    rate, limit = cost.month.exchange, cost.month.limit or NOTHING
    left = amount(limit - cost.expected, rate).in_words if limit >= cost.expected else "niente"
    return ("Restano nel mese", left, (f"su un limite di {amount(limit, rate).in_words}",))


def lasts(planned: Outlook) -> str:
    """Write how long a broadcast takes to leave: "circa 8 minuti"; "" where nobody can tell."""
    if planned.leaves is None or planned.ends is None:
        return ""
    minutes = max(1, round((planned.ends - planned.leaves).total_seconds() / SECONDS))
    if minutes < 2 * SECONDS:
        return "circa 1 minuto" if minutes == 1 else f"circa {minutes} minuti"
    hours = round(minutes / SECONDS)
    return f"circa {hours} ore" if hours < 48 else f"circa {round(hours / 24)} giorni"
