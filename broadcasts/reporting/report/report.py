# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The report of a broadcast from its approval on: what becomes of it, whom it misses, what it costs.

Made once for the page; what a colleague may do there is no part of it.
"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from broadcasts.content.attached import Attached, attached_to
from broadcasts.content.custom_template_panel import Panel, panel_of
from broadcasts.content.preview import OnThePage, Preview, on_the_page, preview_of
from broadcasts.content.published import published
from broadcasts.costs.actual_cost import Bill, bill_of
from broadcasts.costs.projected_spend import Outlay, outlay
from broadcasts.models import Campaign, CampaignEvent, kept_of
from broadcasts.outlets import in_words as outlets_in_words
from broadcasts.reporting.counts import time_series
from broadcasts.reporting.counts.reading_times import ReadingTimes
from broadcasts.reporting.forecast.opt_out_effect import Afterwards, afterwards
from broadcasts.reporting.progress import first_share, progress
from broadcasts.reporting.wording import recipient_breakdown, sentences
from broadcasts.rules import failure_advice
from cascina_whatsapp.presentation.formatting.currencies import side_by_side
from cascina_whatsapp.presentation.formatting.dates import span_in_words
from cascina_whatsapp.presentation.formatting.numbers import money
from subscribers import consent

from .files import UNEXPLAINED, Figure, facts_of


@dataclass(frozen=True)
class Missing:
    """People whom the broadcast did not reach for one reason."""

    reason: str
    people: int
    remedy: str
    page: str
    """The list of their deliveries; "" once it is gone."""


@dataclass(frozen=True)
class Report:
    """The report of a broadcast as of `made_at`. Sentences are Italian, "" where there is nothing to say.

    Moments are in UTC, those inside sentences on Cascina's clocks; sums are dollars, as Meta bills.
    """

    campaign: Campaign
    made_at: datetime
    progress: recipient_breakdown.Progress
    parts: list[recipient_breakdown.Part]
    """The bar, one unit a person; empty before anything was queued."""
    bar_in_words: str
    state: str
    tone: str
    """The tone of the badge with its state: see components.badge."""
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
    sent_when: str
    """The span from the first message to the last, as far as it got."""
    first_share: str
    """The sentence on its first share, while it waits after it."""
    expected_end: str
    """The sentence on when it should begin or be over, and what holds it up."""
    is_under_way: bool
    """True while anything is still to leave, so that the page asks for itself again."""
    is_public: bool
    """True where anybody may read it, without WhatsApp."""
    has_only_totals: bool
    """True once its single deliveries are gone."""
    reading: ReadingTimes
    missing: list[Missing]
    """The most frequent reason first."""
    after: Afterwards | None
    """The people who joined and left in the two days from its start; None before it is over."""
    bill: list[tuple[str, str]]
    """(what, how much); empty while nothing is known to have cost anything."""
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
    page: OnThePage | None
    """The public page, where it goes without WhatsApp; None otherwise."""
    attachment: Attached | None


def report_of(campaign: Campaign, now: datetime) -> Report:
    """The report as things stand. A constant number of queries, and few of them read deliveries."""
    so_far, reasons = progress.progress_of(campaign), progress.failures_by_reason(campaign)
    has_only_totals = bool(kept_of(campaign).totals)
    bill = bill_of(campaign) if campaign.started_at and campaign.by_whatsapp else None
    outlets = outlets_in_words.rows(campaign, now)
    is_going = campaign.status in progress.UNDER_WAY or outlets_in_words.is_going(outlets)
    events = list(campaign.events.select_related("by"))
    parts = recipient_breakdown.parts(so_far) if so_far.total else []
    state, tone = sentences.state(campaign)
    return Report(
        campaign=campaign,
        made_at=now,
        progress=so_far,
        parts=parts,
        bar_in_words=recipient_breakdown.bar_in_words(parts),
        state=state,
        tone=tone,
        sentence=sentences.sentence(campaign.status, so_far, reasons)
        if campaign.by_whatsapp
        else sentences.without_whatsapp(campaign.status),
        cost=sentences.cost(bill.total, bill.exchange) if bill else "",
        held_back=sentences.held_back(reasons),
        called_off=sentences.called_off(campaign, events, now),
        told=sentences.told(campaign.service.told) if campaign.is_recorded and campaign.started_at else "",
        told_rule=consent.RecordedBroadcast.rule_of(campaign.pk),
        sent_when=span_in_words(campaign.started_at, campaign.finished_at) if campaign.started_at else "",
        first_share=first_share.in_words(campaign),
        expected_end=progress.expectation(campaign, first_share.to_leave(campaign, so_far), now),
        is_under_way=is_going,
        is_public=published(now).filter(pk=campaign.pk).exists(),
        has_only_totals=has_only_totals,
        reading=time_series.reading_of(campaign, so_far.total) if so_far.read else ReadingTimes(),
        missing=_missing(campaign, reasons, has_list=not has_only_totals),
        after=afterwards(campaign, now) if campaign.finished_at else None,
        bill=_rows(bill) if bill else [],
        outlay=outlay(campaign, now) if campaign.may_be_revised and campaign.by_whatsapp else None,
        facts=facts_of(campaign),
        outlets=outlets,
        events=events,
        custom_template=panel_of(campaign),
        shown=preview_of(campaign, in_window=False) if campaign.by_whatsapp else None,
        page=None if campaign.by_whatsapp else on_the_page(campaign),
        attachment=attached_to(campaign),
    )


def _missing(campaign: Campaign, reasons: sentences.Reasons, *, has_list: bool) -> list[Missing]:
    deliveries = reverse("admin:broadcasts_delivery_changelist")
    return [
        Missing(
            reason or UNEXPLAINED,
            people,
            failure_advice.about(reason),
            f"{deliveries}?{urlencode({'campaign': campaign.pk, 'reason': reason})}" if has_list else "",
        )
        for reason, people in reasons
    ]


def _rows(bill: Bill) -> list[tuple[str, str]]:
    rows = [
        (
            f"{sentences.people(line.messages)} a {money(line.price, places=4)}",
            side_by_side(line.amount, bill.exchange),
        )
        for line in bill.lines
    ]
    if bill.inside:
        rows.append((f"{sentences.people(bill.inside)} che ci avevano appena scritto", "nel conto del mese"))
    return rows
