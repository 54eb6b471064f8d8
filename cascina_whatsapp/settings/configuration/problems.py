"""The problem with a setting, and what to write instead; where it matters nothing starts. No value is ever shown."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


class Kind(Enum):
    """The kind of a problem: where it keeps the service from starting."""

    UNREADABLE = "nobody can say what is meant: refused everywhere"
    MISSING = "production needs it, or nobody reads it as it is written: a warning while developing"
    UNSAFE = "harmless on a developer's machine, not in production"
    TOLD = "no reason to stop: each start says it"


class Fault(NamedTuple):
    """A rule's verdict on a value: two Italian clauses without a full stop, and where it matters."""

    wrong: str
    remedy: str
    kind: Kind = Kind.UNSAFE


Rule = Callable[[str], Fault | None]
"""Judges one value, as it was written and without surrounding blanks; None where nothing is wrong with it."""


@dataclass(frozen=True)
class Problem:
    """A fault of the setting `name`, or of a line of `.env`."""

    name: str
    wrong: str
    remedy: str
    kind: Kind

    def __str__(self) -> str:
        """Write the problem without a full stop: some end in a command that is copied."""
        return f"{self.name}: {self.wrong}. {self.remedy}"

    @property
    def sentence(self) -> str:
        """The problem as a sentence among others."""
        return f"{self}" if self.remedy.endswith("?") else f"{self}."


FREE = {
    # command of manage.py → the settings that it can't do without
    "": set[str](),
    "help": set[str](),
    "--help": set[str](),
    "version": set[str](),
    "--version": set[str](),
    "make_key": set[str](),  # makes what is missing
    "doctor": set[str](),  # tells of them itself
    "collectstatic": {"DJANGO_DEBUG", "VAR_DIR"},  # while an image is built, before there are secrets
}
"""Commands that wrong settings don't stop, or few of them."""


def refused(problems: Iterable[Problem], *, developing: bool) -> list[Problem]:
    """Select the problems with which nothing may start here."""
    kinds = {Kind.UNREADABLE} if developing else {Kind.UNREADABLE, Kind.MISSING, Kind.UNSAFE}
    return [problem for problem in problems if problem.kind in kinds]


def concern(problems: Iterable[Problem], command: str) -> list[Problem]:
    """Select the problems that a command of manage.py has to do with: most commands, all of them."""
    named = FREE.get(command)
    return [problem for problem in problems if named is None or problem.name in named]


def tell(problems: Iterable[Problem]) -> None:
    """Print what stops nothing and should be known, on stderr."""
    for problem in problems:
        if problem.kind is Kind.TOLD:
            print(f"- {problem}", file=sys.stderr)  # noqa: T201  (there is no log yet)


def explain(problems: list[Problem]) -> str:
    """Write what is printed instead of a start: a line a problem, name, what is wrong, what to write instead."""
    count = "un'impostazione" if len(problems) == 1 else f"{len(problems)} impostazioni"
    lines = sorted(f"- {problem}" for problem in problems)
    return "\n".join([f"Non parte nulla: {count} da correggere.", *lines])


def refuse(problems: list[Problem]) -> None:
    """End this process with code 1 and the explanation on stderr, if there is any problem."""
    if problems:
        sys.exit(explain(problems))
