"""Changes that take two people: one asks, another decides on what they have read.

A `Kind` says what it is about. Who may decide, the lock, the comparison with what was read, the telling and the trail
are here and nowhere else. A town hall of one person may say so by APPROVE_OWN_BROADCASTS; where somebody else could
decide, that counts for nothing.
"""

from abc import ABC, abstractmethod
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils.text import capfirst

from cascina_whatsapp.security import as_read, trail
from cascina_whatsapp.security.encryption import seals
from cascina_whatsapp.security.trail import Event

from .models import Proposal
from .staff_notices.notifying import Kind as Notice
from .staff_notices.notifying import display_name, end, holders, only, tell

Outcome = Proposal.Outcome
OWN = "Chi l'ha proposto non può approvarlo: serve un'altra persona."
WAITING = "C'è già una proposta che aspetta una seconda persona: prima va decisa quella."
DECIDED = "Su questa proposta è già stato deciso."


class CannotDecide(Exception):
    """A change that can't be asked for, or decided, like that; `args` say why, in Italian sentences."""


class Kind(ABC):
    """A kind of what takes two: the hooks that differ, and the steps that do not."""

    name: ClassVar[str]
    noun: ClassVar[str]
    """The trail's word for its target."""
    decides: ClassVar[str]
    """The permission of who decides."""
    reads: ClassVar[tuple[str, ...]]
    """The permissions of who may read what waits; one is enough."""
    lists: ClassVar[type[Model]]
    """The model whose list leads here."""
    events: ClassVar[tuple[Event, Event, Event]]
    """Asked, approved, put aside."""

    @abstractmethod
    def what(self, proposal: Proposal) -> str:
        """Say what would be done, after "propone di": "cambiare l'argomento «Sport»"."""

    @abstractmethod
    def rows(self, proposal: Proposal) -> list[tuple[str, str, str]]:
        """List what changes: its name, the words before, the words after."""

    @abstractmethod
    def follows(self, proposal: Proposal) -> list[str]:
        """Say what to know before deciding."""

    def back(self, proposal: Proposal) -> str:
        """Return the path of the page to go on from: its list."""
        return reverse(f"admin:{self.lists._meta.app_label}_{self.lists._meta.model_name}_changelist")

    @abstractmethod
    def lock(self, target: str) -> None:
        """Lock what it is about until the transaction is over."""

    @abstractmethod
    def before(self, proposal: Proposal) -> object:
        """Return what holds now: what its page shows beside the proposal."""

    @abstractmethod
    def apply(self, proposal: Proposal, by: User, now: datetime) -> str:
        """Let it hold; return what to say. Raises CannotDecide where it does not fit any more."""

    def right(self, now: datetime) -> str:
        """Return the permission of who decides at this moment."""
        return self.decides

    def why_not(self, proposal: Proposal, by: User, now: datetime) -> str:
        """Say what else keeps a person from approving: an electoral period, their own account; "" for nothing."""
        return ""

    def waiting(self, *targets: str) -> list[Proposal]:
        """List what nobody has decided on: of these targets, or of all."""
        found = Proposal.objects.open(self.name).select_related("asked_by")
        return list(found.filter(target__in=targets) if targets else found)

    def listed(self, user: User) -> list[tuple[str, str]]:
        """List what waits, by name and page, for who may read it."""
        return (
            [(capfirst(self.what(one)), page_of(one)) for one in self.waiting()]
            if self.may_read(user)
            else []
        )

    def may_read(self, user: User) -> bool:
        """Tell whether a person may read what waits."""
        return any(user.has_perm(permission) for permission in self.reads)

    def objection(self, proposal: Proposal, by: User, now: datetime) -> str:
        """Say in Italian why a person may not approve; "" where they may."""
        right = self.right(now)
        if proposal.outcome != Outcome.OPEN:
            return DECIDED
        if held_back := self.why_not(proposal, by, now):
            return held_back
        if not by.has_perm(right):
            return only(right)
        alone = settings.APPROVE_OWN_BROADCASTS and not holders(right).exclude(pk=by.pk).exists()
        return "" if by.pk != proposal.asked_by_id or alone else OWN

    def read(self, proposal: Proposal) -> str:
        """Digest what the page of a proposal shows; posted back, it must still be the same."""
        return as_read.digest([proposal, self.before(proposal)])

    @transaction.atomic
    def ask(
        self,
        target: str,
        change: dict[str, Any],
        *,
        reason: str = "",
        by: User,
        now: datetime,
        tells: bool = True,
    ) -> Proposal:
        """Ask for a change; nothing changes yet. Raises CannotDecide. `tells`: whether deciders are told."""
        self.lock(target)
        if target and self.waiting(target):
            raise CannotDecide(WAITING)
        asked = {"target": target, "change": change, "reason": reason, "asked_by": by, "asked_at": now}
        proposal = Proposal.objects.create(kind=self.name, **asked)
        seals.put(seals.Kind.PROPOSAL, proposal)
        if tells:
            tell(
                holders(self.right(now)).exclude(pk=by.pk),
                subject="Una proposta aspetta la tua decisione",
                sentence=f"{display_name(by)} propone di {self.what(proposal)}.",
                page=page_of(proposal),
                kind=Notice.WAITS,
            )
        self._trace(self.events[0], proposal, by, now)
        return proposal

    @transaction.atomic
    def approve(self, proposal: Proposal, *, read: str, by: User, now: datetime, tells: bool = True) -> str:
        """Let a proposal hold; return what to say. Raises CannotDecide."""
        proposal = self._locked(proposal, read)
        if objection := self.objection(proposal, by, now):
            raise CannotDecide(objection)
        if not seals.holds(seals.Kind.PROPOSAL, proposal):
            raise CannotDecide(seals.ALTERED)
        what = self.what(proposal)
        said = self.apply(proposal, by, now)
        self.settle(proposal, Outcome.APPROVED, by, now, what if tells else "")
        return said

    @transaction.atomic
    def put_aside(self, proposal: Proposal, *, read: str, by: User, now: datetime) -> str:
        """Withdraw one's own proposal, or send somebody else's back; return what to say. Raises CannotDecide."""
        proposal, is_own = self._locked(proposal, read), proposal.asked_by_id == by.pk
        if not (is_own or by.has_perm(self.right(now))):
            raise CannotDecide(only(self.right(now)))
        outcome = Outcome.WITHDRAWN if is_own else Outcome.REFUSED
        self.settle(proposal, outcome, by, now, self.what(proposal))
        return "Messa da parte: resta tutto come prima."

    def _locked(self, proposal: Proposal, read: str) -> Proposal:
        self.lock(proposal.target)
        found = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if found.outcome != Outcome.OPEN:
            raise CannotDecide(DECIDED)
        if self.read(found) != read:
            raise CannotDecide(as_read.CHANGED)
        return found

    def settle(self, proposal: Proposal, outcome: Outcome, by: User, now: datetime, what: str) -> None:
        """Write down what became of a proposal, trace it, and tell who asked; what is "" goes untold."""
        how = outcome.label.lower()
        proposal.outcome, proposal.decided_by, proposal.decided_at = outcome, by, now
        proposal.save(update_fields=["target", "outcome", "decided_by", "decided_at"])
        end(page_of(proposal), how=how, by=by, now=now)
        tell(
            [proposal.asked_by] if what else [],
            subject="Hanno deciso su una tua proposta",
            sentence=f"{display_name(by)} ha {how} la tua proposta di {what}.",
            page=page_of(proposal),
            by=by,
            by_email=False,
        )
        self._trace(self.events[1 if outcome == Outcome.APPROVED else 2], proposal, by, now)

    def _trace(self, event: Event, proposal: Proposal, by: User, now: datetime) -> None:
        details: dict[str, str | int] = {"proposal": proposal.pk, "proposed_by": proposal.asked_by_id}
        trail.record(
            event, by=by, now=now, about=f"{self.noun} {proposal.target or 'nuovo'}", details=details
        )


def page_of(proposal: Proposal) -> str:
    """Return the path of the page on which a proposal is decided."""
    return reverse("admin:second_person", args=[proposal.pk])
