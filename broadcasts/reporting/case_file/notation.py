"""The notation of the case file for moments, days, colleagues and what they wrote: for programs, and people."""

import re
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User

from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.presentation.formatting.dates import day_in_words, in_rome, moment_in_words
from cascina_whatsapp.security.logs import scrub

Facts = dict[str, Any]


class Noted(str):
    """A moment or a day as a program reads it, which knows how people read it."""

    in_words: str

    @classmethod
    def of(cls, iso: str, in_words: str) -> "Noted":
        """Note a moment in both ways, for programs and in words."""
        noted = cls(iso)
        noted.in_words = in_words
        return noted


def moment(when: datetime | None) -> str:
    """Write a moment as the file has it: "2026-04-09T00:00:00+02:00"; "" where it never came."""
    return Noted.of(in_rome(when).isoformat(timespec="seconds"), moment_in_words(when)) if when else ""


def day(when: date | None) -> str:
    """Write a day as the file has it: "2026-04-09"; "" where there is none."""
    return Noted.of(when.isoformat(), day_in_words(when)) if when else ""


def said(text: str) -> str:
    """Return what a colleague wrote for colleagues, with a bullet for each citizen's number."""
    return scrub(text)


def person(who: User | None) -> str:
    """A colleague: "Giulia Verdi (giulia)"; "" where it was nobody."""
    if who is None:
        return ""
    name, account = display_name(who), who.get_username()
    return account if name == account else f"{name} ({account})"


def step(by: User | None, when: datetime | None, **more: str) -> Facts:
    """Note who did something, when, and what they wrote of it; {} where nobody has."""
    words = {name: said(text) for name, text in more.items()}
    return {"da": person(by), "il": moment(when), **words} if when else {}


def for_people(value: object) -> object:
    """Turn facts into a template's: keys that it can name ("approvato da" → "approvato_da"), moments in words."""
    if isinstance(value, dict):
        return {re.sub(r"[ ']", "_", str(key)): for_people(one) for key, one in value.items()}
    if isinstance(value, list):
        return [for_people(one) for one in value]
    return value.in_words if isinstance(value, Noted) else value
