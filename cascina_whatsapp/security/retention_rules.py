"""The terms for which data are kept, and what goes when they are over: the nightly retention is made of these."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet

WORDS = {"days": ("un giorno", "giorni"), "months": ("un mese", "mesi"), "years": ("un anno", "anni")}
AT_ONCE = "ogni notte"


@dataclass(frozen=True)
class Term:
    """A term of so many days, months or years; none at all where `number` is 0."""

    number: int = 0
    unit: str = "days"

    def __str__(self) -> str:
        """Write the term in Italian: "90 giorni", "un anno"."""
        one, many = WORDS[self.unit]
        return f"{self.number} {many}" if self.number > 1 else one if self.number else AT_ONCE

    def before(self, now: datetime) -> datetime:
        """Compute the moment before which everything has had its term."""
        if self.unit == "days":
            return now - timedelta(days=self.number)
        months = self.number * (12 if self.unit == "years" else 1)
        year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
        return now.replace(year=year, month=month + 1, day=min(now.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One kind of data: what it is called on screen, how long it is kept, and how it goes.

    `let_go` takes the moment before which the term is over, and the present one; it tells how many went, and may be
    run again at any time.
    """

    key: str
    label: str
    setting: str = ""
    """The name ends in the unit: "PROOF_YEARS". Empty: it goes every night."""
    since: str = ""
    """The moment from which the term runs."""
    fate: str = "eliminati"
    """The fate of the data."""
    rows: Callable[[datetime], QuerySet[Any]]
    """The rows that had their term before a moment."""
    let_go: Callable[[datetime, datetime], int] | None = None
    """How they go, where they are not just deleted."""

    @property
    def term(self) -> Term:
        """The term of the rule as set now; 0 days without a setting."""
        if not self.setting:
            return Term()
        return Term(getattr(settings, self.setting), self.setting.rpartition("_")[2].lower())

    def apply(self, before: datetime, now: datetime) -> int:
        """Let go of what had its term before a moment; return how many."""
        return self.let_go(before, now) if self.let_go else self.rows(before).delete()[0]


def older_than(model: type[Model], field: str) -> Callable[[datetime], QuerySet[Any]]:
    """The rows of `model` whose moment in `field` lies before the one that is asked for."""
    return lambda before: model._default_manager.filter(**{f"{field}__lt": before})
