# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page to follow one broadcast: how far it is, whom it did not reach and why, what can be done about it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.urls import reverse

from broadcasts.models import Campaign, kept_of
from broadcasts.reporting import progress, time_series
from broadcasts.rules import failure_advice
from broadcasts.rules.states import CampaignStatus
from broadcasts.sending import resending
from cascina_whatsapp.charts import Chart, Series, stacked_bars
from cascina_whatsapp.formatting.numbers import grouped
from subscribers import consent

from .buttons import Button

STEER = "broadcasts.steer_campaign"
RESEND = Button(
    name="resend",
    label="Manda di nuovo a chi non l'ha ricevuto",
    explanation="Torna in coda per chi non l'ha ricevuto per un motivo che passa: parte negli orari d'ufficio, come "
    "gli altri. Chi l'ha già ricevuto non lo riceve due volte; chi si è cancellato o ha lasciato l'argomento non lo "
    "riceve.",
    permission="steer_campaign",
    states=resending.STATES,
    act=resending.resend,
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
    """What the page's template shows. A constant number of queries."""
    numbers = progress.numbers(campaign, now)
    return {
        "events": campaign.events.select_related("by"),
        "failures": missing(campaign, user),
        "has_only_totals": bool(kept_of(campaign).totals),
        "numbers": numbers,
        "chart": chart(time_series.series_of(campaign, numbers["total"])) if campaign.started_at else None,
        "resendable": resendable(campaign, user, now),
        "resend": RESEND,
        "told_in_words": told_in_words(campaign) if campaign.is_recorded else "",
        "told_rule": consent.Saying.rule_of(campaign.pk),
    }


def told_in_words(campaign: Campaign) -> str:
    """Of a broadcast about the service: to how many people it is proven to have arrived."""
    people = campaign.service.told
    return "è arrivato a 1 persona" if people == 1 else f"è arrivato a {grouped(people)} persone"


def missing(campaign: Campaign, user: User) -> list[Missing]:
    """Whom it did not reach, the most frequent reason first."""
    may_list = not kept_of(campaign).totals and user.has_perm("broadcasts.view_delivery")
    return [
        Missing(
            reason or "Senza spiegazione",
            people,
            failure_advice.about(reason),
            deliveries_page(campaign, reason) if may_list else "",
        )
        for reason, people in progress.failures_by_reason(campaign)
    ]


def chart(it: time_series.TimeSeries) -> Chart:
    """What happened in each interval."""
    return stacked_bars(
        "over-time",
        "Che cosa è successo, nel tempo",
        it.labels,
        Series("Inviati", it.sent, "quiet"),
        Series("Consegnati", it.delivered, "ok"),
        Series("Letti", it.read, "bar"),
        Series("Non riusciti", it.failed, "err", below=True),
    )


def resendable(campaign: Campaign, user: User, now: datetime) -> int:
    """To how many people it can be sent again; 0 for whoever may not, and for what was never over."""
    if campaign.status == CampaignStatus.CANCELLED or not user.has_perm(STEER):
        return 0
    return resending.resendable(campaign, now).count()


def deliveries_page(campaign: Campaign, reason: str) -> str:
    """The deliveries that failed for this reason."""
    page = reverse("admin:broadcasts_delivery_changelist")
    return f"{page}?{urlencode({'campaign': campaign.pk, 'reason': reason})}"
