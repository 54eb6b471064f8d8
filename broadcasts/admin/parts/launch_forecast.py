# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The moments among which whoever approves a broadcast chooses, and what each would mean."""

from copy import copy
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from broadcasts.admin.fields.decision_forms import LaunchForm
from broadcasts.content import custom_template
from broadcasts.launching import undo_window
from broadcasts.models import Campaign
from broadcasts.reporting.forecast.inputs import Situation
from broadcasts.reporting.progress.outlook import Outlook, outlook
from broadcasts.reporting.wording.sentences import people
from broadcasts.rules import shares, start_window
from cascina_whatsapp.presentation.formatting.dates import at_hour, day_of, in_rome, moment_from_today

NEVER = "Non parte: non è prevista nessuna apertura."
IN_HOURS = ", negli orari d'ufficio"


@dataclass(frozen=True)
class Choice:
    """One of the moments to choose among, and what it would mean, in Italian."""

    value: str
    label: str
    meaning: str
    is_chosen: bool


def choices(campaign: Campaign, form: LaunchForm, known: Situation, now: datetime) -> list[Choice]:
    """List the choices of a moment, at once or as the form has it, and what each would mean."""
    typed, planned = form.typed_moment(), copy(campaign)
    planned.first_share = form.typed_share()
    meanings = {
        form.NOW: _at_once(planned, known, now),
        form.AT: _at(typed, planned, known, now) if typed else "",
    }
    return [Choice(value, label, meanings[value], value == form.chosen) for value, label in form.MOMENTS]


def _at_once(campaign: Campaign, known: Situation, now: datetime) -> str:
    if custom_template.awaits_meta(campaign):
        return f"Parte appena lo approva anche WhatsApp{'' if campaign.is_urgent else IN_HOURS}."
    earliest = undo_window.earliest_start(now)
    found = _planned(campaign, earliest, known, now)
    if found.leaves is None:
        return NEVER
    if found.leaves <= earliest:
        return f"{_first_the_grace()}{_end(found, campaign, now)}"
    is_open = campaign.is_urgent or known.calendar.is_open(earliest)
    why = "Aspetta gli altri messaggi" if is_open else "Adesso l'ufficio è chiuso"
    return f"{why}: parte {moment_from_today(found.leaves, now)}.{_end(found, campaign, now)}"


def _first_the_grace() -> str:
    seconds = settings.LAUNCH_GRACE_SECONDS
    if not seconds:
        return "Parte subito."
    return f"{'Un minuto' if seconds == 60 else f'{seconds} secondi'} per ripensarci, poi parte."


def _at(moment: datetime, campaign: Campaign, known: Situation, now: datetime) -> str:
    found = _planned(campaign, moment, known, now)
    if found.leaves is None:
        return NEVER
    calendar = None if campaign.is_urgent else known.calendar
    due = start_window.moment_due(moment, calendar)
    if due and found.leaves > due:  # others go first, or the daily limit is used up
        return f"Parte {moment_from_today(found.leaves, now)}, dopo gli altri messaggi.{_end(found, campaign, now)}"
    first = " Prima lo deve approvare WhatsApp." if custom_template.awaits_meta(campaign) else ""
    return (
        f"Parte {start_window.departure_in_words(moment, calendar, now)}.{_end(found, campaign, now)}{first}"
    )


def _planned(campaign: Campaign, moment: datetime, known: Situation, now: datetime) -> Outlook:
    planned = copy(campaign)
    planned.scheduled_for = moment
    return outlook(planned, now, known)


def _end(found: Outlook, campaign: Campaign, now: datetime) -> str:
    """Say when a sending ends: " Finisce alle 10:53 circa.", with another day's name; "" if nobody can tell."""
    if found.ends is None or found.leaves is None:
        return ""
    local, is_same_day = in_rome(found.ends), day_of(found.ends) == day_of(found.leaves)
    when = at_hour(local.hour, local.minute) if is_same_day else moment_from_today(found.ends, now)
    part = shares.part_of(found.people, campaign.first_share)
    if part < found.people:
        return f" La prima parte ({people(part)}) finisce {when} circa, poi aspetta una decisione."
    return f" Finisce {when} circa."
