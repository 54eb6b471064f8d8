# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A published message is corrected by two people, as it was approved; one of them may withdraw it at once.

The phones keep what they got: whoever corrects decides by themselves whether a new broadcast is due. A town hall of
one person may say so by APPROVE_OWN_BROADCASTS; where somebody else could approve, that counts for nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from broadcasts import outlets
from broadcasts.content.published import published
from broadcasts.models import Campaign
from broadcasts.rules import occasions
from broadcasts.rules.occasions import Occasion
from cascina_whatsapp.accounts.staff_notices.notifying import Kind, display_name, end, holders, people, tell
from cascina_whatsapp.elections import holding
from cascina_whatsapp.security import trail
from cascina_whatsapp.security.trail import Event

from .models import Amendment, ProposedCorrection

Outcome = ProposedCorrection.Outcome
MAY_PROPOSE = ("broadcasts.change_campaign", "broadcasts.launch_campaign")
"""One of them is enough."""
MAY_APPROVE = "broadcasts.launch_campaign"
MAY_WITHDRAW = "broadcasts.steer_campaign"
IN_AN_ELECTION = "elections.authorise_text"
"""The right of who alone decides what is said anew in an electoral period (law 28/2000, article 9)."""
NOT_PUBLISHED = "Questo messaggio non è fra quelli pubblicati: non c'è nulla da correggere."
WITHDRAWN = "Il messaggio è stato ritirato: non si corregge più."
WAITING = "C'è già una correzione che aspetta una seconda persona: prima va decisa quella."
DECIDED = "Su questa correzione è già stato deciso."
SAME = "È tutto come prima: cambia quello che era sbagliato."
OWN = "Chi ha proposto la correzione non può approvarla: serve un'altra persona."
NOT_ALLOWED = "Il tuo account non può farlo."
ELECTIONS = (
    "Vale un periodo elettorale: una correzione la approva solo chi è nel gruppo Autorizzatore elettorale."
)


class CannotAmend(Exception):
    """The reason why an amendment can't be made, in Italian."""


@dataclass(frozen=True)
class Words:
    """The words of a correction: what was wrong, and the words from now on."""

    reason: str
    title: str
    body: str
    occasion: dict[str, str] | None = None
    """The event (rules.occasions, `parts`); None of a message that announces none."""


def waiting(campaign: Campaign) -> ProposedCorrection | None:
    """The correction of this message that nobody has decided on."""
    return ProposedCorrection.objects.filter(campaign=campaign, outcome=Outcome.OPEN).first()


@transaction.atomic
def propose(campaign: Campaign, words: Words, *, by: User, now: datetime) -> ProposedCorrection:
    """Propose a correction; nothing changes on the page yet. Raises CannotAmend."""
    campaign = _locked(campaign, now)
    if not may_propose(by):
        raise CannotAmend(NOT_ALLOWED)
    if waiting(campaign):
        raise CannotAmend(WAITING)
    if _says_the_same(words, campaign):
        raise CannotAmend(SAME)
    proposal = ProposedCorrection.objects.create(
        campaign=campaign, **vars(words), proposed_by=by, proposed_at=now
    )
    _tell_approvers(proposal, now)
    _trace(Event.CORRECTION_PROPOSED, campaign, by, now, proposal=proposal.pk)
    return proposal


@transaction.atomic
def approve(proposal: ProposedCorrection, *, by: User, now: datetime) -> Amendment:
    """Approve a correction: from now on page and outlets tell it, and what was wrong. Raises CannotAmend."""
    campaign = _locked(proposal.campaign, now)
    proposal = _open(proposal)
    if objection := why_not_approve(proposal, by, now):
        raise CannotAmend(objection)
    amendment = Amendment.objects.create(
        campaign=campaign,
        kind=Amendment.Kind.CORRECTION,
        reason=proposal.reason,
        title=proposal.title,
        body=proposal.body,
        occasion=proposal.occasion,
        written_by=proposal.proposed_by,
        approved_by=by,
        at=now,
    )
    outlets.amend(
        campaign, title=proposal.title, body=proposal.body, reason=proposal.reason, is_withdrawal=False
    )
    _decide(proposal, Outcome.APPROVED, by, now)
    _tell_proposer(proposal, by)
    _trace(Event.MESSAGE_CORRECTED, campaign, by, now, proposal=proposal.pk)
    return amendment


@transaction.atomic
def put_aside(proposal: ProposedCorrection, *, by: User, now: datetime) -> ProposedCorrection:
    """Withdraw one's own proposal, or send somebody else's back. Raises CannotAmend."""
    proposal = _open(proposal)
    is_own = proposal.proposed_by_id == by.pk
    if not (is_own or by.has_perm(_approving(now))):
        raise CannotAmend(NOT_ALLOWED)
    _decide(proposal, Outcome.WITHDRAWN if is_own else Outcome.REFUSED, by, now)
    _tell_proposer(proposal, by)
    _trace(Event.CORRECTION_PUT_ASIDE, proposal.campaign, by, now, proposal=proposal.pk)
    return proposal


@transaction.atomic
def withdraw(campaign: Campaign, reason: str, *, by: User, now: datetime) -> Amendment:
    """Withdraw a message: from now on the page says that it holds no more, and why. Raises CannotAmend.

    One person is enough, as for a pause: what is wrong must not wait. A correction that waits is put aside.
    """
    campaign = _locked(campaign, now)
    if not by.has_perm(MAY_WITHDRAW):
        raise CannotAmend(NOT_ALLOWED)
    if not reason.strip():
        raise CannotAmend("Scrivi perché: lo leggono tutti.")
    amendment = Amendment.objects.create(
        campaign=campaign,
        kind=Amendment.Kind.WITHDRAWAL,
        reason=reason.strip(),
        written_by=by,
        approved_by=by,
        at=now,
    )
    title, body = current_words(campaign)
    outlets.amend(campaign, title=title, body=body, reason=reason.strip(), is_withdrawal=True)
    if proposal := waiting(campaign):
        _decide(proposal, Outcome.REFUSED, by, now)
        _tell_proposer(proposal, by)
    _tell_withdrawn(campaign, reason, by)
    _trace(Event.MESSAGE_WITHDRAWN, campaign, by, now)
    return amendment


def may_propose(user: User) -> bool:
    """Tell whether this person writes or approves messages."""
    return any(user.has_perm(permission) for permission in MAY_PROPOSE)


def why_not_approve(proposal: ProposedCorrection, by: User, now: datetime) -> str:
    """Say in Italian why a person may not approve a proposed correction; "" where they may."""
    needed = _approving(now)
    if not by.has_perm(needed):
        return ELECTIONS if needed == IN_AN_ELECTION else NOT_ALLOWED
    if proposal.proposed_by_id != by.pk:
        return ""
    alone = settings.APPROVE_OWN_BROADCASTS and not holders(needed).exclude(pk=by.pk).exists()
    return "" if alone else OWN


def current_words(campaign: Campaign) -> tuple[str, str]:
    """Return the title and text that the page says now."""
    last = Amendment.objects.filter(campaign=campaign, kind=Amendment.Kind.CORRECTION).last()
    return (last.title, last.body) if last else (campaign.title, campaign.body)


def current_occasion(campaign: Campaign) -> Occasion:
    """The event that the page announces now."""
    told = Amendment.objects.filter(campaign=campaign, occasion__isnull=False).last()
    return campaign.occasion if told is None or told.occasion is None else occasions.read(told.occasion)


def _says_the_same(words: Words, campaign: Campaign) -> bool:
    is_same_event = words.occasion in (None, current_occasion(campaign).parts)
    return is_same_event and (words.title, words.body) == current_words(campaign)


def _approving(now: datetime) -> str:
    return IN_AN_ELECTION if holding.holds(now) else MAY_APPROVE


def _locked(campaign: Campaign, now: datetime) -> Campaign:
    """Lock a message until the transaction is over: one writer at a time. Raises CannotAmend."""
    locked: Campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not published(now).filter(pk=locked.pk).exists():
        raise CannotAmend(NOT_PUBLISHED)
    if Amendment.objects.filter(campaign=locked, kind=Amendment.Kind.WITHDRAWAL).exists():
        raise CannotAmend(WITHDRAWN)
    return locked


def _open(proposal: ProposedCorrection) -> ProposedCorrection:
    locked = ProposedCorrection.objects.select_for_update().get(pk=proposal.pk)
    if locked.outcome != Outcome.OPEN:
        raise CannotAmend(DECIDED)
    return locked


def _decide(proposal: ProposedCorrection, outcome: Outcome, by: User, now: datetime) -> None:
    proposal.outcome, proposal.decided_by, proposal.decided_at = outcome, by, now
    proposal.save(update_fields=["outcome", "decided_by", "decided_at"])
    end(_page(proposal.campaign), how=proposal.get_outcome_display().lower(), by=by, now=now)


def _page(campaign: Campaign) -> str:
    return reverse("admin:broadcasts_campaign_public", args=[campaign.pk])


def _tell_approvers(proposal: ProposedCorrection, now: datetime) -> None:
    tell(
        holders(_approving(now)).exclude(pk=proposal.proposed_by_id),
        subject="Una correzione aspetta l'approvazione",
        sentence=f"{display_name(proposal.proposed_by)} propone di correggere «{proposal.campaign}».",
        page=_page(proposal.campaign),
        kind=Kind.WAITS,
    )


def _tell_proposer(proposal: ProposedCorrection, by: User) -> None:
    outcome = "approvata" if proposal.outcome == Outcome.APPROVED else "rimandata"
    tell(
        [proposal.proposed_by] if proposal.proposed_by_id != by.pk else [],
        subject=f"Una tua correzione è stata {outcome}",
        sentence=f"{display_name(by)} ha deciso sulla correzione di «{proposal.campaign}»: {outcome}.",
        page=_page(proposal.campaign),
        by_email=False,
    )


def _tell_withdrawn(campaign: Campaign, reason: str, by: User) -> None:
    """Tell who wrote and who approves that one person has withdrawn a message."""
    concerned = {*holders(MAY_APPROVE), *people([campaign.author_id])} - {by}
    tell(
        concerned,
        subject="Un messaggio pubblicato è stato ritirato",
        sentence=f"{display_name(by)} ha ritirato «{campaign}» dalle pagine pubbliche: {reason.strip()}",
        page=_page(campaign),
    )


def _trace(event: Event, campaign: Campaign, by: User, now: datetime, **details: int) -> None:
    trail.record(event, by=by, now=now, about=f"messaggio {campaign.pk}", details=details)
