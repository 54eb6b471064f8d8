# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The secret addresses by which colleagues read the calendar on their telephones and in Outlook."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models

RIGHT = "broadcasts.view_campaign"
"""The right that the owner of a feed must have: who may not see broadcasts reads no calendar."""


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def usable(self) -> Self:
        """Select the feeds whose owners may see broadcasts today."""
        return self.filter(user__in=_readers())

    def lost(self) -> Self:
        """Select the feeds by which nobody may read: all that are not usable."""
        return self.exclude(user__in=_readers())


def _readers() -> models.QuerySet[User]:
    return User.objects.with_perm(RIGHT, backend="django.contrib.auth.backends.ModelBackend")


class CalendarFeed(models.Model):
    """A person's feed of the calendar, one each. Only the digest of its secret is kept. Written by `feeds` alone."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="di chi"
    )
    digest = models.CharField("impronta", max_length=64, unique=True, editable=False)
    """SHA-256 of the secret in the address, in hexadecimal."""
    made_at = models.DateTimeField("creato il")
    read_at = models.DateTimeField("letto l'ultima volta", null=True)
    counted_since = models.DateTimeField()
    """The moment when the counting of `count` began: see feeds.AT_MOST."""
    count = models.PositiveIntegerField(default=0)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = "indirizzo del calendario"
        verbose_name_plural = "indirizzi del calendario"

    def __str__(self) -> str:
        return f"indirizzo del calendario {self.pk}"
