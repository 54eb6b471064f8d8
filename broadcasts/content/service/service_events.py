"""The two service messages with details to fill in: the service pauses, or Agcom imposes a notice.

Details are the values of the text's variables. They stay with the broadcast, as JSON: days in ISO 8601
("2026-12-24"), and the number of an order.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.text import capfirst

from broadcasts.models import Campaign
from cascina_whatsapp.presentation.formatting.dates import day_in_words
from subscribers.models import ServiceText
from subscribers.texts import VARIABLES, declared

DAYS = ("dal", "al", "data", "data_messaggio")
"""The details that are days; the other one, "numero", is a short text."""
NUMBER_LENGTH = 30
"""Characters of the number of an order."""
UNKNOWN = "…"
"""The stand-in of a preview where nothing has been written yet."""
ELIDED = ("8 ", "11 ")
"""Numbers that begin with a vowel: "dall'8", "dell'11"."""


SERVICE_EVENTS: dict[str, dict[str, Any]] = {
    Campaign.Purpose.PAUSED: {
        "purpose": Campaign.Purpose.PAUSED,
        "address": "sospensione",
        "explanation": "Dice agli iscritti da quando a quando il servizio è sospeso, e che l'iscrizione resta "
        "attiva.",
        "title": "Sospensione del servizio dal {dal}",
    },
    Campaign.Purpose.AGCOM: {
        "purpose": Campaign.Purpose.AGCOM,
        "address": "agcom",
        "explanation": "Dice agli iscritti quello che l'Autorità per le garanzie nelle comunicazioni ha ordinato di "
        "dire. Confronta l'anteprima con la delibera: se le parole sono altre, prima va scritta una nuova versione "
        "del testo.",
        "title": "Avviso Agcom, delibera n. {numero}",
    },
}
"""The purposes with details: the page on which each is prepared, and what its broadcasts are called.

A title has names of details; it has at most 60 characters, filled in.
"""


def used_variables(text: ServiceText) -> list[str]:
    """The variables that change from message to message and that this version mentions, as the catalogue orders."""
    return [name for name in declared(text.key).variables if f"{{{name}}}" in text.body]


def detail_names(campaign: Campaign) -> list[str]:
    """Name the details that the words of a broadcast mention; none where its purpose has none."""
    return used_variables(campaign.service.wording) if campaign.purpose in SERVICE_EVENTS else []


def label(name: str) -> str:
    """Return the Italian name of a detail of a service event."""
    return capfirst(VARIABLES[name].meaning)


def stored_details(answers: Mapping[str, date | str]) -> dict[str, str]:
    """Write a form's answers as the broadcast keeps them, days in ISO 8601."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in answers.items()}


def days(campaign: Campaign) -> dict[str, date]:
    """The days that have been written, by name."""
    written = {name: campaign.service.details.get(name) for name in detail_names(campaign) if name in DAYS}
    return {name: date.fromisoformat(day) for name, day in written.items() if day}


def title(campaign: Campaign) -> str:
    """Write the title of a broadcast about an event. Raises KeyError where its words don't mention the detail."""
    words: str = SERVICE_EVENTS[campaign.purpose]["title"]
    return words.format(**template_values(campaign))


def template_values(campaign: Campaign) -> dict[str, str]:
    """Name of a variable → what citizens read there, behind "dal" or "del": "giorno 8 agosto", not "dal 8"."""
    values = {name: _in_words(campaign, name) for name in detail_names(campaign)}
    return {
        name: f"giorno {words}" if name in DAYS and words.startswith(ELIDED) else words
        for name, words in values.items()
    }


def details_in_words(campaign: Campaign) -> list[tuple[str, str]]:
    """The details for pages and reports: ("Primo giorno di sospensione", "24 dicembre 2026")."""
    return [(label(name), _in_words(campaign, name)) for name in detail_names(campaign)]


def missing_details(campaign: Campaign) -> list[str]:
    """The labels of what has not been written yet."""
    return [label(name) for name in detail_names(campaign) if not campaign.service.details.get(name)]


def misplaced_days(written: Mapping[str, date], today: date | None = None) -> dict[str, str]:
    """Map the name of each misplaced day → why it can't be that one. Without `today`, compare only the days."""
    first, last, order, disputed = (written.get(name) for name in DAYS)
    found = {}
    if first and today and first < today:
        found["dal"] = "La sospensione non può cominciare in un giorno già passato."
    if first and last and last < first:
        found["al"] = "L'ultimo giorno non può venire prima del primo."
    if order and today and order > today:
        found["data"] = "La delibera non può avere una data futura."
    if order and disputed and disputed > order:
        found["data_messaggio"] = "Il messaggio contestato non può essere successivo alla delibera."
    return found


def is_over(campaign: Campaign, today: date) -> bool:
    """Tell whether a pause is over on this day; an order of Agcom is never over."""
    last = days(campaign).get("al")
    return last is not None and last < today


def _in_words(campaign: Campaign, name: str) -> str:
    written = campaign.service.details.get(name)
    if not written:
        return UNKNOWN
    return day_in_words(date.fromisoformat(written)) if name in DAYS else written
