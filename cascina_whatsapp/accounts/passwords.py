# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The storage of passwords: Argon2id, at a price that a stranger's guesses can't make the whole machine pay."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class OneLaneArgon2Hasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes and one lane, as OWASP's Password Storage Cheat Sheet has it at least.

    Django's own parameters (100 MiB, eight lanes) take seven times as much processor, and eight threads for each
    guess: 64 connections at the login kept the webhook waiting. Passwords kept with other parameters are hashed
    anew when their owner signs in.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    """KiB."""
    parallelism = 1
