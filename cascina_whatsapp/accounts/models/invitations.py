"""The links by which accounts begin."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

OPEN = Q(used_at=None, withdrawn_at=None)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Select invitations neither used nor withdrawn; the time of some may be over."""
        return self.filter(OPEN)

    def usable(self, now: datetime) -> Self:
        """Select the invitations whose link still opens the account."""
        return self.open().filter(expires_at__gt=now)

    def for_user(self, user: User) -> Self:
        """This account's, the newest first."""
        return self.filter(user=user).order_by("-pk")


class Invitation(models.Model):
    """A link that lets the owner of an account choose how to sign in, once. Only the digest of its secret is kept.

    Written by `invitations` alone.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="account"
    )
    digest = models.CharField("impronta", max_length=64, unique=True, editable=False)
    """SHA-256 of the secret in the link, in hexadecimal."""
    sent_at = models.DateTimeField("mandato")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="mandato da"
    )
    """Nobody: from the command line."""
    expires_at = models.DateTimeField("vale fino a")
    used_at = models.DateTimeField("usato", null=True)
    withdrawn_at = models.DateTimeField("ritirato", null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invito"
        verbose_name_plural = "inviti"
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=OPEN, name="one_open_invitation_per_account")
        ]

    def __str__(self) -> str:
        return f"invito {self.pk}"
