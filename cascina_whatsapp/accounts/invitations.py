"""The invitation by which an account begins, or begins anew: a link for its owner alone, once, for two days.

No administrator ever knows a password, or a link: both go from the service to the person, and back. The only writer
of Invitation; the secret of a link is kept as a digest.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from cascina_whatsapp.presentation.formatting.dates import moment_in_words
from cascina_whatsapp.security import trail
from cascina_whatsapp.security.encryption import seals
from cascina_whatsapp.security.mail import send_email

from . import notices
from .factors import changes as of_factors
from .models import Invitation
from .signing_in import sessions

LASTS = timedelta(hours=48)
RIGHT = "auth.change_user"
MOST_A_DAY = 5
"""Links that an account is sent within a day from the pages: their e-mails can't wait under Novità."""


class CannotInvite(ValueError):
    """A link that can't be sent like that; says why, in Italian."""


def digest_of(secret: str) -> str:
    """Compute what is kept of a link: SHA-256 of its secret, in hexadecimal. 256 random bits need no key."""
    return hashlib.sha256(secret.encode()).hexdigest()


def invite(user: User, *, by: User | None, now: datetime) -> str:
    """A link for `user`'s account, in place of any before; `by` nobody: from the command line.

    To be handed to its owner and to nobody else. Raises CannotInvite.
    """
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        if problem := why_not(locked, by, now):
            raise CannotInvite(problem)
        Invitation.objects.open().filter(user=locked).update(withdrawn_at=now)
        made = Invitation.objects.create(
            user=locked, digest=digest_of(secret), sent_at=now, sent_by=by, expires_at=now + LASTS
        )
        seals.put(seals.Kind.INVITATION, made)
        notices.note(
            locked,
            trail.Event.INVITED,
            subject="Mandato un invito a entrare",
            what="È stato mandato un collegamento per entrare. Vale 48 ore e una volta sola.",
            by=by,
            now=now,
        )
    return settings.SITE_URL + reverse("invitation_link", args=[secret])


def why_not(user: User, by: User | None, now: datetime) -> str:
    """Say in Italian why `by` can send this account no link; "" where they can."""
    if by is not None and not by.has_perm(RIGHT):
        return "Gli inviti li manda chi tiene gli account."
    if user.is_superuser and by is not None:
        return "Un account con tutti i poteri si cambia solo dal server."
    if not user.is_active:
        return "L'account è chiuso."
    if not user.email:
        return "Manca l'e-mail: senza, il collegamento non ha dove andare."
    lately = Invitation.objects.filter(user=user, sent_at__gt=now - timedelta(days=1))
    if by is not None and lately.count() >= MOST_A_DAY:
        return f"Oggi gli inviti di questo account sono già {MOST_A_DAY}: guarda con la persona la sua posta."
    return ""


def send(user: User, *, by: User | None, now: datetime) -> tuple[str, bool]:
    """Invite, and mail the link to the account's own address: the link, and whether it left. Raises CannotInvite.

    Not within a transaction: the mail server is asked once the invitation is written.
    """
    link = invite(user, by=by, now=now)
    message = (
        f"Buongiorno {user.first_name or user.username},\n\n"
        "hai un account per il servizio WhatsApp del Comune. Apri questo collegamento e scegli come entrare:\n\n"
        f"{link}\n\n"
        f"Il tuo nome utente è: {user.username}\n"
        f"Il collegamento vale una volta sola, fino a {moment_in_words(now + LASTS)}.\n"
        "È solo tuo: non girarlo a nessuno.\n"
    )
    return link, send_email([user.email], "Il tuo invito", message)


@transaction.atomic
def withdraw(user: User, *, by: User, now: datetime) -> bool:
    """The account's link works no more; False where there was none."""
    if not by.has_perm(RIGHT):
        raise CannotInvite("Gli inviti li ritira chi tiene gli account.")
    if not Invitation.objects.open().filter(user=user).update(withdrawn_at=now):
        return False
    notices.note(
        user,
        trail.Event.INVITATION_WITHDRAWN,
        subject="Invito ritirato",
        what="Il collegamento per entrare non vale più.",
        by=by,
        now=now,
    )
    return True


def whose(digest: str, now: datetime) -> User | None:
    """Return the account that the invitation's link with this digest opens now."""
    found = Invitation.objects.usable(now).filter(digest=digest, user__is_active=True)
    invitation = found.select_related("user").first()
    return invitation.user if invitation and seals.holds(seals.Kind.INVITATION, invitation) else None


@transaction.atomic
def accept(digest: str, *, password: str | None, now: datetime) -> User | None:
    """The owner of the link chose this password, or none: a passkey. Sessions and factors from before are gone.

    So whoever lost the telephone begins anew. None for a link that was used, withdrawn, is too old, or that nobody
    sent; of two who come at once with the same one, for one.
    """
    user = whose(digest, now)
    # Of one table: a join would be asked once only, before the other one's commit is waited for.
    if user is None or not Invitation.objects.usable(now).filter(digest=digest).update(used_at=now):
        return None
    user = User.objects.select_for_update().get(pk=user.pk)
    begin_anew(user, password=password, by=user, now=now)
    notices.note(
        user,
        trail.Event.INVITATION_ACCEPTED,
        subject="Invito accettato",
        what="Il collegamento è stato aperto, e l'account ha un nuovo modo di entrare.",
        by=user,
        now=now,
    )
    return user


def begin_anew(user: User, *, password: str | None = None, by: User | None, now: datetime) -> int:
    """Void all that an account was entered with, and end its sessions; from now on it has this password, or none.

    Within a transaction, the account's row locked. Returns how many factors there were.
    """
    user.set_password(password)
    user.save(update_fields=["password"])
    sessions.end_access(user, by=by, now=now)
    return of_factors.remove_all(user, by=by, now=now)
