"""The event that a message announces: from when to when, and where, on Cascina's clocks. A draft may hold half of it.

It is described beside the words, never read out of them: a program that guesses a day sometimes tells a wrong one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from cascina_whatsapp.presentation.formatting.dates import (
    ROME,
    from_to,
    moment_in_words,
    span_in_words,
    weekday_in_words,
)

PLACE_MOST = 200
"""Characters of a place."""
NO_DAY = "Scegli il giorno in cui comincia l'evento, o cancella quello che hai scritto qui sotto."
NO_HOUR = "Scrivi anche a che ora comincia, o togli l'ora in cui finisce."
ENDS_BEFORE = "Finisce prima di cominciare: controlla i giorni."
ENDS_AN_HOUR_BEFORE = (
    "Finisce prima di cominciare: controlla le ore. Se finisce dopo mezzanotte scegli anche il giorno."
)
OVER = "L'evento è già passato: controlla il giorno."
OVER_BY_THEN = "Quando il messaggio parte l'evento è già passato: controlla i giorni."
NOWHERE = "Dell'evento non hai scritto dove: senza, i motori di ricerca lo mostrano di rado."


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """Days and hours are local ones. Without an hour it lasts whole days; `ends` is its last day."""

    begins: date | None = None
    begins_at: time | None = None
    ends: date | None = None
    ends_at: time | None = None
    """The hour at which it ends; without a day, of the day on which it begins."""
    place: str = ""

    @property
    def parts(self) -> dict[str, str]:
        """The known parts of an event, days and hours in ISO 8601; what is missing is left out."""
        told = {name: getattr(self, name) for name in NAMES}
        return {name: _written(value) for name, value in told.items() if value}

    @property
    def is_told(self) -> bool:
        """Tell whether there is an event: it has a day."""
        return self.begins is not None

    @property
    def start(self) -> date | datetime | None:
        """A moment, or a day; None without a day."""
        return _moment(self.begins, self.begins_at)

    @property
    def end(self) -> date | datetime | None:
        """The end of the event, a moment or a day; None where nobody said so, or it is the day of its beginning."""
        if self.ends_at:
            return _moment(self.ends or self.begins, self.ends_at)
        return None if self.ends == self.begins else self.ends

    @property
    def when_in_words(self) -> str:
        """The days of an event in words: "sabato 12 dicembre 2026, dalle 16:30 alle 18:00"; "" without a day."""
        start, end = self.start, self.end
        if start is None:
            return ""
        if isinstance(start, datetime) and (end is None or isinstance(end, datetime)):
            return span_in_words(start, end) if end else moment_in_words(start)
        return from_to(_in_words(start), _in_words(end)) if end else _in_words(start)

    @property
    def in_words(self) -> str:
        """The days, hours and place of an event in one line, as far as they are filled in."""
        hours = [f"{hour:%H:%M}" for hour in (self.begins_at, self.ends_at) if hour and not self.is_told]
        return " · ".join(filter(None, [self.when_in_words, "–".join(hours), self.place]))

    def is_over(self, now: datetime) -> bool:
        """Tell whether an event is over; one whose end nobody knows is over with its day."""
        last = self.end or self.begins
        if last is None:
            return False
        ended = last if isinstance(last, datetime) else datetime.combine(last, time.max, tzinfo=ROME)
        return ended < now


NAMES = tuple(Occasion.__dataclass_fields__)


def read(parts: Mapping[str, str]) -> Occasion:
    """Read an event from what `Occasion.parts` wrote. Raises ValueError where that is something else."""

    def day(name: str) -> date | None:
        return date.fromisoformat(parts[name]) if name in parts else None

    def hour(name: str) -> time | None:
        return time.fromisoformat(parts[name]) if name in parts else None

    return Occasion(
        begins=day("begins"),
        begins_at=hour("begins_at"),
        ends=day("ends"),
        ends_at=hour("ends_at"),
        place=parts.get("place", ""),
    )


def problems(occasion: Occasion) -> dict[str, str]:
    """Part → what is wrong with it, in Italian. Nothing at all is no event, and right."""
    begins, ends, ends_at = occasion.begins, occasion.ends, occasion.ends_at
    if begins is None:
        return {"begins": NO_DAY} if occasion.parts else {}
    if ends and ends < begins:
        return {"ends": ENDS_BEFORE}
    if ends_at and not occasion.begins_at:
        return {"ends_at": NO_HOUR}
    is_one_day = ends in (None, begins)
    if is_one_day and ends_at and occasion.begins_at and ends_at <= occasion.begins_at:
        return {"ends_at": ENDS_AN_HOUR_BEFORE}
    return {}


def warnings(occasion: Occasion, *, leaves: datetime | None, now: datetime) -> list[str]:
    """List the advice on an event. `leaves`: the moment that was chosen for its message, if any."""
    if not occasion.is_told:
        return []
    nowhere = [] if occasion.place else [NOWHERE]
    if occasion.is_over(now):
        return [OVER, *nowhere]
    return [OVER_BY_THEN, *nowhere] if leaves and occasion.is_over(leaves) else nowhere


def _written(value: date | time | str) -> str:
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value if isinstance(value, str) else value.isoformat()


def _in_words(when: date | datetime) -> str:
    if isinstance(when, datetime):
        return moment_in_words(when)
    return weekday_in_words(when)


def _moment(day: date | None, hour: time | None) -> date | datetime | None:
    return datetime.combine(day, hour, tzinfo=ROME) if day and hour is not None else day
