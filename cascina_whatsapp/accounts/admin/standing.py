"""The standing of each colleague: to invite, invited, waiting for a second person, active, closed.

A page's value: who waits for what, since when, for whom. As many queries for thirty colleagues as for one.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.contrib.auth.models import User
from django.db.models import Max

from cascina_whatsapp.accounts import changes, factors
from cascina_whatsapp.accounts.models import AccountChange, Invitation, SingleSignOn, StaffSession
from cascina_whatsapp.accounts.staff_notices.notifying import display_name, holders
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence, on_day, since, when


class State(StrEnum):
    """The state of an account, by which its page has one next step."""

    INVITED = "Invito mandato"
    LATE = "Invito scaduto"
    UNINVITED = "Da invitare"
    WAITING = "Aspetta la seconda persona"
    POWERLESS = "Senza gruppo"
    ONE_STEP = "Senza secondo passaggio"
    ACTIVE = "Attivo"
    ALMIGHTY = "Tutti i poteri"
    CLOSED = "Chiuso"


TONES = {
    State.LATE: "bad",
    State.UNINVITED: "bad",
    State.WAITING: "wait",
    State.POWERLESS: "wait",
    State.ONE_STEP: "bad",
    State.ACTIVE: "ok",
    State.ALMIGHTY: "bad",
}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One colleague, and how far they have come."""

    account: User
    groups: list[str]
    invitation: Invitation | None
    """The newest one, whatever became of it."""
    entered_at: datetime | None
    """The moment of the first sign-in, as far as an invitation tells."""
    has_entered: bool
    kept: int = 0
    """The passkeys and apps."""
    has_single_sign_on: bool = False
    waiting: list[AccountChange] = field(default_factory=list)
    who_confirms: str = ""
    """The names of those who may confirm the group that is asked for."""
    confirmed: AccountChange | None = None
    """The first group that a second person gave."""
    last_seen: datetime | None = None
    now: datetime

    @property
    def name(self) -> str:
        return display_name(self.account)

    @property
    def state(self) -> State:
        if not self.account.is_active:
            return State.CLOSED
        if self.account.is_superuser:
            return State.ALMIGHTY
        if not self.has_entered:
            return self._invited
        if not self.groups:
            return State.WAITING if self.asked else State.POWERLESS
        return State.ACTIVE if self.kept or self.has_single_sign_on else State.ONE_STEP

    @property
    def tone(self) -> str:
        return TONES.get(self.state, "")

    @property
    def _invited(self) -> State:
        """The state of who can't enter yet: a link that was used or withdrawn does not expire any more."""
        last = self.invitation
        if last is None or last.used_at or last.withdrawn_at:
            return State.UNINVITED
        return State.INVITED if last.expires_at > self.now else State.LATE

    @property
    def waits(self) -> bool:
        """Tell whether something is lacking before the colleague can work."""
        if self.state == State.ONE_STEP:
            return factors.are_required()
        return self.state in (State.INVITED, State.LATE, State.UNINVITED, State.WAITING, State.POWERLESS)

    @property
    def asked(self) -> AccountChange | None:
        """The group that a second person is to confirm, the one that was asked for first."""
        return next((change for change in self.waiting if change.kind == AccountChange.Kind.GIVE), None)

    @property
    def more(self) -> str:
        """The rest of the sentence of the state: since when, until when."""
        if self.state == State.INVITED and self.invitation:
            return f"scade {in_a_sentence(self.invitation.expires_at, self.now)}"
        if self.state == State.LATE and self.invitation:
            return on_day(self.invitation.expires_at, self.now)
        if self.state == State.UNINVITED and not self.account.email:
            return "non può entrare e manca l'e-mail: senza, l'invito non ha dove andare"
        if self.state == State.WAITING and self.asked:
            return since(self.asked.asked_at, self.now)
        if self.state == State.ONE_STEP:
            entered = f" {since(self.entered_at, self.now)}" if self.entered_at else ""
            return f"entra con la sola password{entered}"
        if self.state == State.ACTIVE and self.last_seen:
            return f"ultima volta {when(self.last_seen, self.now)}"
        return {
            State.UNINVITED: "non può entrare finché non apre un nuovo invito",
            State.POWERLESS: "entra, ma non può fare niente",
            State.ALMIGHTY: "è nato dalla riga di comando, e si cambia o si chiude solo dal server",
        }.get(self.state, "")

    @property
    def also_asked(self) -> list[AccountChange]:
        """The other changes of the account that wait for a second person."""
        return [change for change in self.waiting if change is not self.asked]

    @property
    def sentence(self) -> str:
        """The line of the list below the name: what the colleague waits for, else what they may do."""
        groups = ", ".join(self.groups) or "senza gruppo"
        if self.state in (State.INVITED, State.LATE) and self.invitation:
            sent, until = (
                on_day(at, self.now) for at in (self.invitation.sent_at, self.invitation.expires_at)
            )
            return f"invito mandato {sent}, {'scade' if self.state == State.INVITED else 'scaduto'} {until}"
        if self.state == State.WAITING and self.asked:
            return f"{since(self.asked.asked_at, self.now)}; manca la conferma di {self.who_confirms}"
        return f"{groups} · {self.more}" if self.state in (State.ONE_STEP, State.UNINVITED) else groups


def standings(accounts: Iterable[User], now: datetime) -> list[Standing]:
    """Tell how these accounts stand, in their order; they come with their groups. Seven queries."""
    found = list(accounts)
    of = {"user__in": [account.pk for account in found]}
    invitations: dict[int, list[Invitation]] = defaultdict(list)
    asked_of: dict[int, list[AccountChange]] = defaultdict(list)
    for invitation in Invitation.objects.filter(**of).select_related("sent_by").order_by("pk"):
        invitations[invitation.user_id].append(invitation)
    changed = AccountChange.objects.filter(**of).select_related("group", "asked_by", "decided_by", "user")
    for change in changed.order_by("pk"):
        asked_of[change.user_id].append(change)
    kept, able = factors.kept_by(found), list(holders(changes.MAY_DECIDE))
    linked = set(SingleSignOn.objects.filter(**of).values_list("user", flat=True))
    seen = dict(
        StaffSession.objects.filter(**of).order_by().values_list("user").annotate(Max("last_used_at"))
    )
    return [
        _standing(
            account,
            invitations[account.pk],
            asked_of[account.pk],
            able=able,
            kept=kept[account.pk],
            has_single_sign_on=account.pk in linked,
            last_seen=max(filter(None, [account.last_login, seen.get(account.pk)]), default=None),
            now=now,
        )
        for account in found
    ]


def _standing(
    account: User,
    invitations: list[Invitation],
    asked: list[AccountChange],
    *,
    able: list[User],
    kept: int,
    has_single_sign_on: bool,
    last_seen: datetime | None,
    now: datetime,
) -> Standing:
    gives = [change for change in asked if change.kind == AccountChange.Kind.GIVE]
    waiting = [change for change in asked if change.is_waiting(now)]
    first = next((change for change in waiting if change in gives), None)
    return Standing(
        account=account,
        groups=sorted(group.name for group in account.groups.all()),
        invitation=invitations[-1] if invitations else None,
        entered_at=next((invitation.used_at for invitation in invitations if invitation.used_at), None),
        has_entered=account.has_usable_password() or bool(kept) or has_single_sign_on,
        kept=kept,
        has_single_sign_on=has_single_sign_on,
        waiting=waiting,
        who_confirms=changes.who_decides(first, able) if first else "",
        confirmed=next((one for one in gives if one.outcome == AccountChange.Outcome.APPROVED), None),
        last_seen=last_seen,
        now=now,
    )
