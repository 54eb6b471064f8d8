"""The sections of broadcasts that wait for the reader's approval: the urgent, then the longest waiting first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from broadcasts.audience import sizes
from broadcasts.costs import estimates
from broadcasts.launching.requests import Request
from broadcasts.models import Campaign
from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.presentation.formatting.dates import day_of, since_in_words, when

from .reader import Reader
from .sending import begins_at

SHOWN = 5
"""Requests that are told whole, beside the urgent; of the others, how many they are."""


@dataclass(frozen=True)
class Requests:
    """The requests of a section, the longest waiting first."""

    rows: list[dict[str, Any]]
    more: int = 0
    """Those that are not told whole."""
    leads: bool = False
    """True where the first one has the page's dark button."""

    @property
    def count(self) -> int:
        return len(self.rows) + self.more


def urgent(reader: Reader) -> Requests | None:
    """Urgent requests that the reader may answer: all of them, before anything else."""
    found = [request for request in reader.requests if request.campaign.is_urgent]
    return Requests(_rows(found, reader), leads=True) if found else None


def waiting(reader: Reader) -> Requests | None:
    """The other requests that the reader may answer; where none waits at all the section says what will be here."""
    found = [request for request in reader.requests if not request.campaign.is_urgent]
    is_alone = len(found) == len(reader.requests)
    if not found and not is_alone:
        return None
    return Requests(_rows(found[:SHOWN], reader), len(found[SHOWN:]), leads=is_alone)


def _rows(requests: Sequence[Request], reader: Reader) -> list[dict[str, Any]]:
    if not requests:
        return []
    people = sizes(request.campaign for request in requests)
    prices = estimates.prices_now(reader.now, reader.prices)
    return [_row(request, people[request.campaign.pk], prices, reader) for request in requests]


def _row(request: Request, people: int, prices: estimates.PricesNow, reader: Reader) -> dict[str, Any]:
    campaign = request.campaign
    is_old = day_of(request.asked_at) < day_of(reader.now)
    return {
        "campaign": campaign,
        "asked_by": display_name(request.asked_by) if request.asked_by else "il programma",
        "since": since_in_words(request.asked_at, reader.now),
        "tone": "bad" if campaign.is_urgent else "wait" if is_old else "",
        "is_corrected": request.is_corrected,
        "people": people,
        "cost": prices.at_most(campaign, people),
        "leaves": _leaves(campaign, reader),
        "words": campaign.service.wording.body if campaign.is_service else campaign.body,
    }


def _leaves(campaign: Campaign, reader: Reader) -> str:
    begins = begins_at(campaign, reader)
    return "appena approvi" if begins <= reader.now else when(begins, reader.now)
