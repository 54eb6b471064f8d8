"""The sections of the home page, in their order, and who may see each."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any

from django.contrib.auth.models import User

from broadcasts import hooks
from broadcasts.launching.drafts import drafting
from broadcasts.models.office import current_calendar
from broadcasts.parts.panel import Panel, asked
from cascina_whatsapp.presentation.formatting.dates import in_rome

from . import colleagues, machinery, sending, to_do, waiting, writing
from .reader import Reader, reader_of

AFTERNOON, EVENING = 13, 18
"""Hours from which one greets otherwise."""


class Place(StrEnum):
    """The place of a section: what is leaving now comes before the others on a telephone."""

    NOW = "now"
    MAIN = "main"
    SIDE = "side"


@dataclass(frozen=True)
class Section:
    """One section: its template is `admin/home/<name>.html`, and is given what `tell` returns as `told`."""

    name: str
    place: Place
    may: tuple[str, ...]
    """Any of these permissions opens it; none: it is for everybody."""
    tell: Callable[[Reader], Any]
    """Tells what the section shows, or is its panel; where it is nothing, the section is absent."""

    @property
    def template(self) -> str:
        return f"admin/home/{self.name}.html"


def of_slice(tell: Callable[[Reader], Panel], reader: Reader) -> Panel:
    """Return a slice's panel; of one that raises, that it can't be shown."""
    return asked([tell], reader)[0]


BROADCASTS = ("broadcasts.view_campaign",)
SECTIONS = (
    Section("welcome", Place.MAIN, (), colleagues.welcome),
    Section("sending", Place.NOW, BROADCASTS, sending.now_leaving),
    Section("urgent", Place.MAIN, waiting.MAY, waiting.urgent),
    Section("waiting", Place.MAIN, waiting.MAY, waiting.waiting),
    Section("sent_back", Place.MAIN, ("broadcasts.change_campaign",), writing.sent_back),
    Section("requests", Place.MAIN, ("privacy.change_rightsrequest",), machinery.requests),
    Section("in_doubt", Place.MAIN, ("broadcasts.steer_campaign",), sending.in_doubt),
    Section("drafts", Place.MAIN, ("broadcasts.change_campaign",), writing.drafts),
    Section("proposed", Place.MAIN, BROADCASTS, writing.proposed),
    Section("to_do", Place.MAIN, to_do.OPERATORS, to_do.to_do),
    Section("colleagues", Place.MAIN, colleagues.KEEPERS, colleagues.colleagues),
    Section("register", Place.MAIN, machinery.REGISTER, machinery.register),
    Section("powers", Place.MAIN, ("accounts.decide_accountchange",), machinery.powers),
    Section("stopped", Place.MAIN, BROADCASTS, sending.stopped),
    Section("leaving", Place.MAIN, BROADCASTS, sending.leaving),
    Section("copies", Place.SIDE, to_do.OPERATORS, machinery.copies),
    Section("keys", Place.SIDE, to_do.OPERATORS, machinery.keys),
    Section("maintenance", Place.SIDE, to_do.OPERATORS, machinery.maintenance),
    *(Section(name, Place.SIDE, may, partial(of_slice, tell)) for name, may, tell in hooks.HOME),
    Section("results", Place.SIDE, BROADCASTS, sending.results),
    Section("people", Place.SIDE, ("subscribers.view_subscriber",), machinery.people),
)


def desk(user: User, now: datetime) -> dict[str, Any]:
    """The whole page of `user`."""
    page = _page(reader_of(user, now), SECTIONS)
    texts = drafting.at_hand() if page["writes"] else []
    return page | {"greeting": greeting(user, now), "ready_texts": texts}


def _page(reader: Reader, sections: Iterable[Section]) -> dict[str, Any]:
    shown = list(_told(reader, sections))
    return {
        "office": _office(reader),
        "writes": reader.may("broadcasts.add_campaign"),
        "approves": reader.may("broadcasts.launch_campaign"),
        "acts": reader.may(*machinery.ACTING),
        "lacks": next((told[0]["lacks"] for section, told in shown if section.name == "to_do"), ""),
        "columns": {
            str(place): [(section, told) for section, told in shown if section.place == place]
            for place in Place
        },
    }


def _office(reader: Reader) -> str:
    """Say whether the office is open: "ufficio aperto fino alle 13:00", "ufficio chiuso: riapre oggi alle 15:30"."""
    calendar = current_calendar()
    words = calendar.in_words(reader.now)
    is_open = "ufficio aperto" if calendar.is_open(reader.now) else "ufficio chiuso"
    return is_open + words.removeprefix("Aperta").removeprefix("Chiusa")


def _told(reader: Reader, sections: Iterable[Section]) -> Iterator[tuple[Section, Any]]:
    for section in sections:
        if (not section.may or reader.may(*section.may)) and (told := section.tell(reader)):
            yield section, told


def greeting(user: User, now: datetime) -> str:
    """Greet by the hour: "Buongiorno, Rita"."""
    hour = in_rome(now).hour
    word = "Buongiorno" if hour < AFTERNOON else "Buon pomeriggio" if hour < EVENING else "Buonasera"
    return f"{word}, {user.first_name or user.get_username()}"
