"""The alerts on what elections ask: too few who authorise, an emergency to review.

Read along with the other facts of the bar (bar.py): sub-queries of its one row, and a query while a period holds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Subquery
from django.urls import reverse

from broadcasts.elections.who_may import AUTHORISE
from broadcasts.models import ElectionDeclaration
from broadcasts.models.declarations import REVIEW_WITHIN
from cascina_whatsapp.accounts.staff_notices.notifying import holders
from cascina_whatsapp.elections.models import ElectoralPeriod

from .alert import Alert

ENOUGH = 2
"""The authorisers that are enough: one decides, the other reviews an emergency, or annuls a period."""
NOBODY = (
    "Vale un periodo elettorale, e nel gruppo Autorizzatore elettorale non c'è nessuno: nessun messaggio può "
    "partire. Lo assegna chi tiene gli account."
)
ALONE = (
    "Vale un periodo elettorale, e nel gruppo Autorizzatore elettorale c'è una persona sola: nessuno può riesaminare "
    "un'emergenza, o annullare un periodo sbagliato. Chi tiene gli account ne assegna un'altra."
)
REVIEW = "Un'emergenza è partita con una sola autorizzazione: un'altra persona la riesamina entro 24 ore."
LATE = "Un'emergenza è partita con una sola autorizzazione più di 24 ore fa, e nessuno l'ha riesaminata."


@dataclass(frozen=True)
class ElectionFacts:
    """The facts that the sentences on elections depend on."""

    authorisers: int | None = None
    """While a period holds; None while none does."""
    emergency: int | None = None
    """The broadcast of the oldest emergency that nobody has reviewed."""
    emergency_at: datetime | None = None


def columns() -> dict[str, Any]:
    """Build the sub-queries on elections that the bar's one row is annotated with, the same at every moment."""
    waiting = ElectionDeclaration.objects.unreviewed()
    return {
        "emergency": Subquery(waiting.values("campaign")[:1]),
        "emergency_at": Subquery(waiting.values("decided_at")[:1]),
    }


def columns_at(now: datetime) -> dict[str, Any]:
    """Build the sub-queries on elections that depend on the moment."""
    return {"is_electoral": Exists(ElectoralPeriod.objects.blocking(now))}


def facts(row: Mapping[str, Any]) -> ElectionFacts:
    """Read the facts on elections from the annotated row. One query more while a period holds."""
    return ElectionFacts(
        authorisers=holders(AUTHORISE).count() if row["is_electoral"] else None,
        emergency=row["emergency"],
        emergency_at=row["emergency_at"],
    )


def too_few_authorise(facts: ElectionFacts, now: datetime) -> Iterator[Alert]:
    """Warn, while a period holds, that one authoriser is too few, and with none nothing leaves."""
    if facts.authorisers is not None and facts.authorisers < ENOUGH:
        page = reverse("admin:elections_electoralperiod_today")
        yield Alert(ALONE if facts.authorisers else NOBODY, page, "Vedi che cosa vale")


def to_review(facts: ElectionFacts, now: datetime) -> Iterator[Alert]:
    """An emergency that one person let go; grave once the time to review it is over."""
    if facts.emergency is None or facts.emergency_at is None:
        return
    is_late = now - facts.emergency_at > REVIEW_WITHIN
    page = reverse("admin:broadcasts_campaign_change", args=[facts.emergency])
    yield Alert(LATE if is_late else REVIEW, page, "Apri il messaggio", is_grave=is_late)
