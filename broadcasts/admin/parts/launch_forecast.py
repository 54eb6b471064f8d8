"""The moments among which whoever approves a broadcast chooses, and what each would mean."""

from copy import copy
from datetime import datetime
from typing import Any

from django.conf import settings

from broadcasts.admin.fields.decision_forms import LaunchForm
from broadcasts.content import custom_template
from broadcasts.launching import undo_window
from broadcasts.models import Campaign
from broadcasts.reporting.progress import Outlook, outlook
from broadcasts.reporting.situation import Situation
from broadcasts.rules import start_window
from broadcasts.rules.template_states import SUBMITTING
from cascina_whatsapp.presentation.formatting.dates import (
    at_clock,
    clock,
    day_of,
    in_a_sentence,
    when,
    with_article,
)

NEVER = "Non parte: non è prevista nessuna apertura."
AWAITS = "Appena WhatsApp dice di sì"
SAME_WORDS = "Stesse parole, senza andare a capo: WhatsApp non deve leggerlo prima."
SEND, APPROVE, SCHEDULE = "Approva e manda", "Approva", "Approva e programma"
LET_READ = "Approva e faglielo leggere"


def choices(
    campaign: Campaign, form: LaunchForm, known: Situation, now: datetime, *, asked_by: str
) -> list[dict[str, Any]]:
    """List the choices of a moment and what each would mean. `asked_by`: the first name of who asks, or "".

    `word`: the word on the button while this is chosen: it follows the clock.
    """
    typed = form.typed_moment()
    awaits, is_known = custom_template.awaits_meta(campaign), is_being_read(campaign)
    opens = _waits_for(campaign, known, now)
    at_once = f"Alla prossima apertura, {when(opens, now)}" if opens else "Subito"
    sent = APPROVE if opens else SEND
    other = "A un'altra ora" if form.planned else "A un'ora precisa"
    as_asked = f", come chiede {asked_by}" if asked_by else ""
    said = {
        form.NOW: (AWAITS, _once_read(campaign, known, now), APPROVE if is_known else LET_READ)
        if awaits
        else (at_once, _at_once(campaign, known, now), sent),
        form.FLAT: (f"{at_once}, tutto di seguito", SAME_WORDS, sent),
        form.AT: (other, _at(typed, campaign, known, now) if typed else "", SCHEDULE),
    }
    if moment := form.planned:
        label, meaning = when(moment, now), _at(moment, campaign, known, now)
        more = meaning.removeprefix(f"Parte {label}.").strip()
        said[form.PLANNED] = (f"{label.capitalize()}{as_asked}", more, SCHEDULE)
    return [
        {
            "value": value,
            **dict(zip(("label", "meaning", "word"), said[value], strict=True)),
            "is_chosen": value == form.chosen,
        }
        for value in form.offered
    ]


def is_being_read(campaign: Campaign) -> bool:
    """Tell whether WhatsApp has the text that it must read, and has not answered yet."""
    own = custom_template.current(campaign)
    return own is not None and own.status != SUBMITTING


def _waits_for(campaign: Campaign, known: Situation, now: datetime) -> datetime | None:
    """Return the opening that a broadcast approved now waits for; None where it waits for none."""
    earliest = undo_window.earliest_start(now)
    if campaign.is_urgent or known.calendar.is_open(earliest):
        return None
    return known.calendar.next_opening(earliest)


def _once_read(campaign: Campaign, known: Situation, now: datetime) -> str:
    """Say what follows WhatsApp's answer: the minute, and until when it leaves today."""
    first = _first_the_grace().removesuffix(", poi parte.").removesuffix("Parte subito.")
    said = [f"Poi {first[0].lower()}{first[1:]}." if first else ""]
    closes = None if campaign.is_urgent else known.calendar.closing(now)
    if closes and (opens := known.calendar.next_opening(closes)):
        said.append(f"Dopo le {clock(closes)} parte {in_a_sentence(opens, now)}.")
    elif not campaign.is_urgent and (opens := known.calendar.next_opening(now)):
        said.append(f"Non prima {with_article(when(opens, now), 'del')}: adesso l'ufficio è chiuso.")
    return " ".join(filter(None, said))


def _at_once(campaign: Campaign, known: Situation, now: datetime) -> str:
    earliest = undo_window.earliest_start(now)
    found = _planned(campaign, earliest, known, now)
    if found.leaves is None:
        return NEVER
    if found.leaves <= earliest:
        return f"{_first_the_grace()}{_end(found, now)}"
    is_open = campaign.is_urgent or known.calendar.is_open(earliest)
    why = "Aspetta gli altri messaggi" if is_open else "Adesso l'ufficio è chiuso"
    return f"{why}: parte {in_a_sentence(found.leaves, now)}.{_end(found, now)}"


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
        return f"Parte {in_a_sentence(found.leaves, now)}, dopo gli altri messaggi.{_end(found, now)}"
    first = " Prima WhatsApp deve dire di sì." if custom_template.awaits_meta(campaign) else ""
    return f"Parte {start_window.departure_in_words(moment, calendar, now)}.{_end(found, now)}{first}"


def _planned(campaign: Campaign, moment: datetime, known: Situation, now: datetime) -> Outlook:
    planned = copy(campaign)
    planned.scheduled_for = moment
    return outlook(planned, now, known)


def _end(found: Outlook, now: datetime) -> str:
    """Say when a sending ends: " Finisce verso le 10:53.", with another day's name; "" if nobody can tell."""
    if found.ends is None or found.leaves is None:
        return ""
    end = at_clock(found.ends).replace("alle", "verso le").replace("all'", "verso l'")
    if day_of(found.ends) != day_of(found.leaves):
        end = in_a_sentence(found.ends, now)
    return f" Finisce {end}."
