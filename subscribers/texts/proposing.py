"""New words come into force by two people's hands: one proposes them, another approves, as for a broadcast.

A town hall of one person may say so by APPROVE_OWN_BROADCASTS; where somebody else could approve, that counts for
nothing.
"""

from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from cascina_whatsapp.accounts.staff_notices.notifying import Kind, display_name, end, holders, tell
from cascina_whatsapp.elections import holding
from cascina_whatsapp.security import as_read, trail
from cascina_whatsapp.security.encryption import seals
from cascina_whatsapp.security.trail import Event
from subscribers.models import Proposal, ServiceText, TextProposal

from .catalogue import CATALOGUE
from .versions import CannotWrite, Draft, future, next_version, problems, save

Outcome = Proposal.Outcome
Proposed = TypeVar("Proposed", bound=Proposal)
APPROVE = "approve_servicetext"
MAY_APPROVE = f"subscribers.{APPROVE}"
OWN = "Chi ha proposto il testo non può approvarlo: serve un'altra persona."
WAITING = "C'è già una versione proposta, che aspetta una seconda persona: prima va decisa quella."
DECIDED = "Su questa proposta è già stato deciso."
AUTHORISE = "elections.authorise_text"
ELECTIONS = (
    "Vale un periodo elettorale: un testo del servizio lo mette in vigore solo chi è nel gruppo Autorizzatore "
    "elettorale."
)
NOT_ALLOWED = "Il tuo account non può mettere in vigore i testi."


def waiting(key: str) -> TextProposal | None:
    """The proposal for this text that nobody has decided on."""
    return TextProposal.objects.filter(key=key, outcome=Outcome.OPEN).first()


def latest_put_aside(text: ServiceText) -> TextProposal | None:
    """Find words that were sent back or withdrawn since the last version: the next attempt begins there."""
    last = TextProposal.objects.filter(key=text.key).first()
    return last if last and last.outcome in (Outcome.REFUSED, Outcome.WITHDRAWN) else None


@transaction.atomic
def propose(text: ServiceText, draft: Draft, *, by: User, now: datetime, tells: bool = True) -> TextProposal:
    """Propose `draft` as the next version of a text, or as the one to come. Raises CannotWrite.

    `tells`: whether colleagues are told of this one by itself.
    """
    list(ServiceText.objects.select_for_update().filter(key=text.key))  # one writer of a text at a time
    if waiting(text.key):
        raise CannotWrite([WAITING])
    if found := problems(text, draft, now):
        raise CannotWrite(found)
    proposal = TextProposal.objects.create(
        key=text.key,
        body=draft.body,
        note=draft.note,
        starts=draft.starts,
        seen=draft.seen,
        proposed_by=by,
        proposed_at=now,
    )
    seals.put(seals.Kind.WORDS, proposal)
    if tells:
        _tell_approvers(proposal)
    _trace(Event.TEXT_CHANGED, proposal, by, now)
    return proposal


@transaction.atomic
def approve(proposal: TextProposal, *, read: str, by: User, now: datetime, tells: bool = True) -> ServiceText:
    """Make a proposal a version of the text, written by its proposer. Raises CannotWrite. `tells`: see `propose`."""
    proposal = locked(proposal, read)
    if objection := why_not_approve(proposal, by, now):
        raise CannotWrite([objection])
    if not seals.holds(seals.Kind.WORDS, proposal):
        raise CannotWrite([seals.ALTERED])
    starts = proposal.starts if proposal.starts and proposal.starts > now else None
    draft = Draft(body=proposal.body, note=proposal.note, starts=starts, seen=proposal.seen)
    text = future(proposal.key, now) or next_version(proposal.key)
    save(text, draft, by=proposal.proposed_by, now=now)
    decide(proposal, Outcome.APPROVED, by, now)
    end(_page_of(proposal), how="approvato", by=by, now=now)
    if tells:
        _tell_proposer(proposal, by)
    _trace(Event.TEXT_IN_FORCE, proposal, by, now, version=text.version)
    return text


@transaction.atomic
def put_aside(proposal: TextProposal, *, read: str, by: User, now: datetime) -> TextProposal:
    """Withdraw one's own proposal, or send somebody else's back. Raises CannotWrite."""
    proposal = locked(proposal, read)
    is_own = proposal.proposed_by_id == by.pk
    if not (is_own or by.has_perm(MAY_APPROVE)):
        raise CannotWrite([NOT_ALLOWED])
    decide(proposal, Outcome.WITHDRAWN if is_own else Outcome.REFUSED, by, now)
    end(_page_of(proposal), how="ritirato" if is_own else "rimandato", by=by, now=now)
    _tell_proposer(proposal, by)
    _trace(Event.TEXT_WITHDRAWN, proposal, by, now)
    return proposal


def why_not_approve(proposal: TextProposal, by: User, now: datetime) -> str:
    """Say in Italian why a person may not approve a proposed text; "" where they may.

    While an electoral period holds, what the service says is changed by who authorises alone (law 28/2000, art. 9).
    """
    if not by.has_perm(MAY_APPROVE):
        return NOT_ALLOWED
    if held_back := election_notice(by, max(proposal.starts or now, now)):
        return held_back
    return "" if is_second(proposal, by, APPROVE) else OWN


def is_second(proposal: Proposal, by: User, right: str) -> bool:
    """Tell whether a person proposed nothing of this, or nobody else could approve. `right`: the codename."""
    return proposal.proposed_by_id != by.pk or (
        settings.APPROVE_OWN_BROADCASTS and not others(by, right).exists()
    )


def election_notice(by: User, moment: datetime) -> str:
    """Say that in an electoral period only authorisers change texts; "" for them, and at other moments.

    `moment`: when the words come into force.
    """
    return ELECTIONS if not by.has_perm(AUTHORISE) and holding.holds(moment) else ""


def others(than: User, right: str) -> QuerySet[User]:
    """Select the colleagues who have this right, too."""
    granted = Permission.objects.filter(content_type__app_label="subscribers", codename=right)
    may = Q(is_superuser=True) | Q(groups__permissions__in=granted) | Q(user_permissions__in=granted)
    return User.objects.filter(may, is_active=True).exclude(pk=than.pk).distinct()


def locked(proposal: Proposed, read: str) -> Proposed:
    """Lock a proposal until the transaction is over. Raises CannotWrite: it is decided, or not what was read."""
    found = type(proposal)._default_manager.select_for_update().get(pk=proposal.pk)
    if found.outcome != Outcome.OPEN:
        raise CannotWrite([DECIDED])
    if problem := as_read.changed(found, read):
        raise CannotWrite([problem])
    return found


def decide(proposal: Proposal, outcome: Proposal.Outcome, by: User, now: datetime) -> None:
    """Write down who decided what on a proposal."""
    proposal.outcome, proposal.decided_by, proposal.decided_at = outcome, by, now
    proposal.save(update_fields=["outcome", "decided_by", "decided_at"])


def _tell_approvers(proposal: TextProposal) -> None:
    """Tell approvers that new words wait for a second person."""
    tell(
        holders(MAY_APPROVE).exclude(pk=proposal.proposed_by_id),
        subject="Un testo del servizio aspetta l'approvazione",
        sentence=f"{display_name(proposal.proposed_by)} propone parole nuove per «{CATALOGUE[proposal.key].label}».",
        page=_page_of(proposal),
        kind=Kind.WAITS,
    )


def _page_of(proposal: TextProposal) -> str:
    """Return the address of the page on which a proposal is decided."""
    return f"{reverse('admin:subscribers_servicetext_add')}?key={proposal.key}"


def _tell_proposer(proposal: TextProposal, by: User) -> None:
    """Tell the proposer that somebody else decided on their text."""
    outcome = "approvata" if proposal.outcome == Outcome.APPROVED else "rimandata"
    tell(
        [proposal.proposed_by] if proposal.proposed_by_id != by.pk else [],
        subject=f"Una tua proposta di testo è stata {outcome}",
        sentence=f"{display_name(by)} ha deciso sulle parole nuove di «{CATALOGUE[proposal.key].label}»: {outcome}.",
        page=reverse("admin:subscribers_servicetext_changelist"),
        by_email=False,
    )


def _trace(event: Event, proposal: TextProposal, by: User, now: datetime, **details: int) -> None:
    told = {"proposal": proposal.pk, "proposed_by": proposal.proposed_by_id, **details}
    trail.record(event, by=by, now=now, about=f"testo {proposal.key}", details=told)
