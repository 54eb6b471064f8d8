"""The changes of an account that one person asks for and another decides."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import models
from django.db.models import Q


class AccountChangeQuerySet(models.QuerySet["AccountChange"]):
    def open(self) -> Self:
        """Select the changes that are not decided yet; the time of some may be over."""
        return self.filter(outcome=AccountChange.Outcome.OPEN)

    def waiting(self, now: datetime) -> Self:
        """Select the changes that may still be decided, the oldest first."""
        return self.open().filter(expires_at__gt=now).order_by("pk")

    def about(self, user: User) -> Self:
        """Select the changes that concern this account, the newest first."""
        return self.filter(user=user).order_by("-pk")


class AccountChange(models.Model):
    """A change of an account that waits for a second person's hand, and what became of it.

    Written by `changes` alone.
    """

    class Kind(models.TextChoices):
        GIVE = "give", "assegnare un gruppo"
        TAKE = "take", "togliere un gruppo"
        EMAIL = "email", "cambiare l'e-mail"
        REOPEN = "reopen", "riaprire l'account"
        CLOSE = "close", "chiudere l'account"
        LOST = "lost", "annullare password e secondo passaggio: il telefono è perso"

    class Outcome(models.TextChoices):
        OPEN = "open", "In attesa"
        APPROVED = "approved", "Approvato"
        REFUSED = "refused", "Rifiutato"
        WITHDRAWN = "withdrawn", "Ritirato"
        EXPIRED = "expired", "Scaduto"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="account"
    )
    kind = models.CharField("che cosa", max_length=6, choices=Kind)
    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="+", verbose_name="gruppo")
    email = models.EmailField("e-mail nuova", blank=True)
    reason = models.CharField("perché", max_length=200)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="chiesto da"
    )
    asked_at = models.DateTimeField("chiesto")
    expires_at = models.DateTimeField("da decidere entro")
    outcome = models.CharField("esito", max_length=9, choices=Outcome, default=Outcome.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="deciso da"
    )
    decided_at = models.DateTimeField("deciso", null=True)
    note = models.CharField("nota", max_length=200, blank=True)

    objects = AccountChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "cambio chiesto"
        verbose_name_plural = "cambi chiesti"
        ordering = ["-pk"]
        permissions = [("decide_accountchange", "Può approvare i cambi di account chiesti da altri")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "group"], condition=Q(outcome="open"), name="one_open_change_per_group"
            ),
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=Q(outcome="open", group=None),
                name="one_open_change_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"cambio {self.pk}"

    def is_waiting(self, now: datetime) -> bool:
        """Tell whether somebody may still decide the change."""
        return self.outcome == self.Outcome.OPEN and now < self.expires_at

    @property
    def shown(self) -> list[object]:
        """List what somebody reads before they decide: the change, and whom it concerns as they are now."""
        user = self.user
        groups = sorted(user.groups.values_list("name", flat=True))
        return [self, user.get_full_name(), user.email, user.is_active, groups]

    @property
    def in_words(self) -> str:
        """The requested change in Italian: "assegnare il gruppo Redattore"."""
        if self.group is not None:
            return f"{'assegnare' if self.kind == self.Kind.GIVE else 'togliere'} il gruppo {self.group.name}"
        return self.get_kind_display()
