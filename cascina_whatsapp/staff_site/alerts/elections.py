"""The alerts on elections: what holds until when, with too few who authorise; an emergency to review.

Read along with the other facts of the bar (bar.py): sub-queries of its one row, and two queries while a period holds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Q, Subquery
from django.urls import reverse

from broadcasts.elections.models import REVIEW_WITHIN, ElectionDeclaration
from broadcasts.elections.who_may import AUTHORISE
from cascina_whatsapp.accounts.staff_notices.notifying import holders
from cascina_whatsapp.elections import holding, rules
from cascina_whatsapp.elections.in_words import start_in_words
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.presentation.formatting.dates import day_of, moment_in_words

from .alert import Alert

ENOUGH = 2
"""The authorisers that are enough: one decides, the other reviews an emergency, or annuls a period."""
HOLDS = (
    "vale un periodo elettorale fino a {}: parte solo ciò che è impersonale, indispensabile e autorizzato."
)
WARNS = (
    "da {} comincia il periodo elettorale «{}». Già ora niente propaganda, nemmeno sull'attività del Comune (legge "
    "81/1993, art. 29)."
)
NOBODY = (
    " Nel gruppo Autorizzatore elettorale non c'è nessuno: nessun messaggio può partire. Lo assegna chi tiene gli "
    "account."
)
ALONE = (
    " Nel gruppo Autorizzatore elettorale c'è una persona sola: nessuno può riesaminare un'emergenza, o annullare un "
    "periodo sbagliato. Chi tiene gli account ne assegna un'altra."
)
REVIEW = "Un'emergenza è partita con una sola autorizzazione: un'altra persona la riesamina entro 24 ore."
LATE = "Un'emergenza è partita con una sola autorizzazione più di 24 ore fa, e nessuno l'ha riesaminata."


@dataclass(frozen=True)
class ElectionFacts:
    """The facts that the sentences on elections depend on."""

    ahead: tuple[ElectoralPeriod, ...] = ()
    """The periods that hold or will, while one holds or the newsroom is warned of one."""
    until: datetime | None = None
    """The moment when those that hold now are over; None while none does."""
    authorisers: int = 0
    """Counted while a period holds."""
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
    told = Q(starts_at__lte=now) | Q(warning_from__lte=day_of(now))
    return {"is_electoral": Exists(ElectoralPeriod.objects.ahead(now).filter(told))}


def facts(row: Mapping[str, Any], now: datetime) -> ElectionFacts:
    """Read the facts on elections from the annotated row. Two queries more while a period holds."""
    ahead = tuple(holding.ahead(now)) if row["is_electoral"] else ()
    until = rules.until([period.span for period in ahead], now)
    return ElectionFacts(
        ahead=ahead,
        until=until,
        authorisers=holders(AUTHORISE).count() if until else 0,
        emergency=row["emergency"],
        emergency_at=row["emergency_at"],
    )


def period(facts: ElectionFacts, now: datetime) -> Iterator[Alert]:
    """Tell what holds, or is about to; grave while one authoriser is too few, and with none nothing leaves."""
    page = reverse("admin:elections_electoralperiod_changelist")
    if facts.until:
        few = "" if facts.authorisers >= ENOUGH else ALONE if facts.authorisers else NOBODY
        told = HOLDS.format(moment_in_words(facts.until)) + few
        yield Alert(told, page, "Che cosa può partire", is_grave=bool(few))
        return
    for one in [one for one in facts.ahead if one.is_warned(now)][:1]:
        told = WARNS.format(start_in_words(one.starts_at), one.name)
        yield Alert(told, page, "Che cosa può partire", is_grave=False)


def to_review(facts: ElectionFacts, now: datetime) -> Iterator[Alert]:
    """An emergency that one person let go; grave once the time to review it is over."""
    if facts.emergency is None or facts.emergency_at is None:
        return
    is_late = now - facts.emergency_at > REVIEW_WITHIN
    page = reverse("admin:broadcasts_campaign_change", args=[facts.emergency])
    yield Alert(LATE if is_late else REVIEW, page, "Apri il messaggio", is_grave=is_late)
