"""Accounts: made without a password, renamed, closed. Each step is told to its owner, and to who protects the data.

The only writer of Django's User, but for passwords (`invitations`) and what waits for a second person (`changes`).
Nothing here makes a superuser, changes one, or gives anybody a group.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from cascina_whatsapp.security import trail
from cascina_whatsapp.security.encryption import seals

from . import changes, daily_bounds, factors, group_rules, invitations, notices
from .models import AccountChange, Invitation, SingleSignOn
from .notices import about, looks_like_a_number
from .signing_in import sessions
from .staff_notices import notifying as staff_notices
from .staff_notices.models import StaffNotice

MAY_ADD, MAY_CHANGE = "auth.add_user", "auth.change_user"


WITHOUT_FACTOR = "Aggiungi il secondo passaggio"


class CannotChange(ValueError):
    """An account that can't be made or changed like that; says why, in Italian."""


@transaction.atomic
def make(
    username: str, *, email: str, first_name: str, last_name: str, by: User | None, now: datetime
) -> User:
    """A new account in no group, which nobody can enter yet; `by` nobody: from the command line.

    Raises CannotChange.
    """
    if by is not None and not by.has_perm(MAY_ADD):
        raise CannotChange("Gli account li crea chi tiene gli account.")
    if problem := why_not_username(username) or changes.why_not_email(email):
        raise CannotChange(problem)
    user = User(username=username, email=email, first_name=first_name, last_name=last_name, is_staff=True)
    user.set_unusable_password()
    user.save(force_insert=True)
    seals.put(seals.Kind.ACCOUNT, user)
    what = "È stato creato un account, ancora senza gruppi."
    notices.note(user, trail.Event.ACCOUNT_MADE, subject="Nuovo account", what=what, by=by, now=now)
    return user


def why_not_username(username: str) -> str:
    """Say in Italian why no account can be called so, in large letters or small; "" where one can."""
    if looks_like_a_number(username):
        return "Il nome utente non può essere un numero di telefono."
    is_taken = User.objects.filter(username__iexact=username).exists()
    return "C'è già un account con questo nome." if is_taken else ""


@transaction.atomic
def rename(user: User, *, first_name: str, last_name: str, by: User, now: datetime) -> None:
    """The name that colleagues read. Raises CannotChange."""
    user = _changeable(user, by)
    if (user.first_name, user.last_name) == (first_name, last_name):
        return
    before, user.first_name, user.last_name = user.get_full_name(), first_name, last_name
    user.save(update_fields=["first_name", "last_name"])
    notices.note(
        user,
        trail.Event.ACCOUNT_CHANGED,
        subject="Account cambiato",
        what=f"Nome cambiato: prima era «{before}».",
        by=by,
        now=now,
        details={"che cosa": "nome"},
    )


@transaction.atomic
def correct_email(user: User, email: str, *, by: User, now: datetime) -> None:
    """Correct the e-mail of an account that can do nothing yet: it has no group, and none was asked for it.

    The link that went to the old address works no more. Raises CannotChange for any other account: there it would
    hand somebody's rights to another, so that a second person decides (`changes`).
    """
    user = _changeable(user, by)
    if not is_bare(user):
        raise CannotChange("L'account ha dei gruppi: la nuova e-mail la deve approvare una seconda persona.")
    if problem := changes.why_not_email(email):
        raise CannotChange(problem)
    before, user.email = user.email, email
    user.save(update_fields=["email"])
    seals.put(seals.Kind.ACCOUNT, user)
    Invitation.objects.open().filter(user=user).update(withdrawn_at=now)
    notices.note(
        user,
        trail.Event.ACCOUNT_CHANGED,
        subject="Account cambiato",
        what="E-mail cambiata.",
        by=by,
        now=now,
        details={"che cosa": "e-mail"},
        also=[before],
    )


def close(user: User, *, reason: str, by: User, now: datetime) -> None:
    """Close an account: nobody can use it from now on, wherever they are signed in. Raises CannotChange.

    Reopening it waits for a second person.
    """
    if user.pk == by.pk:
        raise CannotChange(changes.OWN)
    with _by_one_hand(user, trail.Event.ACCOUNT_CLOSED, by=by, now=now) as locked:
        if not locked.is_active:
            raise CannotChange("L'account è già chiuso.")
        changes.shut(locked, by=by, now=now)
        what = f"L'account è stato chiuso. Motivo: {reason}"
        notices.tell(locked, subject="Account chiuso", what=what, by=by)


@transaction.atomic
def ask_for_factor(user: User, *, by: User, now: datetime) -> None:
    """Ask a colleague, under Novità and by e-mail, to add a second step; once a day. Raises CannotChange."""
    user = _changeable(user, by)
    if not user.is_active or factors.has_any(user):
        raise CannotChange("Il secondo passaggio c'è già, o l'account è chiuso.")
    lately = StaffNotice.objects.filter(person=user, subject=WITHOUT_FACTOR, at__gt=now - changes.ONCE_IN)
    if lately.exists():
        raise CannotChange("Gliel'abbiamo già chiesto oggi.")
    staff_notices.tell(
        [user],
        subject=WITHOUT_FACTOR,
        sentence=f"{staff_notices.display_name(by)} ti chiede di aggiungere al tuo accesso un secondo passaggio: "
        "l'impronta o il PIN di un dispositivo, o un'app dei codici. Bastano due minuti.",
        page=reverse("admin:factors"),
    )


@transaction.atomic
def note_password(user: User, *, but: str, now: datetime) -> None:
    """The person chose another password; every session but the one with the key `but` is over with it."""
    sessions.end_access(user, but=but, by=user, now=now)
    notices.note(
        user,
        trail.Event.PASSWORD_CHANGED,
        subject="Password cambiata",
        what="L'account ha una nuova password.",
        by=user,
        now=now,
    )


def lose_telephone(user: User, *, reason: str, by: User, now: datetime) -> None:
    """Void all that the person signed in with, and end every session; a new invitation begins anew.

    Raises CannotChange.
    """
    with _by_one_hand(user, trail.Event.TELEPHONE_LOST, by=by, now=now) as locked:
        _void(locked, reason=reason, by=by, now=now)


@contextmanager
def _by_one_hand(user: User, event: trail.Event, *, by: User, now: datetime) -> Iterator[User]:
    """Lock an account that `by` shuts out alone, since it must be shut at once, and count it in the day's bound.

    Raises CannotChange: for an account that `needs_two`, and beyond the bound.
    """
    try:
        with daily_bounds.bounded():
            locked = _changeable(user, by)
            daily_bounds.hold()  # of the last two shut out in two windows at once, the second is the last one
            if needs_two(locked):
                raise CannotChange(
                    "Di questo account decide anche una seconda persona: va chiesto, con il motivo."
                )
            yield locked
            daily_bounds.take(daily_bounds.SHUT_OUT, event=event, by=by, now=now, about=about(locked))
    except daily_bounds.BeyondBound as refusal:
        raise CannotChange(str(refusal)) from None


@transaction.atomic
def remove_factors(user: User, *, now: datetime) -> int:
    """Void all that an account was entered with, from the command line alone; how many factors there were."""
    user = User.objects.select_for_update().get(pk=user.pk)
    count = _void(user, reason="tolto dal server.", by=None, now=now)
    trail.record(trail.Event.TELEPHONE_LOST, by=None, now=now, about=about(user))
    return count


def _void(user: User, *, reason: str, by: User | None, now: datetime) -> int:
    count = invitations.begin_anew(user, by=by, now=now)
    what = f"Password e secondo passaggio non valgono più: il telefono è perso. Motivo: {reason}"
    notices.tell(user, subject="Account cambiato", what=what, by=by)
    return count


def needs_two(user: User) -> bool:
    """Tell whether nobody alone may shut this account out: an administrator's, the RPD's, or one that would lack."""
    open_ones = User.objects.filter(is_active=True).exclude(pk=user.pk).prefetch_related("groups")
    kept = factors.kept_by(open_ones)
    linked = set(SingleSignOn.objects.values_list("user", flat=True))
    others = [
        [group.name for group in other.groups.all()]
        for other in open_ones
        if other.has_usable_password() or kept[other.pk] or other.pk in linked
    ]
    held = [group.name for group in user.groups.all()]
    by_two = {group_rules.ADMINISTRATORS, group_rules.DATA_PROTECTION}
    return not by_two.isdisjoint(held) or group_rules.would_lack(held, others)


@transaction.atomic
def note_superuser(user: User, *, now: datetime) -> None:
    """An account with all powers was made on the server."""
    for kind in (seals.Kind.ACCOUNT, seals.Kind.PASSWORD):
        seals.put(kind, user)
    notices.note(
        user,
        trail.Event.ACCOUNT_MADE,
        subject="Nuovo account con tutti i poteri",
        what="Può fare qualunque cosa.",
        by=None,
        now=now,
        details={"poteri": "tutti"},
    )


def powers() -> Iterator[tuple[User, str]]:
    """Open accounts with powers that no page can give: a superuser's, and excluded groups in one hand."""
    for account in User.objects.filter(is_active=True).order_by("username").prefetch_related("groups"):
        if account.is_superuser:
            yield account, "ha tutti i poteri: è nato dalla riga di comando, e si chiude da lì"
        elif group_rules.are_in_conflict([group.name for group in account.groups.all()]):
            yield account, "tiene gli account e vede anche i contenuti: uno dei due gruppi va tolto"


def is_bare(user: User) -> bool:
    """Tell whether this account can do nothing, now and after what others are asked to approve."""
    asked = AccountChange.objects.open().filter(user=user)
    return not (user.is_superuser or user.groups.exists() or asked.exists())


def _changeable(user: User, by: User) -> User:
    """Lock an account that `by` may change. Raises CannotChange."""
    if not by.has_perm(MAY_CHANGE):
        raise CannotChange("Gli account li cambia chi tiene gli account.")
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_superuser:
        raise CannotChange("Un account con tutti i poteri si cambia solo dal server.")
    return user
