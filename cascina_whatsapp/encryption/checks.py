# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The system check on the keys, for `check --deploy`. As they are written they are judged in `configuration`."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db import DatabaseError

from . import key_checks


@checks.register(deploy=True)
def keys_belong_to_the_database(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Check, with `check --deploy` and after a restore above all, that the keys are those of the database.

    A database that can't be asked is told, and is no error.

    A database that can't be asked is told, and is no error.

    A database that can't be asked is told, and is no error.
    """
    try:
        return [
            checks.Error(sentence, hint=key_checks.WHAT_TO_DO, id="cascina.E102")
            for sentence in key_checks.problems()
        ]
    except DatabaseError:
        sentence = "Non si può dire se le chiavi sono quelle della base di dati, che non risponde."
        return [checks.Info(sentence, id="cascina.I103")]
