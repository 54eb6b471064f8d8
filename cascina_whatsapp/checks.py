# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""System checks: a service half configured says what is missing, and in production doesn't start."""

import logging
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from cascina_whatsapp import untrusted_files

from . import setting_rules

log = logging.getLogger(__name__)
REQUIRED = {
    # environment name → (settings' name, what it is for)
    "DJANGO_SECRET_KEY": ("SECRET_KEY", "signs sessions and forms"),
    "DJANGO_ALLOWED_HOSTS": ("ALLOWED_HOSTS", "the host names that the service answers to"),
    "WHATSAPP_PHONE_NUMBER_ID": ("WHATSAPP_PHONE_NUMBER_ID", "the number that broadcasts leave from"),
    "WHATSAPP_BUSINESS_ACCOUNT_ID": ("WHATSAPP_BUSINESS_ACCOUNT_ID", "the account that owns the templates"),
    "WHATSAPP_ACCESS_TOKEN": ("WHATSAPP_ACCESS_TOKEN", "lets us call the Cloud API"),
    "WHATSAPP_APP_SECRET": ("WHATSAPP_APP_SECRETS", "proves that a webhook comes from Meta"),
    "WHATSAPP_VERIFY_TOKEN": ("WHATSAPP_VERIFY_TOKEN", "answers Meta's handshake"),
    "CONSENT_HASH_KEY": ("CONSENT_HASH_KEY", "turns numbers into the register's pseudonyms"),
    "DATA_KEYS": ("DATA_KEYS", "encrypts numbers and texts in the database"),
}


def missing() -> list[str]:
    """A sentence for each required name that is empty, naming it."""
    return [
        f"{name} is missing: {purpose}. Set it, or {name}_FILE, in the environment or in .env."
        for name, (setting, purpose) in REQUIRED.items()
        if not is_set(setting)
    ]


def is_set(setting: str) -> bool:
    """Whether the setting has a value. Django refuses to hand out an empty SECRET_KEY, hence the exception."""
    try:
        return bool(getattr(settings, setting))
    except ImproperlyConfigured:
        return False


@checks.register
def everything_is_configured(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Errors in production, warnings while developing."""
    level = checks.Warning if settings.DEBUG else checks.Error
    return [level(sentence, id=f"cascina.E{number:03}") for number, sentence in enumerate(missing(), start=1)]


@checks.register(deploy=True)
def files_are_read_without_network(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """A warning where the process that reads an uploaded file could open a connection."""
    if untrusted_files.refuses_network():
        return []
    sentence = (
        "What reads an uploaded file is not kept from the network: that takes Linux on x86_64 or aarch64."
    )
    return [checks.Warning(sentence, id="cascina.W101")]


@checks.register(deploy=True)
def nothing_opens_the_service(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Errors for keys that can be guessed and connections in clear; of a laptop nobody asks for more."""
    found = [] if settings.DEBUG else setting_rules.unsafe(settings)
    return [checks.Error(sentence, id="cascina.E050") for sentence in found]


def refuse_half_configured() -> None:
    """Called by the processes that serve or send. Raises ImproperlyConfigured, naming every missing secret, and what
    would open the service to strangers."""
    problems = [*missing(), *setting_rules.unsafe(settings)]
    if problems and not settings.DEBUG:
        raise ImproperlyConfigured("\n".join(["The service can't start.", *problems]))


def refuse_wrong_keys(*, insist: bool) -> None:
    """Called by the same processes. Raises ImproperlyConfigured for keys that are not those of the database.

    With `insist` also where the database can't be asked; without it the process starts, /readyz says so, and the
    question is asked before anything is encrypted.
    """
    from .encryption import key_checks, values  # needs the models, which are loaded later than this module

    try:
        key_checks.refuse_wrong_keys()
    except DatabaseError as problem:
        if insist:
            raise ImproperlyConfigured(
                "The keys can't be held against the database: it doesn't answer, or lacks `migrate`."
            ) from problem
        log.error("the keys were not held against the database: it does not answer")
        values.ask_before_encrypting(key_checks.refuse_wrong_keys)
    finally:
        connection.close()  # this process may fork: its children open their own
