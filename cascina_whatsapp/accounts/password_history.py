"""The age of a password and the ones before it (AgID, misure minime, ABSC 5.7.3 and 5.7.4).

The only writer of UsedPassword: Django tells the validator of every password that is chosen.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from cascina_whatsapp.security.encryption import seals

from .group_rules import ADMINISTRATORS
from .models import UsedPassword

REMEMBERED = 5
"""Passwords of an account, the one in use among them, that can't be chosen again. The circular names no number."""
REFUSAL = f"Questa password l'hai già usata: le ultime {REMEMBERED} non si possono scegliere di nuovo."


class NotUsedLately:
    """A password validator, in Django's sense."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError for one of the passwords that are remembered."""
        if user is None or user.pk is None:
            return
        hashes = _used_by(user).values_list("hash", flat=True)[:REMEMBERED]
        if any(check_password(password, known) for known in {user.password, *hashes}):
            raise ValidationError(REFUSAL, code="password_used_before")

    def get_help_text(self) -> str:
        """Say in Italian what a page tells of this rule."""
        return f"La password non può essere una delle ultime {REMEMBERED}."

    def password_changed(self, password: str, user: User | None = None) -> None:
        """Seal and remember a chosen password, and forget those that may be chosen again."""
        if user is None:
            return
        seals.put(seals.Kind.PASSWORD, user)
        UsedPassword.objects.create(user=user, hash=user.password, chosen_at=timezone.now())
        forgotten = _used_by(user).values_list("pk", flat=True)[REMEMBERED:]
        UsedPassword.objects.filter(pk__in=list(forgotten)).delete()


def is_too_old(user: User, now: datetime) -> bool:
    """Tell whether an administrator's password is older than PASSWORD_DAYS. Others never are: it gains nothing."""
    if not (user.is_superuser or user.groups.filter(name=ADMINISTRATORS).exists()):
        return False
    chosen = _used_by(user).values_list("chosen_at", flat=True).first()
    return now - (chosen or user.date_joined) > timedelta(days=settings.PASSWORD_DAYS)


def _used_by(user: User) -> QuerySet[UsedPassword]:
    """Select the remembered passwords of an account, the newest first."""
    return UsedPassword.objects.filter(user=user).order_by("-chosen_at", "-pk")
