# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""System checks on the keys, for `check --deploy` and for every start."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from . import key_checks
from .data_keys import LEAST_LENGTH


@checks.register
def keys_are_long_and_apart(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """A key that could be guessed, or that does two things, protects nothing: an error in production."""
    level = checks.Warning if settings.DEBUG else checks.Error
    return [level(sentence, id="cascina.E101") for sentence in weaknesses()]


def weaknesses() -> list[str]:
    """A sentence for each thing that is wrong with DATA_KEYS as they are written."""
    found = []
    if any(len(key) < LEAST_LENGTH for key in settings.DATA_KEYS):
        found.append(
            f"DATA_KEYS: a key is shorter than {LEAST_LENGTH} characters. manage.py make_key writes one."
        )
    if _other_secrets() & set(settings.DATA_KEYS):
        found.append(
            "DATA_KEYS: a key is also DJANGO_SECRET_KEY or CONSENT_HASH_KEY. Each must be one of its own."
        )
    if len(set(settings.DATA_KEYS)) < len(settings.DATA_KEYS):
        found.append("DATA_KEYS: the same key stands there twice.")
    return found


def _other_secrets() -> set[str]:
    try:
        secret = settings.SECRET_KEY
    except ImproperlyConfigured:  # empty: another check says so
        secret = ""
    return {settings.CONSENT_HASH_KEY, *settings.CONSENT_HASH_KEYS_OLD, secret} - {""}


@checks.register(deploy=True)
def keys_belong_to_the_database(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """For `check --deploy`, after a restore above all. A database that can't be asked is told, and no error."""
    try:
        return [checks.Error(sentence, id="cascina.E102") for sentence in key_checks.problems()]
    except DatabaseError:
        return [
            checks.Info("The keys were not held against the database: it does not answer.", id="cascina.I103")
        ]
