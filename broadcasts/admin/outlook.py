# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Before a broadcast is launched: to how many people, when it would leave, and when it would be over."""

from copy import copy
from dataclasses import dataclass
from datetime import datetime

from broadcasts.audience import audience_of
from broadcasts.models import Campaign
from broadcasts.office_calendar import current_calendar
from broadcasts.reporting import progress
from broadcasts.rules import start_window
from broadcasts.rules.office_hours import OfficeCalendar

from .decision_forms import LaunchForm


@dataclass(frozen=True)
class Outlook:
    """Moments in UTC; None where the office has no opening for more than a year."""

    people: int
    leaves: datetime | None
    ends: datetime | None
    limit: str
    """What WhatsApp's daily limit means for it, in Italian."""


@dataclass(frozen=True)
class Choice:
    """One of the moments to choose among, and what it would mean; `outlook` is None while there is no moment."""

    value: str
    label: str
    explanation: str
    is_chosen: bool
    outlook: Outlook | None


def choices(campaign: Campaign, form: LaunchForm, now: datetime) -> list[Choice]:
    """Now, at the next opening, or at the moment that the form has; and what each would mean."""
    calendar = current_calendar()
    opening = start_window.opening_after(now, calendar)
    moments = {form.NOW: now, form.OPENING: opening, form.AT: _typed(form, now)}
    explanations = {
        form.NOW: _now_in_words(campaign, calendar, now),
        form.OPENING: "" if opening else "Nessuna apertura prevista.",
        form.AT: "Se a quell'ora l'ufficio è chiuso, parte all'apertura che segue."
        if not campaign.is_urgent
        else "Parte a quell'ora, anche se l'ufficio è chiuso.",
    }
    chosen = form["when"].value() or form.NOW
    return [
        Choice(value, label, explanations[value], value == chosen, _if_at(campaign, moments[value], now))
        for value, label in form.MOMENTS
    ]


def _typed(form: LaunchForm, now: datetime) -> datetime | None:
    if form.is_bound:
        return getattr(form, "cleaned_data", {}).get("at")
    return form.initial.get("at")


def _now_in_words(campaign: Campaign, calendar: OfficeCalendar, now: datetime) -> str:
    if campaign.is_urgent or calendar.is_open(now):
        return ""
    return f"{calendar.in_words(now)}. Se lo approvi adesso, aspetta l'apertura."


def _if_at(campaign: Campaign, moment: datetime | None, now: datetime) -> Outlook | None:
    if moment is None:
        return None
    planned = copy(campaign)
    planned.scheduled_for = moment
    return outlook(planned, now)


def outlook(campaign: Campaign, now: datetime) -> Outlook:
    """If it were approved now, after and beside the broadcasts that are on their way or approved before it.

    It leaves when its first message does: also the daily limit and other broadcasts may keep it waiting.
    """
    people, calendar = audience_of(campaign).count(), current_calendar()
    earliest = max(campaign.scheduled_for or now, now)
    expected = progress.foresee_start(campaign, people, calendar, now)
    leaves = earliest if campaign.is_urgent else calendar.next_opening(earliest)
    leaves = expected.begins or leaves
    return Outlook(people, leaves, expected.ends, progress.limit_in_words(expected, now) if people else "")
