"""The sessions in which colleagues are signed in."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import models


class StaffSessionQuerySet(models.QuerySet["StaffSession"]):
    def for_user(self, user: User) -> Self:
        """This person's, the one used last first."""
        return self.filter(user=user).order_by("-last_used_at", "-pk")


class StaffSession(models.Model):
    """The owner of one of Django's sessions, and what they recognise it by. Deleted with the session.

    Without an address of the network: the whole Town Hall has the same one, and elsewhere it says where one lives.
    Written by `sessions` alone.
    """

    session = models.OneToOneField(Session, models.CASCADE, related_name="+", verbose_name="sessione")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="account"
    )
    browser = models.CharField("browser", max_length=60)
    """The browser as people call it: "Firefox su Windows"."""
    started_at = models.DateTimeField("iniziata")
    last_used_at = models.DateTimeField("usata l'ultima volta")
    """The moment to the minute: not every page writes it."""

    objects = StaffSessionQuerySet.as_manager()

    class Meta:
        verbose_name = "sessione"
        verbose_name_plural = "sessioni"

    def __str__(self) -> str:
        return f"sessione {self.pk}"
