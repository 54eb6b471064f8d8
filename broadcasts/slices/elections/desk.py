"""Elections beside the pages of messages: in the bar on every page, on Inizio, and where the doctor looks.

The bar reads them along with its other facts: sub-queries of its one row, and two queries while a period holds.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from broadcasts.parts.desk import Alert, Alerts, PendingDecision
from cascina_whatsapp.accounts.staff_notices.notifying import display_name, holders
from cascina_whatsapp.elections import active_periods, rules
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.elections.rules import RunOff
from cascina_whatsapp.presentation.checks import Finding, Source, check, problem, warning, well
from cascina_whatsapp.presentation.formatting.dates import (
    day_of,
    in_a_sentence,
    moment_in_words,
    since_in_words,
)

from .in_words import days, page_of, start_in_words
from .models import REVIEW_WITHIN, ElectionDeclaration
from .who_may import ACTIVATE, AUTHORISE, REVIEW, to_authorise, to_review

ENOUGH = 2
"""The authorisers that are enough: one decides, the other reviews an emergency, or annuls a period."""
HOLDS = (
    "Vale un periodo elettorale fino a {}: parte solo ciò che è impersonale, indispensabile e autorizzato."
)
WARNS = (
    "Da {} comincia il periodo elettorale «{}». Già ora niente propaganda, nemmeno sull'attività del Comune (legge "
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
TO_REVIEW = "Un'emergenza è partita con una sola autorizzazione: un'altra persona la riesamina entro 24 ore."
LATE = "Un'emergenza è partita con una sola autorizzazione più di 24 ore fa, e nessuno l'ha riesaminata."


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


def facts(row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Read the facts on elections from the annotated row. Two queries more while a period holds.

    `ahead`: the periods that hold or will, while one holds or the newsroom is warned of one; `until`: when those that
    hold are over; `emergency`: the broadcast of the oldest one that nobody has reviewed.
    """
    ahead = tuple(active_periods.ahead(now)) if row["is_electoral"] else ()
    until = rules.until([period.span for period in ahead], now)
    return {
        "ahead": ahead,
        "until": until,
        "able": holders(AUTHORISE).count() if until else 0,
        "emergency": row["emergency"],
        "emergency_at": row["emergency_at"],
    }


def period(facts: Mapping[str, Any], now: datetime) -> Iterator[Alert]:
    """Tell what holds, or is about to; grave while one authoriser is too few, and with none nothing leaves."""
    page = reverse("admin:elections_electoralperiod_changelist")
    if facts["until"]:
        few = "" if facts["able"] >= ENOUGH else ALONE if facts["able"] else NOBODY
        yield Alert(
            HOLDS.format(moment_in_words(facts["until"])) + few,
            page,
            "Che cosa può partire",
            is_grave=bool(few),
        )
        return
    for one in [one for one in facts["ahead"] if one.is_warned(now)][:1]:
        told = WARNS.format(start_in_words(one.starts_at), one.name)
        yield Alert(told, page, "Che cosa può partire", is_grave=False)


def emergency(facts: Mapping[str, Any], now: datetime) -> Iterator[Alert]:
    """An emergency that one person let go; grave once the time to review it is over."""
    if facts["emergency"] is None:
        return
    is_late = now - facts["emergency_at"] > REVIEW_WITHIN
    page = reverse("admin:broadcasts_campaign_change", args=[facts["emergency"]])
    yield Alert(LATE if is_late else TO_REVIEW, page, "Apri il messaggio", is_grave=is_late)


ALERTS = Alerts(
    columns=columns,
    columns_at=columns_at,
    facts=facts,
    rules=((("elections.view_electoralperiod",), period), ((REVIEW,), emergency)),
)

DECIDERS = (AUTHORISE, REVIEW, ACTIVATE)


def waiting(user: User, now: datetime) -> Iterator[PendingDecision]:
    """List what waits for this person, as far as they may decide on it."""
    for one in to_review(user) if user.has_perm(REVIEW) else ():
        due = one.review_due_at or now
        ends = f"{'scaduta' if due <= now else 'scade'} {in_a_sentence(due, now)}"
        told = f"emergenza autorizzata da {display_name(one.decided_by, 'una persona sola')}, {ends}"
        yield _declared(one, told, "uphold", "Riesamina", is_urgent=True)
    for one in to_authorise(user) if user.has_perm(AUTHORISE) else ():
        told = f"lo dichiara {display_name(one.declared_by)}: {one.get_category_display()}"
        since = since_in_words(one.declared_at, now)
        yield _declared(one, f"{told}, {since}", "authorise", "Leggi e autorizza", is_urgent=one.is_emergency)
    if user.has_perm(ACTIVATE):
        yield from _periods(user, now)


def _declared(
    one: ElectionDeclaration, detail: str, page: str, verb: str, *, is_urgent: bool
) -> PendingDecision:
    address = reverse(f"admin:broadcasts_campaign_{page}", args=[one.campaign_id])
    return PendingDecision(str(one.campaign), detail, address, verb, is_urgent)


def _periods(user: User, now: datetime) -> Iterator[PendingDecision]:
    """List drafts that others wrote, and closed periods of which nobody said whether there is a run-off."""
    drafts = ElectoralPeriod.objects.filter(state=ElectoralPeriod.State.DRAFT)
    others = drafts.exclude(made_by=user).exclude(changed_by=user)
    for period in others.select_related("made_by"):
        told = f"di {display_name(period.made_by)} · {days(period)}"
        yield PendingDecision(f"Periodo elettorale: {period}", told, page_of(period), "Rileggi")
    over = Q(run_off=RunOff.UNKNOWN, ends_at__lte=now)
    for period in ElectoralPeriod.objects.blocking(now).filter(over):
        told = "I seggi sono chiusi; finché nessuno lo scrive, non parte nulla."
        yield PendingDecision(f"{period}: c'è il ballottaggio?", told, page_of(period), "Scrivilo")


def _able() -> tuple[int, bool] | None:
    """Count who may authorise, and tell whether a period holds; None where none does or will, drafts included."""
    now = timezone.now()
    is_ahead = ElectoralPeriod.objects.expected(now).exists()
    return (holders(AUTHORISE).count(), active_periods.holds(now)) if is_ahead else None


@check(
    "Elezioni",
    "authorisers",
    name="authorisers",
    remedy="Metti due persone nel gruppo Autorizzatore elettorale (Impostazioni, Account).",
    source=Source(_able, needs_database=True),
    fold="Persone e regole",
)
def authorisers_check(here: object, able: tuple[int, bool] | None) -> Finding:
    """Judge whether somebody authorises before and during an electoral period, and somebody else can review."""
    if able is None:
        return well("nessun periodo elettorale, oggi o in arrivo.")
    count, is_held = able
    if count >= ENOUGH:
        return well(f"chi autorizza in periodo elettorale: {count} persone.")
    if count:
        return warning(
            "una persona sola autorizza in periodo elettorale: nessuno può riesaminare un'emergenza."
        )
    told = "nessuno autorizza in periodo elettorale: nessun messaggio può partire."
    return problem(told) if is_held else warning(told)
