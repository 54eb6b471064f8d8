# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sending window of a broadcast, as foreseen, and what an electoral period asks of it then."""

from copy import copy
from datetime import datetime

from django.contrib.auth.models import User

from broadcasts.content.validation import Problem
from broadcasts.elections import gate
from broadcasts.models import Campaign
from broadcasts.models.office import current_calendar
from broadcasts.reporting.forecast_inputs import situation_of
from broadcasts.reporting.progress import foresee_start
from broadcasts.rules.office_hours import HORIZON
from cascina_whatsapp.elections import holding, rules
from cascina_whatsapp.elections.models import ElectoralPeriod


def window(campaign: Campaign, leaves: datetime, now: datetime) -> tuple[datetime, datetime]:
    """Foresee a broadcast's first and last moment, leaving at `leaves` at the earliest. Some ten queries.

    Where nobody can tell when it ends, it is taken to last as long as anything is foreseen. Everybody counts, also
    where it leaves for a first share: the others may get it a moment later.
    """
    if not campaign.by_whatsapp:
        return _published(campaign, leaves)
    planned = copy(campaign)
    planned.scheduled_for, planned.first_share = leaves, None
    expected = foresee_start(planned, situation_of(planned, now), now)
    return expected.begins or leaves, expected.ends or leaves + HORIZON


def _published(campaign: Campaign, leaves: datetime) -> tuple[datetime, datetime]:
    """Foresee the window of a broadcast without WhatsApp: it is out at once when the office is open."""
    opens = leaves if campaign.is_urgent else current_calendar().next_opening(leaves)
    return opens or leaves, opens or leaves + HORIZON


def is_watched(campaign: Campaign, now: datetime) -> bool:
    """Tell whether a broadcast would leave while a period holds or is warned of: then its words are weighed.

    One query while none is ahead, or one holds; some ten more while it has to be foreseen.
    """
    spans = holding.watched_spans(now)
    leaves = max(campaign.scheduled_for or now, now)
    later = [span for span in spans if span.starts_at > leaves]
    return rules.holds_at(spans, leaves) or bool(later and rules.meets(later, *window(campaign, leaves, now)))


def missing(campaign: Campaign, now: datetime, *, leaves: datetime | None = None) -> list[Problem]:
    """List what an electoral period still asks of a broadcast, for its page. One query while none is ahead."""
    if not holding.ahead(now):
        return []
    first, last = window(campaign, max(leaves or campaign.scheduled_for or now, now), now)
    return gate.missing(campaign, first, last, now=now)


def periods_of(campaign: Campaign, now: datetime) -> list[ElectoralPeriod]:
    """List the periods in which a broadcast would leave, the first to begin first. One query while none is ahead."""
    ahead = holding.ahead(now)
    if not ahead:
        return []
    first, last = window(campaign, max(campaign.scheduled_for or now, now), now)
    return [period for period in ahead if period.span.meets(first, last)]


def must_be_declared(campaign: Campaign, now: datetime) -> bool:
    """Tell whether a broadcast must be declared as it is now before its approval. As costly as `missing`."""
    return bool(missing(campaign, now)) and not gate.is_declared(campaign, now)


def objections(campaign: Campaign, by: User, *, leaves: datetime, now: datetime) -> list[Problem]:
    """List why elections keep this person from approving it for this moment. One query while none is ahead."""
    if not holding.ahead(now):
        return []
    first, last = window(campaign, leaves, now)
    return gate.objections(campaign, first, last, by=by, now=now)
