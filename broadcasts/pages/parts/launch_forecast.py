"""The moments among which whoever approves a broadcast chooses, and what each would mean."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.text import capfirst

from broadcasts.content import custom_template
from broadcasts.launching.departure import Departure
from broadcasts.models import Campaign
from broadcasts.pages.fields.decision_forms import LaunchForm
from broadcasts.reporting.situation import Situation
from broadcasts.rules import start_window
from broadcasts.rules.template_states import SUBMITTING
from cascina_whatsapp.presentation.formatting.dates import clock, in_a_sentence, when, with_article

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
    typed, awaits = form.typed_moment(), custom_template.awaits_meta(campaign)
    departure = Departure(campaign, now, at=now)
    opens = None if departure.is_soon else departure.due
    at_once = f"Alla prossima apertura, {when(opens, now)}" if opens else "Subito"
    sent = APPROVE if opens else SEND
    other = "A un'altra ora" if form.planned else "A un'ora precisa"
    as_asked = f", come chiede {asked_by}" if asked_by else ""
    said = {
        form.NOW: (AWAITS, _once_read(campaign, known, now), APPROVE if is_being_read(campaign) else LET_READ)
        if awaits
        else (at_once, _at_once(departure, known), sent),
        form.FLAT: (f"{at_once}, tutto di seguito", SAME_WORDS, sent),
        form.AT: (other, _at(Departure(campaign, now, at=typed), known) if typed else "", SCHEDULE),
    }
    if moment := form.planned:
        meaning = _at(Departure(campaign, now, at=moment), known)
        more = meaning.removeprefix(f"Parte {in_a_sentence(moment, now)}").lstrip("., ")
        said[form.PLANNED] = (f"{when(moment, now).capitalize()}{as_asked}", capfirst(more), SCHEDULE)
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


def _once_read(campaign: Campaign, known: Situation, now: datetime) -> str:
    """Say what follows WhatsApp's answer: the minute, and until when it leaves today."""
    said = [f"Poi {_grace()}." if _grace() else ""]
    closes = None if campaign.is_urgent else known.calendar.closing(now)
    if closes and (opens := known.calendar.next_opening(closes)):
        said.append(f"Dopo le {clock(closes)} parte {in_a_sentence(opens, now)}.")
    elif not campaign.is_urgent and (opens := known.calendar.next_opening(now)):
        said.append(f"Non prima {with_article(when(opens, now), 'del')}: adesso l'ufficio è chiuso.")
    return " ".join(filter(None, said))


def _at_once(departure: Departure, known: Situation) -> str:
    planned = departure.outlook(known)
    if not departure.is_soon or departure.kept or planned.leaves != departure.due:
        return _at(departure, known)
    first = f"{capfirst(_grace())}, poi parte." if _grace() else "Parte subito."
    ends = start_window.end_in_words(planned.leaves, planned.ends, departure.now)
    return f"{first} {capfirst(ends)}." if ends else first


def _grace() -> str:
    seconds = settings.LAUNCH_GRACE_SECONDS
    return f"{'un minuto' if seconds == 60 else f'{seconds} secondi'} per ripensarci" if seconds else ""


def _at(departure: Departure, known: Situation) -> str:
    return f"{capfirst(departure.foreseen(departure.outlook(known)))}."
