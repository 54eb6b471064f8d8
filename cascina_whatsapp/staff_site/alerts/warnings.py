"""WhatsApp warns us: what the matter is, and what to do, as long as it lasts. Sub-queries of the bar's one row."""

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Subquery
from django.urls import reverse

from broadcasts.models import AccountNotice
from broadcasts.parts.desk import Alert
from broadcasts.rules.account import account_warnings

COLUMNS = {"warning": "pk", "warning_field": "field", "warning_details": "details", "warning_until": "until"}
"""Name in the row → field of the notice."""


@dataclasses.dataclass(frozen=True)
class WarningFacts:
    """The warning that holds longest; `pk` None: none does."""

    pk: int | None = None
    field: str = ""
    details: Mapping[str, object] = dataclasses.field(default_factory=dict)
    until: datetime | None = None


def columns(now: datetime) -> dict[str, Any]:
    """Build the sub-queries on warnings that the bar's one row is annotated with."""
    holding = AccountNotice.objects.warning(now)
    return {name: Subquery(holding.values(column)[:1]) for name, column in COLUMNS.items()}


def facts(row: Mapping[str, Any]) -> WarningFacts:
    """Read the facts on a warning from the annotated row."""
    return WarningFacts(
        row["warning"], row["warning_field"] or "", row["warning_details"] or {}, row["warning_until"]
    )


def account_warned(facts: WarningFacts, now: datetime) -> Iterator[Alert]:
    """Warn once, whatever the number of warnings."""
    if facts.pk is not None:
        told = account_warnings.told(facts.field, facts.details, facts.until)
        yield Alert(
            told.what,
            reverse("admin:broadcasts_accountnotice_change", args=[facts.pk]),
            "Vedi il richiamo",
            more=told.then,
        )
