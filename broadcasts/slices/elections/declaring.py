"""Declaring that a broadcast may leave during an electoral period, and deciding on it: who may, and each step traced.

Three people: who writes, who approves, who authorises. In an emergency, under a standing order of the period, who
authorises may also be who approves; another authoriser, who had no part in it, reviews it within 24 hours. No
emergency is exempt from being impersonal. A declaration is about one text and ends with its period.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from broadcasts.content.authorship import writers
from broadcasts.content.fingerprint import content_of, fingerprint_of
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.steps.transitions import record_event
from cascina_whatsapp.elections import active_periods
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.security import trail
from cascina_whatsapp.security.encryption import seals
from cascina_whatsapp.security.trail import Event

from . import rules, who_may
from .models import REVIEW_WITHIN, ElectionDeclaration
from .rules import Category

Outcome, Review, Step = ElectionDeclaration.Outcome, ElectionDeclaration.Review, CampaignEvent.Step
NO_PERIOD = "Non c'è nessun periodo elettorale: non serve dichiarare nulla."
NEEDS_NOTE = "Scrivi perché: la nota resta fra gli atti."
TEXT_CHANGED = "Il messaggio è cambiato."
POLLS_OVER = "Il periodo elettorale per cui valeva è finito."
CONTESTED = "Non confermata dal riesame."
LONGEST_NOTE = 300
CONDITIONS = ("impersonal", "indispensable", "not_deferrable")
"""The conditions of the law, by the two questions: what is indispensable now is not deferrable."""


class CannotDeclare(Exception):
    """The refusal of a declaration, or of a decision on it. `problems`: field → Italian sentence; "" is the whole."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


@transaction.atomic
def declare(
    *,
    campaign: Campaign,
    statement: Mapping[str, Any],
    by: User,
    now: datetime,
    periods: Sequence[ElectoralPeriod] = (),
) -> ElectionDeclaration:
    """Say of the broadcast as it is stored now that it may leave; who authorises is told. Raises CannotDeclare.

    `statement`: a colleague's answers, as `rules` names them. `periods`: those in which it would leave
    (gate.periods_of); without any, those ahead. A declaration about another text, or for a period that is
    over, is withdrawn herewith.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    _refuse(who_may.why_not_declare(campaign, by, now))
    is_urgent = statement["category"] == Category.EMERGENCY and campaign.is_urgent
    period = chosen(periods or active_periods.ahead(now), is_urgent)
    if period is None:
        raise CannotDeclare({"": NO_PERIOD})
    if found := rules.problems(statement):
        raise CannotDeclare(found)
    former = _withdraw_former(campaign, now)
    is_emergency = is_urgent and bool(period.standing_order_number)
    declaration = ElectionDeclaration.objects.create(
        campaign=campaign,
        period=period,
        **dict.fromkeys(CONDITIONS, True),
        category=statement["category"],
        reason=statement["reason"].strip(),
        fingerprint=fingerprint_of(campaign),
        content=content_of(campaign),
        is_emergency=is_emergency,
        standing_order=period.standing_order_number if is_emergency else "",
        declared_by=by,
        declared_at=now,
    )
    who_may.tell_authorisers(declaration, without={by.pk, *writers(campaign)})
    if former is not None:
        _note(former, Step.UNDECLARED, Event.ELECTION_WITHDRAWN, None, now)
    _note(declaration, Step.DECLARED, Event.ELECTION_DECLARED, by, now)
    return declaration


@transaction.atomic
def authorise(
    declaration: ElectionDeclaration, *, by: User, now: datetime, note: str = ""
) -> ElectionDeclaration:
    """Authorise a declared broadcast. Of "something else" a note says why. Raises CannotDeclare.

    One that was suspended goes on with the next tick (launching.suspending.release).
    """
    declaration = _locked(declaration)
    _refuse(who_may.why_not_authorise(declaration, by))
    if declaration.category == Category.OTHER:
        _refuse("" if note.strip() else NEEDS_NOTE, field="note")
    _decide(declaration, Outcome.AUTHORISED, by, now, note)
    seals.put(seals.Kind.AUTHORISATION, declaration)
    who_may.end_what_waited(declaration, "autorizzato", by, now)
    who_may.tell_decided(declaration, by)
    if declaration.is_emergency:
        who_may.tell_reviewers(declaration, without={by.pk, declaration.declared_by_id})
    _note(declaration, Step.AUTHORISED, Event.ELECTION_AUTHORISED, by, now)
    return declaration


@transaction.atomic
def refuse(declaration: ElectionDeclaration, *, by: User, now: datetime, note: str) -> ElectionDeclaration:
    """Refuse to let a declared broadcast leave; the note says why. Raises CannotDeclare."""
    declaration = _locked(declaration)
    _refuse(who_may.why_not_refuse(declaration, by))
    _refuse("" if note.strip() else NEEDS_NOTE, field="note")
    _decide(declaration, Outcome.REFUSED, by, now, note)
    who_may.end_what_waited(declaration, "non autorizzato", by, now)
    who_may.tell_decided(declaration, by)
    _note(declaration, Step.NOT_AUTHORISED, Event.ELECTION_REFUSED, by, now)
    return declaration


@transaction.atomic
def withdraw(
    declaration: ElectionDeclaration, *, by: User, now: datetime, reason: str = ""
) -> ElectionDeclaration:
    """Take back a declaration, or an authorisation: what is leaving by it leaves no more. Raises CannotDeclare."""
    declaration = _locked(declaration)
    _refuse(who_may.why_not_withdraw(declaration, by))
    _withdraw(declaration, by, now, reason.strip())
    _note(declaration, Step.UNDECLARED, Event.ELECTION_WITHDRAWN, by, now)
    return declaration


@transaction.atomic
def review(
    declaration: ElectionDeclaration, *, is_upheld: bool, by: User, now: datetime, note: str
) -> ElectionDeclaration:
    """Record that another authoriser has looked at an emergency. Raises CannotDeclare.

    One that is not upheld loses its authorisation: what has not left yet stays.
    """
    declaration = _locked(declaration)
    _refuse(who_may.why_not_review(declaration, by))
    _refuse("" if note.strip() else NEEDS_NOTE, field="note")
    declaration.review_outcome = Review.UPHELD if is_upheld else Review.CONTESTED
    declaration.reviewed_by, declaration.reviewed_at = by, now
    declaration.review_note = note.strip()[:LONGEST_NOTE]
    declaration.save(update_fields=["review_outcome", "reviewed_by", "reviewed_at", "review_note"])
    who_may.end_what_waited(declaration, "riesaminato", by, now)
    is_lost = not is_upheld and declaration.outcome == Outcome.AUTHORISED
    if is_lost:
        _withdraw(declaration, by, now, CONTESTED)
    who_may.tell_reviewed(declaration, by)
    if is_lost:
        _note(declaration, Step.UNDECLARED, Event.ELECTION_WITHDRAWN, by, now)
    _note(declaration, Step.EMERGENCY_REVIEWED, Event.EMERGENCY_REVIEWED, by, now)
    return declaration


@transaction.atomic
def alarm(now: datetime) -> int:
    """Tell reviewers and operators, once, of emergencies that nobody has reviewed in time; how many there are."""
    waiting = ElectionDeclaration.objects.unreviewed().filter(
        alarmed_at=None, decided_at__lte=now - REVIEW_WITHIN
    )
    late = list(waiting.select_for_update(of=("self",)).select_related("campaign"))
    for declaration in late:
        ElectionDeclaration.objects.filter(pk=declaration.pk).update(alarmed_at=now)
        who_may.alarm(declaration)
    return len(late)


def _locked(declaration: ElectionDeclaration) -> ElectionDeclaration:
    """Lock a declaration, with its broadcast, until the transaction is over."""
    Campaign.objects.select_for_update().get(pk=declaration.campaign_id)
    return ElectionDeclaration.objects.select_for_update().get(pk=declaration.pk)


def _refuse(sentence: str, *, field: str = "") -> None:
    if sentence:
        raise CannotDeclare({field: sentence})


def _decide(
    declaration: ElectionDeclaration, outcome: ElectionDeclaration.Outcome, by: User, now: datetime, note: str
) -> None:
    declaration.outcome, declaration.decided_by, declaration.decided_at = outcome, by, now
    declaration.note = note.strip()[:LONGEST_NOTE]
    declaration.save(update_fields=["outcome", "decided_by", "decided_at", "note"])


def _withdraw(declaration: ElectionDeclaration, by: User | None, now: datetime, reason: str) -> None:
    declaration.outcome, declaration.withdrawn_by, declaration.withdrawn_at = Outcome.WITHDRAWN, by, now
    declaration.withdrawn_reason = reason[:LONGEST_NOTE]
    declaration.save(update_fields=["outcome", "withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    who_may.end_what_waited(declaration, "ritirato", by, now)


def chosen(periods: Sequence[ElectoralPeriod], is_urgent: bool) -> ElectoralPeriod | None:
    """Choose the period that is declared for: the first, or in an emergency the first with a standing order."""
    with_order = [period for period in periods if is_urgent and period.standing_order_number]
    return next(iter([*with_order, *periods]), None)


def _withdraw_former(campaign: Campaign, now: datetime) -> ElectionDeclaration | None:
    former = ElectionDeclaration.objects.standing().filter(campaign=campaign).first()
    if former is not None:
        is_same = former.fingerprint == fingerprint_of(campaign)
        _withdraw(former, None, now, POLLS_OVER if is_same else TEXT_CHANGED)
    return former


def _note(
    declaration: ElectionDeclaration,
    what: CampaignEvent.Step,
    event: Event,
    by: User | None,
    now: datetime,
) -> None:
    """Note a step in the timeline, and in the trail; last of all, since the trail's end stays locked."""
    notes = {
        Step.DECLARED: declaration.get_category_display(),
        Step.UNDECLARED: declaration.withdrawn_reason,
        Step.EMERGENCY_REVIEWED: declaration.get_review_outcome_display(),
    }
    note, broadcast = str(notes.get(what, declaration.note)), declaration.campaign
    record_event(broadcast, what, by, now, note, fingerprint=declaration.fingerprint)
    details = {"declaration": declaration.pk, "period": declaration.period_id}
    trail.record(event, by=by, now=now, about=f"messaggio {declaration.campaign_id}", details=details)
