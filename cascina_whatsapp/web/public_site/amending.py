"""A published message is corrected by two people, as it was approved; one withdraws it at once, for a fixed reason.

A reason in the office's own words needs two people, whether the message is withdrawn already or not. The phones keep
what they got: whoever corrects decides by themselves whether a new broadcast is due. A town hall of one person may
say so by APPROVE_OWN_BROADCASTS; where somebody else could approve, that counts for nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from broadcasts import launching, outlets
from broadcasts.content.published import published
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.rules import occasions
from broadcasts.rules.occasions import Occasion
from cascina_whatsapp.accounts.staff_notices.notifying import Kind, display_name, end, holders, people, tell
from cascina_whatsapp.elections import holding
from cascina_whatsapp.security import as_read, free_words, trail
from cascina_whatsapp.security.encryption import seals
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
WAITING = "C'è già una proposta che aspetta una seconda persona: prima va decisa quella."
DECIDED = "Su questa proposta è già stato deciso."
SAME = "È tutto come prima: cambia quello che era sbagliato."
OWN = "Chi ha fatto la proposta non può approvarla: serve un'altra persona."
NOT_ALLOWED = "Il tuo account non può farlo."
REASONS = (
    "Non vale più.",
    "Conteneva un errore.",
    "È stato mandato per sbaglio.",
    "L'evento è annullato.",
    "L'evento è rinviato.",
    "La situazione è tornata normale.",
    "C'è un messaggio più recente.",
)
"""All that one person alone may say of a withdrawal."""
NO_REASON = "Scegli il motivo dall'elenco: lo leggono tutti. Con altre parole serve una seconda persona."
ELECTIONS = (
    "Vale un periodo elettorale: parole nuove le approva solo chi è nel gruppo Autorizzatore elettorale."
)


class CannotAmend(Exception):
    """The reason why an amendment can't be made, in Italian."""


@dataclass(frozen=True)
class Words:
    """The words of a correction: what was wrong, and the words from now on. Of a withdrawal only why."""

    reason: str
    title: str = ""
    body: str = ""
    occasion: dict[str, str] | None = None
    """The event (rules.occasions, `parts`); None of a message that announces none."""


def waiting(campaign: Campaign) -> ProposedCorrection | None:
    """The correction of this message that nobody has decided on."""
    return ProposedCorrection.objects.filter(campaign=campaign, outcome=Outcome.OPEN).first()


@transaction.atomic
def propose(campaign: Campaign, words: Words, *, by: User, now: datetime) -> ProposedCorrection:
    """Propose a correction, or why a message is withdrawn; nothing changes on the page yet. Raises CannotAmend."""
    campaign = _locked(campaign, now, but_withdrawn=not words.title)
    if not may_propose(by):
        raise CannotAmend(NOT_ALLOWED)
    if waiting(campaign):
        raise CannotAmend(WAITING)
    if _says_the_same(words, campaign):
        raise CannotAmend(SAME)
    if problem := free_words.problem_in(words.reason):
        raise CannotAmend(problem)
    proposal = ProposedCorrection.objects.create(
        campaign=campaign, **vars(words), proposed_by=by, proposed_at=now
    )
    seals.put(seals.Kind.CORRECTION, proposal)
    _tell_approvers(proposal, now)
    _trace(Event.CORRECTION_PROPOSED, campaign, by, now, proposal=proposal.pk)
    return proposal


@transaction.atomic
def approve(proposal: ProposedCorrection, *, read: str, by: User, now: datetime) -> Amendment:
    """Approve a proposal: from now on page and outlets tell it, and what was wrong. Raises CannotAmend."""
    campaign = _locked(proposal.campaign, now, but_withdrawn=proposal.is_withdrawal)
    proposal = _open(proposal, read)
    if objection := why_not_approve(proposal, by, now):
        raise CannotAmend(objection)
    if not seals.holds(seals.Kind.CORRECTION, proposal):
        raise CannotAmend(seals.ALTERED)
    words = Words(proposal.reason, proposal.title, proposal.body, proposal.occasion)
    amendment = _amend(campaign, words, written_by=proposal.proposed_by, by=by, now=now, proposal=proposal.pk)
    _decide(proposal, Outcome.APPROVED, by, now)
    _tell_proposer(proposal, by)
    return amendment


@transaction.atomic
def put_aside(proposal: ProposedCorrection, *, read: str, by: User, now: datetime) -> ProposedCorrection:
    """Withdraw one's own proposal, or send somebody else's back. Raises CannotAmend."""
    proposal = _open(proposal, read)
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

    One person is enough, as for a pause: what is wrong must not wait. So the reason is one of the list, in an
    electoral period too. A correction that waits is put aside; words about the withdrawal still wait.
    """
    campaign = _locked(campaign, now)
    if not by.has_perm(MAY_WITHDRAW):
        raise CannotAmend(NOT_ALLOWED)
    if reason not in REASONS:
        raise CannotAmend(NO_REASON)
    amendment = _amend(campaign, Words(reason), written_by=by, by=by, now=now)
    if (proposal := waiting(campaign)) and not proposal.is_withdrawal:
        _decide(proposal, Outcome.REFUSED, by, now)
        _tell_proposer(proposal, by)
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


def withdrawal_of(campaign: Campaign) -> Amendment | None:
    """Return the withdrawal of this message, with the reason that is told now; None where it holds."""
    return Amendment.objects.filter(campaign=campaign, kind=Amendment.Kind.WITHDRAWAL).last()


def _amend(
    campaign: Campaign, words: Words, *, written_by: User, by: User, now: datetime, **details: int
) -> Amendment:
    """Write down a correction, or a withdrawal where there are no new words, and have the outlets tell it."""
    is_withdrawal = not words.title
    amendment = Amendment.objects.create(
        campaign=campaign,
        kind=Amendment.Kind.WITHDRAWAL if is_withdrawal else Amendment.Kind.CORRECTION,
        **vars(words),
        written_by=written_by,
        approved_by=by,
        at=now,
    )
    title, body = current_words(campaign)
    outlets.amend(campaign, title=title, body=body, reason=words.reason, is_withdrawal=is_withdrawal)
    if is_withdrawal:
        launching.stop_withdrawn(campaign=campaign, by=by, now=now, reason=words.reason)
        _tell_withdrawn(campaign, words.reason, by)
    else:
        launching.record_event(campaign, CampaignEvent.Step.MESSAGE_CORRECTED, by, now, words.reason)
    _trace(
        Event.MESSAGE_WITHDRAWN if is_withdrawal else Event.MESSAGE_CORRECTED, campaign, by, now, **details
    )
    return amendment


def _says_the_same(words: Words, campaign: Campaign) -> bool:
    if not words.title:
        told = withdrawal_of(campaign)
        return told is not None and told.reason == words.reason
    is_same_event = words.occasion in (None, current_occasion(campaign).parts)
    return is_same_event and (words.title, words.body) == current_words(campaign)


def _approving(now: datetime) -> str:
    return IN_AN_ELECTION if holding.holds(now) else MAY_APPROVE


def _locked(campaign: Campaign, now: datetime, *, but_withdrawn: bool = False) -> Campaign:
    """Lock a message until the transaction is over: one writer at a time. Raises CannotAmend.

    `but_withdrawn`: it may be withdrawn already, since only the reason of that changes.
    """
    locked: Campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not published(now).filter(pk=locked.pk).exists():
        raise CannotAmend(NOT_PUBLISHED)
    if not but_withdrawn and withdrawal_of(locked):
        raise CannotAmend(WITHDRAWN)
    return locked


def _open(proposal: ProposedCorrection, read: str) -> ProposedCorrection:
    locked = ProposedCorrection.objects.select_for_update().get(pk=proposal.pk)
    if locked.outcome != Outcome.OPEN:
        raise CannotAmend(DECIDED)
    if problem := as_read.changed(locked, read):
        raise CannotAmend(problem)
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
        subject="Una proposta su un messaggio pubblicato aspetta l'approvazione",
        sentence=f"{display_name(proposal.proposed_by)} propone {proposal.in_words} «{proposal.campaign}».",
        page=_page(proposal.campaign),
        kind=Kind.WAITS,
    )


def _tell_proposer(proposal: ProposedCorrection, by: User) -> None:
    outcome = "approvata" if proposal.outcome == Outcome.APPROVED else "rimandata"
    tell(
        [proposal.proposed_by] if proposal.proposed_by_id != by.pk else [],
        subject=f"Una tua proposta è stata {outcome}",
        sentence=f"{display_name(by)} ha deciso sulla tua proposta per «{proposal.campaign}»: {outcome}.",
        page=_page(proposal.campaign),
        by_email=False,
    )


def _tell_withdrawn(campaign: Campaign, reason: str, by: User) -> None:
    """Tell who wrote and who approves that one person has withdrawn a message."""
    concerned = {*holders(MAY_APPROVE), *people([campaign.author_id])} - {by}
    tell(
        concerned,
        subject="Un messaggio pubblicato è stato ritirato",
        sentence=f"{display_name(by)} ha ritirato «{campaign}» dalle pagine pubbliche: {reason}",
        page=_page(campaign),
    )


def _trace(event: Event, campaign: Campaign, by: User, now: datetime, **details: int) -> None:
    trail.record(event, by=by, now=now, about=f"messaggio {campaign.pk}", details=details)
