# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of a broadcast from its approval on: what becomes of it, whom it missed and why, what it costs.

While it is on its way the page asks for itself again (newsroom/following.js); afterwards it is the report, which one
prints or takes away.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from broadcasts.admin.shown.badges import campaign_badge
from broadcasts.admin.steps.buttons import EXPLAIN_PAUSE, Button, buttons_for
from broadcasts.admin.steps.election_buttons import told
from broadcasts.content import custom_template_panel
from broadcasts.content.attached import attached_to
from broadcasts.content.preview import on_the_page, preview_of
from broadcasts.costs.actual_cost import Bill, bill_of
from broadcasts.costs.projected_spend import outlay
from broadcasts.elections import gate
from broadcasts.models import Campaign, kept_of
from broadcasts.outlets import in_words as outlets_in_words
from broadcasts.reporting import first_share, progress, recipient_breakdown, sentences, time_series
from broadcasts.reporting.files import service_facts, term_facts
from broadcasts.reporting.opt_out_effect import afterwards
from broadcasts.reporting.reading_times import ReadingTimes, half_in_words
from broadcasts.rules import failure_advice
from broadcasts.rules.states import CampaignStatus
from broadcasts.sending import resending
from cascina_whatsapp.formatting.currencies import side_by_side
from cascina_whatsapp.formatting.dates import span_in_words
from cascina_whatsapp.formatting.numbers import grouped, money
from cascina_whatsapp.whatsapp_markup import marked
from subscribers import consent

STEER = "broadcasts.steer_campaign"
UNDER_WAY = (
    CampaignStatus.APPROVED,
    CampaignStatus.SENDING,
    CampaignStatus.PAUSED,
    CampaignStatus.SUSPENDED,
)
CLOSED = f"{gate.CLOSED} Se serve davvero, scrivi un messaggio nuovo e dichiaralo."
RESEND = Button(
    name="resend",
    label="Manda di nuovo a chi non l'ha ricevuto",
    explanation="Torna in coda per chi non l'ha ricevuto per un motivo che passa: parte negli orari d'ufficio, come "
    "gli altri. Chi l'ha già ricevuto non lo riceve due volte; chi si è cancellato o ha lasciato l'argomento non lo "
    "riceve.",
    permission="steer_campaign",
    states=resending.STATES,
    act=resending.resend,
    objection=lambda campaign, by: "" if gate.is_open(campaign, timezone.now()) else CLOSED,
    done="Rimesso in coda per chi non l'aveva ricevuto.",
)
"""Shown beside the failures, and only where there is somebody: hence none of the page's other buttons."""


@dataclass(frozen=True)
class Missing:
    """People whom the broadcast did not reach for one reason."""

    reason: str
    people: int
    remedy: str
    page: str
    """The list of their deliveries; "" where nobody may see it, or it is gone."""


def following(campaign: Campaign, user: User, now: datetime) -> dict[str, Any]:
    """Collect what the progress page shows, in a constant number of queries, few of which read deliveries."""
    so_far = progress.progress_of(campaign)
    reasons = progress.failures_by_reason(campaign)
    bill = bill_of(campaign) if campaign.started_at and campaign.by_whatsapp else None
    buttons = buttons_for(user, campaign)
    outlets = outlets_in_words.rows(campaign, now)
    events = list(campaign.events.select_related("by"))
    parts = recipient_breakdown.parts(so_far) if so_far.total else []
    return {
        "state": campaign_badge(campaign),
        "sent_when": span_in_words(campaign.started_at, campaign.finished_at) if campaign.started_at else "",
        "sentence": sentences.sentence(campaign.status, so_far, reasons)
        if campaign.by_whatsapp
        else sentences.without_whatsapp(campaign.status),
        "cost": sentences.cost(bill.total, bill.exchange) if bill else "",
        "expected_end": progress.expectation(campaign, first_share.to_leave(campaign, so_far), now),
        "is_under_way": campaign.status in UNDER_WAY or outlets_in_words.is_going(outlets),
        "outlet_rows": outlets,
        "percent": so_far.percent,
        "people": so_far.total,
        "parts": parts,
        "bar_in_words": recipient_breakdown.bar_in_words(parts),
        "reading": reading_rows(time_series.reading_of(campaign, so_far.total)) if so_far.read else {},
        "missing_people": so_far.missing,
        "first_share": first_share.in_words(campaign),
        "held_back": sentences.held_back(reasons),
        "missing": missing(campaign, reasons, user),
        "uncertain": so_far.uncertain,
        "after": afterwards(campaign, now) if campaign.finished_at else None,
        "bill": bill_rows(bill) if bill else [],
        "outlay": outlay(campaign, now) if campaign.may_be_revised and campaign.by_whatsapp else None,
        "has_only_totals": bool(kept_of(campaign).totals),
        **resending_context(campaign, user, now),
        "resend": RESEND,
        "events": events,
        "called_off": sentences.called_off(campaign, events, now),
        "facts": [*term_facts(campaign), *service_facts(campaign)],
        "told_in_words": told_in_words(campaign) if campaign.is_recorded and campaign.started_at else "",
        "told_rule": consent.RecordedBroadcast.rule_of(campaign.pk),
        "buttons": buttons,
        "explains_pause": EXPLAIN_PAUSE.is_for(user, campaign),
        **told(user, campaign, buttons, now),
        "custom_template": custom_template_panel.panel_of(campaign),
        **message(campaign),
    }


def message(campaign: Campaign) -> dict[str, Any]:
    """What nearly everybody's telephone shows: the message as a template; without WhatsApp the public page."""
    attachment = attached_to(campaign)
    if not campaign.by_whatsapp:
        return {"page": on_the_page(campaign), "attachment": attachment}
    shown = preview_of(campaign, in_window=False)
    return {"shown": shown, "words": marked(shown.body), "attachment": attachment}


def reading_rows(times: ReadingTimes) -> dict[str, Any]:
    """List how soon a broadcast was read, with the longest bar, which the others are measured against."""
    rows = times.stretches()
    return {
        "rows": rows,
        "longest": max((readers for _, readers in rows), default=0) or 1,
        "half": half_in_words(times),
    }


def bill_rows(bill: Bill) -> list[tuple[str, str]]:
    """List the lines of a bill: (what, how much)."""
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


def told_in_words(campaign: Campaign) -> str:
    """Say in Italian to how many people a broadcast about the service is proven to have arrived."""
    people = campaign.service.told
    return "è arrivato a 1 persona" if people == 1 else f"è arrivato a {grouped(people)} persone"


def missing(campaign: Campaign, reasons: sentences.Reasons, user: User) -> list[Missing]:
    """List the reasons for which a broadcast did not reach people, the most frequent first."""
    may_list = not kept_of(campaign).totals and user.has_perm("broadcasts.view_delivery")
    return [
        Missing(
            reason or "Senza spiegazione",
            people,
            failure_advice.about(reason),
            deliveries_page(campaign, reason) if may_list else "",
        )
        for reason, people in reasons
    ]


def resendable(campaign: Campaign, user: User, now: datetime) -> int:
    """Count the people to whom a broadcast can be sent again; 0 for a cancelled one, and for who may not."""
    if campaign.status == CampaignStatus.CANCELLED or not user.has_perm(STEER):
        return 0
    return resending.resendable(campaign, now).count()


def resending_context(campaign: Campaign, user: User, now: datetime) -> dict[str, Any]:
    """Count the people to whom a broadcast can be sent again; while an electoral period forbids it, say why not."""
    people = resendable(campaign, user, now)
    is_closed = people > 0 and not gate.is_open(campaign, now)
    return {"resendable": 0 if is_closed else people, "resend_refused": CLOSED if is_closed else ""}


def deliveries_page(campaign: Campaign, reason: str) -> str:
    """Return the address of the list of a broadcast's deliveries that failed for this reason."""
    page = reverse("admin:broadcasts_delivery_changelist")
    return f"{page}?{urlencode({'campaign': campaign.pk, 'reason': reason})}"
