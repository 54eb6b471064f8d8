# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Passwords that an account had."""

from django.conf import settings
from django.db import models


class UsedPassword(models.Model):
    """A password that was chosen, as its hash, and when. Written by `password_history` alone."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="account"
    )
    hash = models.CharField("impronta", max_length=128, editable=False)
    """The hash as `User.password` has it: algorithm, parameters, salt and hash."""
    chosen_at = models.DateTimeField("scelta")

    class Meta:
        verbose_name = "password usata"
        verbose_name_plural = "password usate"
        indexes = [models.Index(fields=["user", "-chosen_at"], name="used_passwords_of_an_account")]

    def __str__(self) -> str:
        return f"password usata {self.pk}"
