"""The problem with a setting, and what to write instead. A value is never shown: it may be a secret."""

from collections.abc import Callable
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
