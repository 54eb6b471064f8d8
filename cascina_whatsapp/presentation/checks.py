"""A check: what it looks at, and what it finds, how bad that is, a sentence in Italian, and what to do about it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, IntEnum
from functools import partial
from typing import Any


class Outcome(Enum):
    """The outcome of a check, from good to bad; LEFT_OUT, for what could not be looked at, is neither."""

    WELL = "ok"
    LEFT_OUT = "left_out"
    WARNING = "warning"
    PROBLEM = "problem"


LABELS = {
    Outcome.WELL: "a posto",
    Outcome.LEFT_OUT: "non controllato",
    Outcome.WARNING: "da guardare",
    Outcome.PROBLEM: "da sistemare",
}
EXIT_CODES = {Outcome.WELL: 0, Outcome.LEFT_OUT: 0, Outcome.WARNING: 1, Outcome.PROBLEM: 2}


@dataclass(frozen=True)
class Finding:
    """The finding of one look; `remedy` only where it is another than the check's own."""

    outcome: Outcome
    told: str
    remedy: str = ""


@dataclass(frozen=True)
class Result:
    """One line of the answer; `remedy` is empty where nothing is to be done."""

    name: str
    label: str
    outcome: Outcome
    told: str
    remedy: str

    def as_json(self) -> dict[str, str]:
        """Write the result for other programs: `outcome` is ok, left_out, warning or problem."""
        words = {"name": self.name, "label": self.label, "outcome": self.outcome.value}
        return words | {"finding": self.told, "remedy": self.remedy}


well = partial(Finding, Outcome.WELL)
"""The finding that something is as it should be."""
left_out = partial(Finding, Outcome.LEFT_OUT)
"""The finding that something was not looked at, and why."""
warning = partial(Finding, Outcome.WARNING)
"""The finding that something works, but not for ever, or not for everybody."""
problem = partial(Finding, Outcome.PROBLEM)
"""The finding that something does not work."""


def worst(results: Iterable[Result]) -> Outcome:
    """Return the worst outcome; WELL where something was looked at and well, LEFT_OUT where nothing was."""
    found = {result.outcome for result in results}
    for outcome in (Outcome.PROBLEM, Outcome.WARNING, Outcome.WELL):
        if outcome in found:
            return outcome
    return Outcome.LEFT_OUT


RESTART = "poi riavvia i processi."
ACCOUNT = "business.facebook.com, Impostazioni"
APP = "developers.facebook.com, la nostra app"
MANAGER = "Gestione WhatsApp (business.facebook.com)"
"""Where something is put right at Meta."""
Judge = Callable[..., Finding]


class Place(IntEnum):
    """The distance to the place that an answer comes from."""

    HERE = 0
    """Database, settings, disk: asked one after the other, with the connection that there is."""
    NEAR = 1
    """A server of ours."""
    OUTSIDE = 2
    """Meta, the mail server, our own public address."""


@dataclass(frozen=True)
class Source:
    """One question of an examination, and where it is asked."""

    ask: Callable[[], Any]
    place: Place = Place.HERE
    needs_database: bool = False
    key: str = ""
    """The check that tells whether Meta takes the key with which a question is asked."""
    asks_for: str = ""
    """The check that tells whether Meta knows the id that a question is about."""


@dataclass(frozen=True)
class Check:
    """One line; `judge` is given the installation, and what the sources of `needs` told."""

    name: str
    label: str
    needs: tuple[str, ...]
    judge: Judge
    remedy: str
    source: Source | None = None
    """The source that tells it alone, of a slice's check: it has the check's name."""
    fold: str = "Macchina"
    """The words under which the page *Tutto pronto?* folds a slice's check."""


def check(label: str, *needs: str, remedy: str, name: str = "", **more: Any) -> Callable[[Judge], Check]:
    """Make a check of the function that judges what these sources told; it has its name, unless it is given one."""
    return lambda judge: Check(name or judge.__name__, label, needs, judge, remedy, **more)
