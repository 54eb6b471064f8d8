"""The effects of an urgent broadcast: the office's hours it overrides, and the broadcasts that wait behind it."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from broadcasts.models import Campaign, Delivery
from broadcasts.models.office import current_calendar
from broadcasts.rules.office_hours import OfficeCalendar
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from broadcasts.steps.transitions import NOTE_LENGTH
from cascina_whatsapp.presentation.formatting.dates import moment_in_words

MOST_NAMED = 10
"""Broadcasts that are named; of the others, how many they are."""


def overridden(campaign: Campaign, at: datetime) -> dict[str, Any]:
    """Collect what this broadcast would override, leaving at `at`: four queries, however many others there are.

    In Italian: whether the office is closed then, why and until when (`hours`), what `waits` until the urgent one is
    over, and other urgent ones that share the rate with it (`beside`). Titles are of broadcasts: no citizen's data.
    """
    ready = Q(status=CampaignStatus.SENDING) | Q(status=CampaignStatus.APPROVED, scheduled_for__lte=at)
    others = list(Campaign.objects.filter(ready).exclude(pk=campaign.pk).order_by("pk"))
    rows = Delivery.objects.filter(campaign__in=others, status=DeliveryStatus.QUEUED).order_by()
    queued = dict(rows.values_list("campaign").annotate(people=Count("pk")))
    return {
        "hours": _hours_in_words(current_calendar(), at),
        "waits": _named([other for other in others if not other.is_urgent], queued),
        "beside": _named([other for other in others if other.is_urgent], queued),
    }


def overridden_in_words(campaign: Campaign, at: datetime) -> str:
    """Tell the overridden hours and broadcasts as one text, as the timeline keeps it; "" of what is not urgent."""
    if not campaign.is_urgent:
        return ""
    found = overridden(campaign, at)
    waits = f"Aspettano: {', '.join(found['waits'])}." if found["waits"] else ""
    beside = f"Con altri urgenti: {', '.join(found['beside'])}." if found["beside"] else ""
    words = " ".join(filter(None, [found["hours"], waits, beside]))
    return words if len(words) <= NOTE_LENGTH else f"{words[: NOTE_LENGTH - 1]}…"


def _named(campaigns: list[Campaign], queued: dict[int, int]) -> list[str]:
    names = [_name(campaign, queued.get(campaign.pk, 0)) for campaign in campaigns[:MOST_NAMED]]
    more = len(campaigns) - MOST_NAMED
    return [*names, f"altri {more}"] if more > 0 else names


def _name(campaign: Campaign, people: int) -> str:
    if campaign.status == CampaignStatus.APPROVED:
        return f"«{campaign.title}» (non ancora partito)"
    left = "resta 1 persona" if people == 1 else f"restano {people} persone"
    return f"«{campaign.title}» ({left})"


def _hours_in_words(calendar: OfficeCalendar, at: datetime) -> str:
    if calendar.is_open(at):
        return f"L'ufficio è aperto {calendar.in_words(at).removeprefix('Aperta ')}."
    opens = calendar.next_opening(at)
    until = f"L'ufficio riapre {moment_in_words(opens)}" if opens else "Nessuna apertura prevista"
    return f"{calendar.why_closed(at).replace('Oggi è', 'È')}. {until}."
