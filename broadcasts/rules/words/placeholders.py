"""Gaps in a text that are still to be filled: a name in square brackets, "Chiusa [via] dal [giorno]".

A name begins with a small letter, so that "[1]" and "[ANSA]" are words like others.
"""

import re
from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum

from cascina_whatsapp.presentation.formatting.dates import MONTHS, WEEKDAYS, number_of_day

GAP = re.compile(r"\[([a-zà-öø-ÿ][^\[\]\n]{0,39})\]")


def gaps_in(*texts: str) -> list[str]:
    """The names of the gaps, each once, in the order in which they come."""
    return list(dict.fromkeys(name.strip() for text in texts for name in GAP.findall(text)))


class Kind(StrEnum):
    """The kind of a gap, as far as its name tells."""

    DAY = "day"
    HOUR = "hour"
    TEXT = "text"


DAYS = re.compile(r"(?:dal|al|il|giorno|data)\b")
HOURS = re.compile(r"(?:dalle|alle|ora|orario)\b")
BEGINNING = re.compile(r"(?:\A|[.!?]\s+)\[")
"""Where a gap's words begin with a capital."""


def kind_of(name: str) -> Kind:
    """Tell a gap's kind by its name: "dal" is a day, "dalle" an hour, "motivo" words."""
    if DAYS.match(name):
        return Kind.DAY
    return Kind.HOUR if HOURS.match(name) else Kind.TEXT


def filled(text: str, words: Mapping[str, str]) -> str:
    """`text` with these words in its gaps, wherever each stands; a gap without words stays as it is."""
    capitals = {found.end() - 1 for found in BEGINNING.finditer(text)}

    def fill(found: re.Match[str]) -> str:
        put = words.get(found[1].strip(), "")
        return (put[:1].upper() + put[1:] if found.start() in capitals else put) or found[0]

    return GAP.sub(fill, text)


def day_in_gap(day: date, *, is_brief: bool = False) -> str:
    """Write a day for a text: "martedì 1º dicembre", or "martedì 1º" where there is no room."""
    brief = f"{WEEKDAYS[day.weekday()]} {number_of_day(day)}"
    return brief if is_brief else f"{brief} {MONTHS[day.month - 1]}"


def hour_in_gap(hour: time) -> str:
    """Write an hour for a text, after "dalle" or "alle": "8", "8:30"."""
    return f"{hour.hour}:{hour.minute:02}" if hour.minute else str(hour.hour)
