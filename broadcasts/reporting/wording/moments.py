# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one moment of a broadcast that counts in its state, in a few words for a list. Nothing asks the database."""

from dataclasses import dataclass
from datetime import datetime

from broadcasts.rules.office_hours import OfficeCalendar
from broadcasts.rules.start_window import moment_due
from broadcasts.rules.states import CampaignStatus as C
from cascina_whatsapp.presentation.formatting.dates import brief_moment, hour_or_day, since_in_words


@dataclass(frozen=True, kw_only=True)
class Moments:
    """The known moments of a broadcast. `decided_at`: when its approval was asked, or it was stopped, last."""

    status: str
    touched_at: datetime
    decided_at: datetime | None = None
    scheduled_for: datetime | None = None
    started_at: datetime | None = None
    is_urgent: bool = False


def when(of: Moments, calendar: OfficeCalendar, now: datetime) -> str:
    """Write the moment that counts for a broadcast's state: "toccata alle 9:31", "chiesta alle 10:44", "lunedì 30,
    9:00".

    Of an approved broadcast, when it really leaves: a moment at which the office is closed waits for the opening.
    """
    if of.started_at and of.status not in (C.PAUSED, C.SUSPENDED):
        return brief_moment(of.started_at, now)
    match of.status:
        case C.DRAFT:
            return f"toccata {hour_or_day(of.touched_at, now)}"
        case C.IN_REVIEW:
            return f"chiesta {hour_or_day(of.decided_at, now)}" if of.decided_at else ""
        case C.APPROVED:
            return _leaves(of, calendar, now)
        case C.PAUSED:
            return f"fermato {since_in_words(of.decided_at, now)}" if of.decided_at else ""
        case C.SUSPENDED:
            return f"trattenuto {since_in_words(of.decided_at, now)}" if of.decided_at else ""
        case C.CANCELLED:
            return f"annullato {hour_or_day(of.decided_at, now)}" if of.decided_at else ""
    return ""


def _leaves(of: Moments, calendar: OfficeCalendar, now: datetime) -> str:
    leaves = moment_due(max(of.scheduled_for or now, now), None if of.is_urgent else calendar)
    if leaves is None:
        return "nessuna apertura prevista"
    return "fra poco" if leaves <= now else brief_moment(leaves, now)
