# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Occasions on which the service speaks of itself to all its subscribers: it pauses, or Agcom imposes a notice.

What has to be said of each is a table: the form, the checks, the title and the values of the text's variables all
come from it. The values stay with the broadcast, as JSON: text, and days in ISO 8601 ("2026-12-24").
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.text import capfirst

from broadcasts.models import Campaign
from subscribers.texts import VARIABLES

TODAY = "today"
"""The day on which it is written, on Rome's calendar."""
ELIDED = ("8 ", "11 ")
"""Numbers that begin with a vowel: "dall'8", "dell'11"."""
UNKNOWN = "…"
"""What a preview shows where nothing has been written yet."""
Purpose = Campaign.Purpose


@dataclass(frozen=True)
class Bound:
    """A day that another one may not pass: of the same occasion by its name, or TODAY."""

    other: str
    sentence: str
    """What to say when it does."""

    def day(self, days: Mapping[str, object], today: date | None) -> date | None:
        """None where that one is not known, so that nothing passes it."""
        return today if self.other == TODAY else days.get(self.other)


@dataclass(frozen=True, kw_only=True)
class Field:
    """One thing to say, by the name of the text's variable: a day, or a short text."""

    name: str
    max_length: int | None = None
    """Of a text, in characters; None for a day."""
    not_before: Bound | None = None
    not_after: Bound | None = None

    @property
    def is_day(self) -> bool:
        return self.max_length is None

    @property
    def label(self) -> str:
        """What people call it."""
        return capfirst(VARIABLES[self.name].meaning)

    @property
    def example(self) -> str:
        """As the templates show it."""
        return VARIABLES[self.name].sample

    def in_words(self, stored: str) -> str:
        """As pages show it: "24 dicembre 2026"."""
        is_written_out = self.is_day and stored != UNKNOWN
        return date_format(date.fromisoformat(stored), "j F Y").lower() if is_written_out else stored

    def in_a_sentence(self, stored: str) -> str:
        """The same behind "dal" or "del", which the template fixes: "giorno 8 agosto", as nobody says "dal 8"."""
        words = self.in_words(stored)
        return f"giorno {words}" if self.is_day and words.startswith(ELIDED) else words


@dataclass(frozen=True, kw_only=True)
class ServiceEvent:
    """One purpose: what is asked of whoever prepares it, and what its broadcast is called."""

    purpose: Purpose
    address: str
    """Of its page."""
    explanation: str
    fields: tuple[Field, ...]
    title: str
    """With the names of fields; at most 60 characters, filled in."""
    over_after: str = ""
    """The day, by its name, after which the message would say nothing true."""


PAUSE = ServiceEvent(
    purpose=Purpose.PAUSED,
    address="sospensione",
    explanation="Dice agli iscritti da quando a quando il servizio è sospeso, e che l'iscrizione resta attiva.",
    fields=(
        Field(
            name="dal",
            not_before=Bound(TODAY, "La sospensione non può cominciare in un giorno già passato."),
        ),
        Field(name="al", not_before=Bound("dal", "L'ultimo giorno non può venire prima del primo.")),
    ),
    title="Sospensione del servizio dal {dal}",
    over_after="al",
)
AGCOM = ServiceEvent(
    purpose=Purpose.AGCOM,
    address="agcom",
    explanation="Dice agli iscritti quello che l'Autorità per le garanzie nelle comunicazioni ha ordinato di dire. "
    "Confronta l'anteprima con la delibera: se le parole sono altre, prima va scritta una nuova versione del testo.",
    fields=(
        Field(name="numero", max_length=30),
        Field(name="data", not_after=Bound(TODAY, "La delibera non può avere una data futura.")),
        Field(
            name="data_messaggio",
            not_after=Bound("data", "Il messaggio contestato non può essere successivo alla delibera."),
        ),
    ),
    title="Avviso Agcom, delibera n. {numero}",
)
SERVICE_EVENTS = {occasion.purpose: occasion for occasion in (PAUSE, AGCOM)}


def event_of(campaign: Campaign) -> ServiceEvent | None:
    """None for news, and for what the register learns."""
    return SERVICE_EVENTS.get(campaign.purpose)


def fields(campaign: Campaign) -> list[Field]:
    """What the words of this broadcast say of its occasion; nothing, where there is none."""
    occasion = event_of(campaign)
    return (
        [field for field in occasion.fields if f"{{{field.name}}}" in campaign.wording.body]
        if occasion
        else []
    )


def values(campaign: Campaign) -> dict[str, str]:
    """Name of a variable → what citizens read there."""
    return {
        field.name: field.in_a_sentence(campaign.details.get(field.name) or UNKNOWN)
        for field in fields(campaign)
    }


def in_words(campaign: Campaign) -> list[tuple[str, str]]:
    """What is said of the occasion, for pages and reports: ("Primo giorno di sospensione", "24 dicembre 2026")."""
    said = {field: campaign.details.get(field.name) or UNKNOWN for field in fields(campaign)}
    return [(field.label, field.in_words(stored)) for field, stored in said.items()]


def title(campaign: Campaign) -> str:
    """What the broadcast is called among the others. Raises KeyError where something of it has not been written."""
    return event_of(campaign).title.format(**values(campaign))


def stored(answers: Mapping[str, date | str]) -> dict[str, str]:
    """What is kept of a form's answers."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in answers.items()}


def days(campaign: Campaign) -> dict[str, date]:
    """The days that have been written, by name."""
    written = [field.name for field in fields(campaign) if field.is_day and campaign.details.get(field.name)]
    return {name: date.fromisoformat(campaign.details[name]) for name in written}


def missing(campaign: Campaign) -> list[Field]:
    """What has not been written yet."""
    return [field for field in fields(campaign) if not campaign.details.get(field.name)]


def misplaced(campaign: Campaign, written: Mapping[str, object], today: date | None = None) -> dict[str, str]:
    """Name of a day → why it can't be that one. Without `today`, only how the days stand to each other."""
    found = {}
    for field in fields(campaign):
        day = written.get(field.name)
        for bound, passes in ((field.not_before, date.__lt__), (field.not_after, date.__gt__)):
            limit = bound and bound.day(written, today)
            if day and limit and passes(day, limit):
                found[field.name] = bound.sentence
    return found


def is_over(campaign: Campaign, today: date) -> bool:
    """Whether it would arrive too late to be true."""
    occasion = event_of(campaign)
    last = days(campaign).get(occasion.over_after) if occasion else None
    return last is not None and last < today
