"""The changes that take two people: groups, another e-mail, opening an account again, shutting out who is needed.

One asks, another decides: neither the one who asked nor the one whom it concerns. The only writer of AccountChange,
and of who is in which group. The rules hold here, whatever page or command calls.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from cascina_whatsapp.security import as_read, trail
from cascina_whatsapp.security.encryption import seals

from . import group_rules, invitations, notices
from .models import AccountChange, Invitation
from .notices import about
from .signing_in import sessions
from .staff_notices.models import StaffNotice
from .staff_notices.notifying import Kind as Notice
from .staff_notices.notifying import display_name, end, holders, tell

Kind = AccountChange.Kind
Outcome = AccountChange.Outcome
TERM = timedelta(days=7)
"""The time that a change waits for somebody to decide it."""
MAY_ASK, MAY_DECIDE = "auth.change_user", "accounts.decide_accountchange"
NAMED = 3
"""The people who may decide that a page names one by one, at the most."""
REMINDER = "Un cambio di account aspetta ancora la tua decisione"
ONCE_IN = timedelta(days=1)
OWN = "Il proprio account lo chiude un altro amministratore."
EVENTS = {
    (Kind.GIVE, Outcome.APPROVED): trail.Event.GROUP_GIVEN,
    (Kind.TAKE, Outcome.APPROVED): trail.Event.GROUP_TAKEN,
    (Kind.CLOSE, Outcome.APPROVED): trail.Event.ACCOUNT_CLOSED,
    (Kind.GIVE, Outcome.REFUSED): trail.Event.GROUP_REFUSED,
    (Kind.TAKE, Outcome.REFUSED): trail.Event.GROUP_REFUSED,
    (Kind.GIVE, Outcome.OPEN): trail.Event.GROUP_ASKED,
    (Kind.TAKE, Outcome.OPEN): trail.Event.GROUP_ASKED,
}
"""Kind and outcome → what the trail calls it; whatever is not here is an account that was changed."""


class CannotDecide(ValueError):
    """A change that can't be asked for, or decided, like that; says why, in Italian."""


def ask(
    kind: Kind,
    user: User,
    *,
    reason: str,
    by: User,
    now: datetime,
    group: Group | None = None,
    email: str = "",
) -> AccountChange:
    """Ask for a change of `user`'s account; nothing changes yet. Raises CannotDecide."""
    expire(now)  # what nobody decided is no reason not to ask again
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if problem := why_not_ask(kind, user, by=by, group=group, email=email):
            raise CannotDecide(problem)
        change = AccountChange.objects.create(
            user=user,
            kind=kind,
            group=group,
            email=email,
            reason=reason.strip(),
            asked_by=by,
            asked_at=now,
            expires_at=now + TERM,
        )
        seals.put(seals.Kind.CHANGE, change)
        what = f"{notices.called(by)} chiede di {change.in_words}: {notices.called(user)}."
        notices.tell(user, subject="Chiesto un cambio di account", what=what, by=by)
        _tell_deciders(change, "Un cambio di account aspetta la tua decisione", what)
        _trace(change, by, now, "chiesto")
    return change


def why_not_ask(kind: Kind, user: User, *, by: User, group: Group | None, email: str) -> str:
    """Say in Italian why `by` may not ask for this change; "" where they may."""
    if not by.has_perm(MAY_ASK):
        return "I cambi di account li chiede chi tiene gli account."
    if user.pk == by.pk and kind not in (Kind.EMAIL, Kind.LOST):
        return OWN if kind == Kind.CLOSE else "Nessuno cambia i propri gruppi."
    if user.is_superuser:
        return "Un account con tutti i poteri si cambia solo dal server."
    if AccountChange.objects.open().filter(user=user, kind=kind, group=group).exists():
        return "È già stato chiesto, e aspetta chi decide."
    return _why_not_apply(kind, user, group=group, email=email)


def why_not_decide(change: AccountChange, *, by: User, now: datetime) -> str:
    """Say in Italian why `by` may not approve or refuse this change; "" where they may."""
    if not by.has_perm(MAY_DECIDE):
        return "I cambi di account li decide un altro amministratore, o il responsabile della protezione dei dati."
    if by.pk == change.asked_by_id:
        return "L'hai chiesto tu: decide un'altra persona."
    if by.pk == change.user_id:
        return "Riguarda il tuo account: decide un'altra persona."
    if change.outcome != Outcome.OPEN:
        return f"È già deciso: {change.get_outcome_display().lower()}."
    if not change.is_waiting(now):
        return "Il tempo per decidere è finito: va chiesto di nuovo."
    return ""


@transaction.atomic
def approve(change: AccountChange, *, read: str, by: User, now: datetime) -> AccountChange:
    """Do what was asked, with all rules asked again. Raises CannotDecide."""
    change = _locked(change, read=read, by=by, now=now)
    if not seals.holds(seals.Kind.CHANGE, change):
        raise CannotDecide(seals.ALTERED)
    asker = change.asked_by
    if not asker.is_active or not asker.has_perm(MAY_ASK):
        raise CannotDecide("Chi l'ha chiesto non tiene più gli account: va chiesto di nuovo.")
    user = User.objects.get(pk=change.user_id)
    if problem := _why_not_apply(change.kind, user, group=change.group, email=change.email):
        raise CannotDecide(problem)
    before = user.email
    _apply(change, user, by=by, now=now)
    return _decided(change, Outcome.APPROVED, by=by, now=now, also=[before])


@transaction.atomic
def refuse(change: AccountChange, *, read: str, by: User, now: datetime, note: str = "") -> AccountChange:
    """Refuse a change; everything stays as it is. Raises CannotDecide."""
    change = _locked(change, read=read, by=by, now=now)
    return _decided(change, Outcome.REFUSED, by=by, now=now, note=note)


@transaction.atomic
def withdraw(change: AccountChange, *, by: User, now: datetime) -> AccountChange:
    """Withdraw an open change, since whoever asked for it thought better of it. Raises CannotDecide."""
    change = AccountChange.objects.select_for_update().get(pk=change.pk)
    if change.asked_by_id != by.pk or change.outcome != Outcome.OPEN:
        raise CannotDecide("Si ritira solo ciò che si è chiesto, e che nessuno ha ancora deciso.")
    return _decided(change, Outcome.WITHDRAWN, by=by, now=now)


@transaction.atomic
def expire(now: datetime) -> int:
    """Close what nobody decided in time; how many there were."""
    late = AccountChange.objects.open().filter(expires_at__lte=now).select_for_update(of=("self",))
    expired = list(late.select_related("user", "group", "asked_by"))
    for change in expired:
        _decided(change, Outcome.EXPIRED, by=None, now=now)
    return len(expired)


@transaction.atomic
def give(user: User, group: Group, *, now: datetime) -> None:
    """Give a group from the command line alone: who runs it has the database in their hands. Raises CannotDecide."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if problem := _why_not_apply(Kind.GIVE, user, group=group, email=""):
        raise CannotDecide(problem)
    user.groups.add(group)
    seals.put(seals.Kind.ACCOUNT, user)
    notices.note(
        user,
        trail.Event.GROUP_GIVEN,
        subject="Gruppi cambiati",
        what=f"Assegnato il gruppo {group.name}.",
        by=None,
        now=now,
        details={"gruppo": group.name},
    )


def shut(user: User, *, by: User, now: datetime) -> None:
    """Close an account, its row locked: its sessions end, its invitation and what is asked of it are withdrawn."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    seals.put(seals.Kind.ACCOUNT, user)
    Invitation.objects.open().filter(user=user).update(withdrawn_at=now)
    sessions.end_access(user, by=by, now=now)
    waiting = AccountChange.objects.open().filter(user=user)
    end(*[_page_of(change) for change in waiting], how="ritirato: l'account è chiuso", by=by, now=now)
    waiting.update(outcome=Outcome.WITHDRAWN, decided_at=now, note="L'account è stato chiuso.")


def deciders_of(change: AccountChange) -> QuerySet[User]:
    """Select the accounts that may decide a change."""
    return holders(MAY_DECIDE).exclude(pk__in=[change.asked_by_id, change.user_id])


def who_decides(change: AccountChange, able: Iterable[User] | None = None) -> str:
    """Name who may decide a change: "Simone Gatti o Vera Neri"; by their office where there are many, or none.

    `able`: whoever may decide changes at all, where a page tells of several.
    """
    others = deciders_of(change) if able is None else able
    names = sorted(display_name(one) for one in others if one.pk not in (change.asked_by_id, change.user_id))
    if not names or len(names) > NAMED:
        return "un altro amministratore, o chi protegge i dati"
    return " o ".join(names)


@transaction.atomic
def remind(change: AccountChange, *, by: User, now: datetime) -> None:
    """Tell again those who may decide a change, once a day at most. Raises CannotDecide."""
    if not by.has_perm(MAY_ASK):
        raise CannotDecide("Lo ricorda chi tiene gli account.")
    if not change.is_waiting(now):
        raise CannotDecide("Il tempo per decidere è finito: va chiesto di nuovo.")
    User.objects.select_for_update().get(pk=change.user_id)
    if StaffNotice.objects.filter(page=_page_of(change), subject=REMINDER, at__gt=now - ONCE_IN).exists():
        raise CannotDecide("Gliel'abbiamo già ricordato oggi.")
    what = (
        f"{notices.called(change.asked_by)} ha chiesto di {change.in_words}: {notices.called(change.user)}."
    )
    _tell_deciders(change, REMINDER, what)


def _why_not_apply(kind: str, user: User, *, group: Group | None, email: str) -> str:
    """Say in Italian what stands against the change itself, whoever asks for it and whenever; "" for nothing."""
    held = set(user.groups.values_list("name", flat=True))
    if kind == Kind.REOPEN:
        return "L'account è aperto." if user.is_active else ""
    if not user.is_active and kind != Kind.TAKE:
        return "L'account è chiuso."
    if kind in (Kind.LOST, Kind.CLOSE):
        return ""
    if kind == Kind.EMAIL:
        return why_not_email(email)
    if group is None:
        return "Scegli un gruppo."
    if (group.name in held) == (kind == Kind.GIVE):
        return f"{'È già' if group.name in held else 'Non è'} nel gruppo {group.name}."
    return group_rules.refusal(held, group.name) if kind == Kind.GIVE else ""


def why_not_email(email: str) -> str:
    """Say in Italian why an account can't have this address, however it is written; "" where it can."""
    is_free = email and not User.objects.filter(email__iexact=email).exists()
    return "" if is_free else "Serve un'e-mail che non sia già di un altro account."


def _locked(change: AccountChange, *, read: str, by: User, now: datetime) -> AccountChange:
    """Lock a change that `by` may decide. The account's row first: of two approvals one sees the other's group."""
    User.objects.select_for_update().get(pk=change.user_id)
    change = AccountChange.objects.select_for_update().get(pk=change.pk)
    if problem := why_not_decide(change, by=by, now=now) or as_read.changed(change.shown, read):
        raise CannotDecide(problem)
    return change


def _apply(change: AccountChange, user: User, *, by: User, now: datetime) -> None:
    """Carry out a change of an account: here, and in `give`, and nowhere else."""
    if change.kind == Kind.GIVE and change.group:
        user.groups.add(change.group)
    elif change.kind == Kind.TAKE and change.group:
        user.groups.remove(change.group)
    elif change.kind == Kind.EMAIL:
        user.email = change.email
        user.save(update_fields=["email"])
        Invitation.objects.open().filter(user=user).update(withdrawn_at=now)
    elif change.kind == Kind.LOST:
        invitations.begin_anew(user, by=by, now=now)
    elif change.kind == Kind.CLOSE:
        shut(user, by=by, now=now)
    else:
        user.is_active = True
        user.save(update_fields=["is_active"])
    seals.put(seals.Kind.ACCOUNT, user)


def _decided(
    change: AccountChange,
    outcome: Outcome,
    *,
    by: User | None,
    now: datetime,
    note: str = "",
    also: list[str] | None = None,
) -> AccountChange:
    change.outcome, change.decided_by, change.decided_at, change.note = outcome, by, now, note.strip()
    change.save(update_fields=["outcome", "decided_by", "decided_at", "note"])
    end(_page_of(change), how=outcome.label.lower(), by=by, now=now)
    change.user.refresh_from_db()
    word = outcome.label.lower()
    notices.tell(
        change.user,
        subject=f"Cambio di account: {word}",
        what=f"Era stato chiesto di {change.in_words}. Esito: {word}. Chiesto da: {notices.called(change.asked_by)}.",
        by=by or change.asked_by,
        also=[*(also or []), change.asked_by.email],
    )
    _trace(change, by, now, word)
    return change


def _page_of(change: AccountChange) -> str:
    """Return the path of the page on which a change is decided."""
    return reverse("admin:accounts_accountchange_change", args=[change.pk])


def _tell_deciders(change: AccountChange, subject: str, what: str) -> None:
    tell(deciders_of(change), subject=subject, sentence=what, page=_page_of(change), kind=Notice.WAITS)


def _trace(change: AccountChange, by: User | None, now: datetime, word: str) -> None:
    details: dict[str, str | int] = {
        "che cosa": change.get_kind_display(),
        "gruppo": change.group.name if change.group else "",
        "esito": word,
        "cambio": change.pk,
    }
    event = EVENTS.get((Kind(change.kind), Outcome(change.outcome)), trail.Event.ACCOUNT_CHANGED)
    trail.record(event, by=by, now=now, about=about(change.user), details=details)
