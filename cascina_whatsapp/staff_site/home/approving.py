# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The section of broadcasts that wait for the reader's approval, the longest waiting first."""

from dataclasses import dataclass

from broadcasts.audience import sizes
from broadcasts.costs import budget
from broadcasts.launching.requests import Request, open_requests
from broadcasts.models import Campaign
from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.presentation.formatting.dates import brief_moment, day_of, since_in_words

from .reader import Reader
from .sending import begins_at

SHOWN = 5
"""Requests that are told whole; of the others, how many they are."""


@dataclass(frozen=True)
class Waiting:
    """One request as the page shows it."""

    campaign: Campaign
    asked_by: str
    since: str
    is_old: bool
    """True where it waits since a day before today."""
    is_corrected: bool
    people: int
    cost: str
    leaves: str
    words: str
    """The beginning of the message, as it will arrive."""


def waiting(reader: Reader) -> dict[str, object] | None:
    """Requests that the reader may answer."""
    requests = open_requests(reader.broadcasts.in_review, to=reader.user)
    if not requests:
        return None
    shown = requests[:SHOWN]
    people = sizes(request.campaign for request in shown)
    prices = budget.prices_now(reader.now)
    rows = [_row(request, people[request.campaign.pk], prices, reader) for request in shown]
    return {"count": len(requests), "rows": rows, "more": len(requests) - len(shown)}


def _row(request: Request, people: int, prices: budget.PricesNow, reader: Reader) -> Waiting:
    campaign = request.campaign
    return Waiting(
        campaign=campaign,
        asked_by=display_name(request.asked_by) if request.asked_by else "il programma",
        since=since_in_words(request.asked_at, reader.now),
        is_old=day_of(request.asked_at) < day_of(reader.now),
        is_corrected=request.is_corrected,
        people=people,
        cost=prices.at_most(campaign, people),
        leaves=_leaves(campaign, reader),
        words=campaign.service.wording.body if campaign.is_service else campaign.body,
    )


def _leaves(campaign: Campaign, reader: Reader) -> str:
    begins = begins_at(campaign, reader)
    return "appena approvato" if begins <= reader.now else brief_moment(begins, reader.now)
