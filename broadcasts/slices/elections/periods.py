"""The decisions on a period: one person writes it, another activates it, a third may annul it. Each is traced.

What follows for broadcasts is done in the same transaction: it stops what is leaving, or lets go on what was stopped.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from broadcasts.launching import suspending
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.steps.plan import Plan
from cascina_whatsapp.accounts.staff_notices.notifying import Kind, display_name, end, holders, only, tell
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.elections.rules import RunOff
from cascina_whatsapp.presentation.formatting.dates import day_in_words
from cascina_whatsapp.security import as_read, trail
from cascina_whatsapp.security.trail import Event

from .in_words import page_of
from .models import is_authorised
from .who_may import ACTIVATE

State = ElectoralPeriod.State
ANNUL = "elections.annul_electoralperiod"
NEWSROOM = "elections.view_electoralperiod"
"""The right of who writes, approves and authorises: they are told."""
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
def activate(period: ElectoralPeriod, *, read: str, by: User, now: datetime) -> int:
    """Activate a period, and suspend at once what is leaving or due and not authorised; return how many.

    From now on it restricts us, between its own moments. What left before, where its start is past, is listed on its
    page (`sent_in_period.left_inside`). Raises CannotDecide.
    """
    period = _as_read(period, read, State.DRAFT, NO_DRAFT)
    _refuse(why_not_activate(period, by))
    period.state, period.activated_by, period.activated_at = State.ACTIVE, by, now
    period.save(update_fields=["state", "activated_by", "activated_at"])
    end(page_of(period), how="attivato", by=by, now=now)
    suspended = suspending.suspend_due(now)  # before the trace, whose end stays locked after it
    _tell(holders(NEWSROOM), period, by, "Un periodo elettorale è attivo", "ha attivato")
    _trace(Event.PERIOD_ACTIVATED, period, by, now)
    return suspended


@transaction.atomic
def settle_run_off(period: ElectoralPeriod, *, is_held: bool, read: str, by: User, now: datetime) -> int:
    """Settle, once, whether an active period of which nobody knew has a run-off; return how many broadcasts go on.

    That there is none ends it sooner: as for annulling it, whoever activated it may not say so alone. Raises
    CannotDecide.
    """
    period = _as_read(period, read, State.ACTIVE, NOT_ACTIVE)
    _refuse("" if by.has_perm(ACTIVATE) else only(ACTIVATE))
    _refuse("" if period.run_off == RunOff.UNKNOWN else SETTLED)
    _refuse(SHORTENS if not is_held and by.pk == period.activated_by_id else "")
    period.run_off = RunOff.YES if is_held else RunOff.NO
    period.settled_by, period.settled_at = by, now
    period.save(update_fields=["run_off", "settled_by", "settled_at"])
    released = suspending.release(now)
    _tell(holders(NEWSROOM), period, by, "Il ballottaggio è deciso", "ha scritto se c'è il ballottaggio per")
    _trace(Event.RUN_OFF_SETTLED, period, by, now, run_off=str(period.run_off))
    return released


@transaction.atomic
def annul(period: ElectoralPeriod, *, read: str, by: User, now: datetime, reason: str) -> int:
    """Annul a period: it restricts us no more, and stays on record. Not by its activator. Raises CannotDecide.

    What none holds back any more goes on or, late by now, is paused; return how many.
    """
    period = _as_read(period, read)
    _refuse(why_not_annul(period, by))
    _refuse("" if reason.strip() else NO_REASON)
    period.state, period.annulled_by, period.annulled_at = State.ANNULLED, by, now
    period.annulled_reason = reason.strip()[:300]
    period.save(update_fields=["state", "annulled_by", "annulled_at", "annulled_reason"])
    end(page_of(period), how="annullato", by=by, now=now)
    released = suspending.release(now)
    _tell(holders(NEWSROOM), period, by, "Un periodo elettorale è annullato", "ha annullato")
    _trace(Event.PERIOD_ANNULLED, period, by, now)
    return released


@transaction.atomic
def add_acts(period: ElectoralPeriod, *, read: str, by: User, now: datetime) -> None:
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


@transaction.atomic
def note_order(period: ElectoralPeriod, *, note: str, read: str, by: User, now: datetime) -> None:
    """Add a note on an order of Agcom to an active period; what is noted there stays. Raises CannotDecide."""
    period = _as_read(period, read, State.ACTIVE, NOT_ACTIVE)
    _refuse("" if by.has_perm(ACTIVATE) else only(ACTIVATE))
    signed = f"{note.strip()}\n({display_name(by)}, {day_in_words(now)})"
    period.agcom_notes = "\n\n".join(filter(None, [period.agcom_notes, signed]))
    period.save(update_fields=["agcom_notes"])
    _trace(Event.AGCOM_ORDER, period, by, now)


def foresee(period: ElectoralPeriod, now: datetime) -> dict[str, Any]:
    """Foresee which broadcasts a period would suspend, for the page that activates it; authorised ones are left out.

    `suspended`: those that leave now, or are due, and stop at once. `inside`: those that would leave, or go on
    leaving, while it holds, each with the moment of its first message inside. Two queries, and some ten more for each
    broadcast that is waiting or on its way.
    """
    if not period.applies_to_us or period.is_over(now):
        return {"suspended": [], "inside": []}
    open_to_us = Campaign.objects.exclude(is_authorised(now)).order_by("pk")
    suspended = list(open_to_us.leaving(now)) if period.span.holds_at(now) else []
    planned = open_to_us.filter(status__in=(C.IN_REVIEW, C.APPROVED, C.SENDING)).exclude(
        pk__in=[campaign.pk for campaign in suspended]
    )
    windows = [(campaign, *Plan(campaign, now).window) for campaign in planned]
    inside = [
        (campaign, max(first, period.span.starts_at))
        for campaign, first, last in windows
        if period.span.meets(first, last)
    ]
    return {"suspended": suspended, "inside": sorted(inside, key=lambda one: (one[1], one[0].pk))}


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
