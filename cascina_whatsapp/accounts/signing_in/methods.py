# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ways in which one can prove who one is."""

from django.db.models import TextChoices


class SignInMethod(TextChoices):
    """The way in which somebody signed in, or tried to."""

    PASSWORD = "password", "password"
    APP = "app", "password e codice dell'app"
    RECOVERY = "recovery", "password e codice di riserva"
    PASSKEY = "passkey", "passkey"
    SECOND_PASSKEY = "second_passkey", "password e passkey"
    INVITATION = "invitation", "invito"
    SINGLE_SIGN_ON = "single_sign_on", "accesso unico del Comune"


WITH_PASSWORD = {SignInMethod.PASSWORD, SignInMethod.APP, SignInMethod.RECOVERY, SignInMethod.SECOND_PASSKEY}
"""Ways on which a password was typed."""
