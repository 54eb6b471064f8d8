"""The broadcasts that an electoral period holds back, for its page: how far each came, and whose turn it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from broadcasts.elections import who_may
from broadcasts.elections.position import position
from broadcasts.models import Campaign, is_authorised
from broadcasts.reporting.counts import progress_counts
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.presentation.formatting.dates import when
from cascina_whatsapp.presentation.formatting.numbers import grouped

from .periods import foresee

STOPPED = (DeliveryStatus.QUEUED, DeliveryStatus.SENDING)
"""The messages that a broadcast stopped halfway still has before it."""
HALFWAY, WAITS = ("Fermato a metà", "bad"), ("Trattenuto", "wait")
"""The state in words, and its tone."""
WAITS_FOR_AUTHORISER = "aspetta chi autorizza"
APPROVERS_TURN = "tocca a chi approva"


@dataclass(frozen=True)
class HeldBack:
    """One broadcast that does not leave."""

    campaign: Campaign
    state: str
    tone: str
    told: str
    turn: str
    """The words of whose turn it is; "" where it is the reader's, who may declare it."""


def held_back(period: ElectoralPeriod, by: User, now: datetime) -> list[HeldBack]:
    """List what a period holds back now or will, what was stopped halfway first; what is authorised is left out.

    What leaves at this very moment is suspended within seconds, and is listed then. Some ten queries for each.
    """
    if not period.applies_to_us or period.state != ElectoralPeriod.State.ACTIVE or period.is_over(now):
        return []
    stopped = _suspended(now) if period.span.holds_at(now) else []
    found = [*stopped, *(one.campaign for one in foresee(period, now).inside)]
    left = progress_counts.states_of([one for one in found if one.started_at])
    return [
        _told(one, left.get(one.pk), by, now) for one in sorted(found, key=lambda one: not one.started_at)
    ]


def _suspended(now: datetime) -> Iterable[Campaign]:
    rows = Campaign.objects.filter(status=CampaignStatus.SUSPENDED).exclude(is_authorised(now))
    return rows.select_related("author").order_by("scheduled_for", "pk")


def _told(campaign: Campaign, people: dict[str, int] | None, by: User, now: datetime) -> HeldBack:
    parts = [_planned(campaign, now) if people is None else _halfway(people), _author(campaign, by)]
    state, tone = WAITS if people is None else HALFWAY
    told = " · ".join(part for part in parts if part)
    return HeldBack(campaign, state, tone, told, _turn(campaign, by, now))


def _halfway(people: dict[str, int]) -> str:
    stopped = sum(people.get(state, 0) for state in STOPPED)
    return f"{grouped(sum(people.values()) - stopped)} già mandati, {grouped(stopped)} fermati"


def _planned(campaign: Campaign, now: datetime) -> str:
    if campaign.status == CampaignStatus.IN_REVIEW:
        return "aspetta l'approvazione"
    return (
        f"programmato per {when(campaign.scheduled_for, now)}"
        if campaign.scheduled_for
        else "da mandare subito"
    )


def _turn(campaign: Campaign, by: User, now: datetime) -> str:
    stands = position(campaign, now)
    if stands and stands.is_standing:
        return WAITS_FOR_AUTHORISER if stands.is_open else APPROVERS_TURN
    if not who_may.why_not_declare(campaign, by, now):
        return ""
    return f"tocca a {display_name(campaign.author)}" if campaign.author else APPROVERS_TURN


def _author(campaign: Campaign, by: User) -> str:
    """Say who wrote it; "" of what the service proposed."""
    if campaign.author is None:
        return ""
    return f"scritto da {'te' if campaign.author == by else display_name(campaign.author)}"
