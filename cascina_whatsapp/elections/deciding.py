"""The decisions on a period: one person writes it, another activates it, a third may annul it. Each is traced.

What follows for broadcasts is not known here: broadcasts.launching.periods activates, settles and annuls for pages.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from cascina_whatsapp.accounts.staff_notices.notifying import Kind, display_name, end, holders, only, tell
from cascina_whatsapp.presentation.formatting.dates import day_in_words
from cascina_whatsapp.security import as_read, trail
from cascina_whatsapp.security.trail import Event

from .models import ElectoralPeriod
from .rules import RunOff

State = ElectoralPeriod.State
ACTIVATE = "elections.activate_electoralperiod"
ANNUL = "elections.annul_electoralperiod"
OWN_ACTS = (
    "internal_number",
    "internal_date",
    "internal_file",
    "standing_order_number",
    "standing_order_date",
)
"""The acts that may be added to an active period, where left empty: they say how we comply, not when."""
OWN = "Chi ha scritto il periodo non può attivarlo: serve un'altra persona."
SAME = "Chi ha attivato il periodo non può annullarlo: serve un'altra persona."
NO_DRAFT = "Si può fare solo con una bozza: questo periodo è già stato deciso."
NOT_ACTIVE = "Si può fare solo con un periodo attivo."
ALREADY_ANNULLED = "Questo periodo è già stato annullato."
KEPT = "Un atto già scritto in un periodo attivo non si cambia: si aggiunge solo quello che manca."
NO_REASON = "Scrivi perché: il motivo resta fra gli atti."
SETTLED = "Se c'è il ballottaggio è già stato scritto."
SHORTENS = (
    "Senza ballottaggio finisce prima: chi ha attivato il periodo non può scriverlo, serve un'altra persona."
)


Follow = Callable[[], object]
"""A function for what follows in the same transaction: before the trace, whose end stays locked after it."""


def nothing() -> None:
    """Do nothing after a decision."""


class CannotDecide(Exception):
    """The error that a period, or this person, does not allow a decision. The message is for staff, in Italian."""


@transaction.atomic
def write(period: ElectoralPeriod, *, by: User, now: datetime) -> ElectoralPeriod:
    """Save a draft of a period as written on now; nothing is restricted by it.

    Raises ValidationError with what is wrong field by field, CannotDecide where it is no draft any more.
    """
    if period.pk:
        _locked(period, State.DRAFT, NO_DRAFT)
    else:
        period.made_by, period.made_at = by, now
    period.changed_by, period.changed_at = by, now
    period.full_clean()
    is_new = period.pk is None
    period.save()
    if is_new:
        subject = "Un periodo elettorale aspetta di essere attivato"
        _tell(holders(ACTIVATE), period, by, subject, "ha scritto", kind=Kind.WAITS)
    _trace(Event.PERIOD_WRITTEN, period, by, now)
    return period


def why_not_activate(period: ElectoralPeriod, by: User) -> str:
    """Say in Italian why this person may not activate the period; "" where they may."""
    if not by.has_perm(ACTIVATE):
        return only(ACTIVATE)
    if period.state != State.DRAFT:
        return NO_DRAFT
    return OWN if by.pk in (period.made_by_id, period.changed_by_id) else ""


def why_not_annul(period: ElectoralPeriod, by: User) -> str:
    """Say in Italian why this person may not annul the period; "" where they may. Who activated it may not."""
    if not by.has_perm(ANNUL):
        return only(ANNUL)
    if period.state == State.ANNULLED:
        return ALREADY_ANNULLED
    return SAME if by.pk == period.activated_by_id else ""


@transaction.atomic
def activate(
    period: ElectoralPeriod, *, read: str, by: User, now: datetime, follow: Follow = nothing
) -> ElectoralPeriod:
    """Activate a period: from now on it restricts us, between its own moments. Raises CannotDecide.

    Pages call broadcasts.launching.periods.activate, which also stops what is leaving.
    """
    period = _as_read(period, read, State.DRAFT, NO_DRAFT)
    _refuse(why_not_activate(period, by))
    period.state, period.activated_by, period.activated_at = State.ACTIVE, by, now
    period.save(update_fields=["state", "activated_by", "activated_at"])
    end(page_of(period), how="attivato", by=by, now=now)
    follow()
    _tell(_concerned(), period, by, "Un periodo elettorale è attivo", "ha attivato")
    _trace(Event.PERIOD_ACTIVATED, period, by, now)
    return period


@transaction.atomic
def settle_run_off(
    period: ElectoralPeriod, *, is_held: bool, read: str, by: User, now: datetime, follow: Follow = nothing
) -> ElectoralPeriod:
    """Settle, once, whether an active period of which nobody knew has a run-off. Raises CannotDecide.

    That there is none ends it sooner: as for annulling it, whoever activated it may not say so alone.
    """
    period = _as_read(period, read, State.ACTIVE, NOT_ACTIVE)
    _refuse("" if by.has_perm(ACTIVATE) else only(ACTIVATE))
    _refuse("" if period.run_off == RunOff.UNKNOWN else SETTLED)
    _refuse(SHORTENS if not is_held and by.pk == period.activated_by_id else "")
    period.run_off = RunOff.YES if is_held else RunOff.NO
    period.settled_by, period.settled_at = by, now
    period.save(update_fields=["run_off", "settled_by", "settled_at"])
    follow()
    _tell(_concerned(), period, by, "Il ballottaggio è deciso", "ha scritto se c'è il ballottaggio per")
    _trace(Event.RUN_OFF_SETTLED, period, by, now, run_off=str(period.run_off))
    return period


@transaction.atomic
def annul(
    period: ElectoralPeriod, *, read: str, by: User, now: datetime, reason: str, follow: Follow = nothing
) -> ElectoralPeriod:
    """Annul a period: it restricts us no more, and stays on record. Not by its activator. Raises CannotDecide."""
    period = _as_read(period, read)
    _refuse(why_not_annul(period, by))
    _refuse("" if reason.strip() else NO_REASON)
    period.state, period.annulled_by, period.annulled_at = State.ANNULLED, by, now
    period.annulled_reason = reason.strip()[:300]
    period.save(update_fields=["state", "annulled_by", "annulled_at", "annulled_reason"])
    end(page_of(period), how="annullato", by=by, now=now)
    follow()
    _tell(_concerned(), period, by, "Un periodo elettorale è annullato", "ha annullato")
    _trace(Event.PERIOD_ANNULLED, period, by, now)
    return period


@transaction.atomic
def add_acts(period: ElectoralPeriod, *, read: str, by: User, now: datetime) -> ElectoralPeriod:
    """Add acts of our own (OWN_ACTS) to an active period, as `period` has them now. Raises CannotDecide.

    What an act says stays. Who adds a standing order is kept: alone they authorise no emergency under it.
    """
    stored = _as_read(period, read, State.ACTIVE, NOT_ACTIVE)
    _refuse("" if by.has_perm(ACTIVATE) else only(ACTIVATE))
    added = [name for name in OWN_ACTS if getattr(period, name) != getattr(stored, name)]
    _refuse(KEPT if any(getattr(stored, name) for name in added) else "")
    if "standing_order_number" in added:
        period.standing_order_by = by
    period.save(update_fields=[*added, "standing_order_by"])
    _trace(Event.PERIOD_WRITTEN, period, by, now, acts=added)
    return period


@transaction.atomic
def note_order(period: ElectoralPeriod, *, note: str, read: str, by: User, now: datetime) -> ElectoralPeriod:
    """Add a note on an order of Agcom to an active period; what is noted there stays. Raises CannotDecide."""
    period = _as_read(period, read, State.ACTIVE, NOT_ACTIVE)
    _refuse("" if by.has_perm(ACTIVATE) else only(ACTIVATE))
    signed = f"{note.strip()}\n({display_name(by)}, {day_in_words(now)})"
    period.agcom_notes = "\n\n".join(filter(None, [period.agcom_notes, signed]))
    period.save(update_fields=["agcom_notes"])
    _trace(Event.AGCOM_ORDER, period, by, now)
    return period


def _locked(period: ElectoralPeriod, state: str = "", otherwise: str = "") -> ElectoralPeriod:
    """The row, locked until the transaction is over. Raises CannotDecide where it is in another state."""
    stored = ElectoralPeriod.objects.select_for_update(no_key=True).get(pk=period.pk)
    if state and stored.state != state:
        raise CannotDecide(otherwise)
    return stored


def _as_read(period: ElectoralPeriod, read: str, state: str = "", otherwise: str = "") -> ElectoralPeriod:
    """Lock a period for who decides on what they have `read`. Raises CannotDecide where it is not that any more."""
    stored = _locked(period, state, otherwise)
    _refuse(as_read.changed(stored, read))
    return stored


def _refuse(sentence: str) -> None:
    if sentence:
        raise CannotDecide(sentence)


def _concerned() -> QuerySet[User]:
    """Select everybody in the newsroom: who writes, approves and authorises."""
    return holders("elections.view_electoralperiod")


def page_of(period: ElectoralPeriod) -> str:
    """Return the path of a period's page; of the home page, where this site shows no periods."""
    try:
        return reverse("admin:elections_electoralperiod_change", args=[period.pk])
    except NoReverseMatch:
        return reverse("admin:index")


def _tell(
    able: QuerySet[User], period: ElectoralPeriod, by: User, subject: str, did: str, kind: Kind = Kind.KNOWN
) -> None:
    tell(
        able,
        subject=subject,
        sentence=f"{display_name(by)} {did} «{period.name}».",
        page=page_of(period),
        kind=kind,
        by=by,
    )


def _trace(event: Event, period: ElectoralPeriod, by: User, now: datetime, **details: Any) -> None:
    trail.record(event, by=by, now=now, about=f"periodo elettorale {period.pk}", details=details)
