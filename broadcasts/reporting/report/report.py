"""The report of a broadcast from its approval on: what becomes of it, whom it misses, what it costs.

Made once for the page; what a colleague may do there is no part of it.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from broadcasts.content.attached import attached_to
from broadcasts.content.custom_template_panel import Panel, panel_of
from broadcasts.content.preview import Preview, on_the_page, preview_of
from broadcasts.content.published import published
from broadcasts.costs.amounts import Bill, amount, bill_of
from broadcasts.costs.budget import Outlay, outlay
from broadcasts.models import Campaign, CampaignEvent, kept_of
from broadcasts.outlets import deciding as outlets_in_words
from broadcasts.reporting.counts import reading_times
from broadcasts.reporting.counts.reading_times import ReadingTimes
from broadcasts.reporting.forecast.opt_out_effect import afterwards
from broadcasts.reporting.progress import progress
from broadcasts.reporting.progress.course import UNDER_WAY, course_of
from broadcasts.reporting.wording import recipient_breakdown, sentences
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CAMPAIGN_OVER, CampaignStatus
from cascina_whatsapp.presentation.formatting.currencies import apiece
from cascina_whatsapp.presentation.formatting.dates import at_clock, brief_day, day_of
from cascina_whatsapp.presentation.formatting.numbers import money
from subscribers import consent

from .files import UNEXPLAINED, Figure, facts_of


@dataclass(frozen=True)
class Report:
    """The report of a broadcast as of `made_at`. Sentences are Italian, "" where there is nothing to say.

    Moments are in UTC, those inside sentences on Cascina's clocks; sums are in euros, as on every page.
    """

    campaign: Campaign
    made_at: datetime
    progress: recipient_breakdown.Progress
    parts: list[recipient_breakdown.Part]
    """The bar, one unit a person; empty before anything was queued."""
    bar_in_words: str
    short_parts: list[recipient_breakdown.Part]
    """The same of one that is held or stopped."""
    short_in_words: str
    sentence: str
    """The sentence on whom it reached so far."""
    cost: str
    """The sentence on what it has cost so far."""
    held_back: str
    """The sentence on people who had reached their week's limit of messages."""
    called_off: str
    """The sentence that what it announces will not take place, as its source says."""
    told: str
    """The sentence on proven arrivals, of broadcasts that the register learns of."""
    told_rule: str
    """The rule by which the register finds that proof."""
    ends: str
    """About when the last message leaves: "verso le 10:49"."""
    held_up: str
    """The sentence on what holds it up on its way."""
    is_under_way: bool
    """True while anything is still to leave, so that the page asks for itself again."""
    is_public: bool
    """True where anybody may read it, without WhatsApp."""
    has_only_totals: bool
    """True once its single deliveries are gone."""
    reading: ReadingTimes
    missing: list[dict[str, Any]]
    """The most frequent reason first."""
    after: dict[str, Any] | None
    """The people who joined and left in the two days from its start; None before it is over."""
    bill: Bill | None
    """None while nothing is known to have cost anything."""
    bill_rows: list[dict[str, str]]
    outlay: Outlay | None
    """The cost that it would add to its month; None once it can't be revised."""
    facts: list[tuple[str, Figure]]
    """(what, value), of a time to live and of a message about the service."""
    outlets: list[outlets_in_words.Row]
    events: list[CampaignEvent]
    """The steps that people and the service took, the first one first."""
    custom_template: Panel
    shown: Preview | None
    """Nearly everybody's telephone: the message as a template; None without WhatsApp."""
    page: dict[str, Any] | None
    """The public page, where it goes without WhatsApp; None otherwise."""
    attachment: dict[str, Any] | None


def report_of(campaign: Campaign, now: datetime) -> Report:
    """The report as things stand. A constant number of queries, and few of them read deliveries."""
    so_far, reasons = progress.progress_of(campaign), progress.failures_by_reason(campaign)
    has_only_totals = bool(kept_of(campaign).totals)
    bill = bill_of(campaign) if campaign.started_at and campaign.by_whatsapp else None
    outlets = outlets_in_words.rows(campaign, now)
    is_going = campaign.status in UNDER_WAY or outlets_in_words.is_going(outlets)
    events = list(campaign.events.select_related("by"))
    parts = recipient_breakdown.parts(so_far) if so_far.total else []
    is_stopped = campaign.status != CampaignStatus.SENDING
    short = recipient_breakdown.short_parts(so_far, is_stopped=is_stopped) if so_far.total else []
    expected, held_up = course_of(campaign, so_far.waiting, now)
    return Report(
        campaign=campaign,
        made_at=now,
        progress=so_far,
        parts=parts,
        bar_in_words=recipient_breakdown.bar_in_words(parts),
        short_parts=short,
        short_in_words=recipient_breakdown.bar_in_words(short),
        sentence=sentences.sentence(campaign.status, so_far, reasons)
        if campaign.by_whatsapp
        else sentences.without_whatsapp(campaign.status),
        cost=f"Costo: {bill.shown.in_words}." if bill and campaign.status in CAMPAIGN_OVER else "",
        held_back=sentences.held_back(reasons),
        called_off=sentences.called_off(campaign, events, now),
        told=sentences.told(campaign.service.told) if campaign.is_recorded and campaign.started_at else "",
        told_rule=consent.RecordedBroadcast.rule_of(campaign.pk),
        ends=about(expected.ends, now) if expected and expected.ends else "",
        held_up=held_up,
        is_under_way=is_going,
        is_public=published(now).filter(pk=campaign.pk).exists(),
        has_only_totals=has_only_totals,
        reading=reading_times.count(campaign) if so_far.read else ReadingTimes(),
        missing=_missing(campaign, reasons, has_list=not has_only_totals),
        after=afterwards(campaign, now) if campaign.finished_at else None,
        bill=bill,
        bill_rows=_rows(bill, campaign.nature.lower()) if bill else [],
        outlay=outlay(campaign, now) if campaign.may_be_revised and campaign.by_whatsapp else None,
        facts=facts_of(campaign),
        outlets=outlets,
        events=events,
        custom_template=panel_of(campaign),
        shown=preview_of(campaign) if campaign.by_whatsapp else None,
        page=None if campaign.by_whatsapp else on_the_page(campaign),
        attachment=attached_to(campaign),
    )


def _missing(campaign: Campaign, reasons: sentences.Reasons, *, has_list: bool) -> list[dict[str, Any]]:
    """List people whom the broadcast did not reach by reason; `page`: their deliveries, "" once these are gone."""
    deliveries = reverse("admin:broadcasts_delivery_changelist")
    return [
        {
            "reason": reason or UNEXPLAINED,
            "people": people,
            "remedy": failure_reasons.about(reason),
            "page": f"{deliveries}?{urlencode({'campaign': campaign.pk, 'reason': reason})}"
            if has_list
            else "",
        }
        for reason, people in reasons
    ]


def _rows(bill: Bill, nature: str) -> list[dict[str, str]]:
    """The lines of a bill: each takes what is left of the whole, cent by cent."""
    rows: list[dict[str, str]] = []
    so_far, told = Decimal(0), Decimal(0)
    for line in bill.lines:
        so_far += line.amount
        cents = amount(so_far, bill.exchange).cents
        shown = money(cents - told, currency=bill.shown.currency)
        told = cents
        what = f"{sentences.people(line.messages)} a {apiece(line.price, bill.exchange)}"
        rows.append({"what": what, "nature": nature, "amount": shown})
    if bill.inside:
        wrote = "che ci aveva" if bill.inside == 1 else "che ci avevano"
        what = f"{sentences.people(bill.inside)} {wrote} scritto quel giorno"
        rows.append({"what": what, "nature": "", "amount": "nel conto del mese"})
    return rows


def about(moment: datetime, now: datetime) -> str:
    """Write about when: "verso le 10:49", "domani verso le 9:07"."""
    hour = at_clock(moment).replace("alle", "verso le").replace("all'", "verso l'")
    return hour if day_of(moment) == day_of(now) else f"{brief_day(moment, now)} {hour}"
