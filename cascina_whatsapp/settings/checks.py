"""The checks before anything starts: are the settings right, are the keys those of the database."""

import logging
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from cascina_whatsapp.security import untrusted_files

from . import weaknesses
from .configuration import problems
from .configuration.problems import Kind

log = logging.getLogger(__name__)
USES_NETWORK = (
    "Chi legge i file caricati potrebbe usare la rete: per impedirlo serve Linux su x86_64 o aarch64."
)
READS_FILES = (
    "Chi legge i file caricati potrebbe leggere anche altri file di questa macchina, come quelli delle chiavi: "
    "per impedirlo serve Linux 5.13 o successivo con Landlock acceso (la voce «landlock» in "
    "/sys/kernel/security/lsm), e che il contenitore, se c'è, lo lasci usare."
)


@checks.register
def settings_are_right(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Errors for what nothing may start with; while developing, warnings for what production would miss.

    For who comes without manage.py: that refuses by itself, before any check.
    """
    found = problems.refused(settings.SETTING_PROBLEMS, developing=settings.DEBUG)
    others = [problem for problem in settings.SETTING_PROBLEMS if problem.kind in (Kind.MISSING, Kind.TOLD)]
    return [
        *(checks.Error(str(problem), id="cascina.E001") for problem in found),
        *(checks.Warning(str(problem), id="cascina.W001") for problem in others if problem not in found),
    ]


@checks.register(deploy=True)
def nothing_is_weakened(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """A warning for each setting that is permitted and weakens the service."""
    return [
        checks.Warning(f"{weak.setting}: {weak.sentence}", id=f"cascina.{weak.id}")
        for weak in weaknesses.found(settings)
    ]


@checks.register(deploy=True)
def readers_are_confined(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """A warning where who reads an uploaded file could open a connection, or read other files, keys among them."""
    found: list[checks.CheckMessage] = []
    if not untrusted_files.refuses_network():
        found.append(checks.Warning(USES_NETWORK, id="cascina.W101"))
    if not untrusted_files.shuts_files():
        found.append(checks.Warning(READS_FILES, id="cascina.W102"))
    return found


def refuse_wrong_settings(command: str | None = None) -> None:
    """End a process with code 1 for wrong settings, all problems on stderr, a line each: before anything else.

    `command`: the one that manage.py is to run; a few can do without most settings.
    """
    if not settings.DEBUG:
        problems.tell(settings.SETTING_PROBLEMS)
    found = problems.refused(settings.SETTING_PROBLEMS, developing=settings.DEBUG)
    problems.refuse(found if command is None else problems.concern(found, command))


def refuse_wrong_keys(*, insist: bool) -> None:
    """Raise ImproperlyConfigured for keys that are not those of the database, before a process does anything.

    With `insist` also where the database can't be asked; without it the process starts, /readyz says so, and the
    question is asked before anything is encrypted.
    """
    from cascina_whatsapp.security.encryption import (  # needs the models, which are loaded later than this module
        key_checks,
        values,
    )

    try:
        key_checks.refuse_wrong_keys()
    except DatabaseError as problem:
        if insist:
            raise ImproperlyConfigured(
                "Non si può dire se le chiavi sono quelle della base di dati: non risponde, o manca `migrate`."
            ) from problem
        log.error("the keys were not held against the database: it does not answer")
        values.ask_before_encrypting(key_checks.refuse_wrong_keys)
    finally:
        connection.close()  # this process may fork: its children open their own
