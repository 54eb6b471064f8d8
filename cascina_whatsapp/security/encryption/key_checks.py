"""Do the keys of the environment belong to this database? Asked before anything is written with them.

With other keys than it was made with a database reads as nonsense, and nobody in it is recognised any more: a late
"Iscrizione" could undo a "Cancellazione". So nothing starts then, and the sentence says which key is meant.
"""

import hashlib
import hmac
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, DatabaseError, transaction

from .data_keys import derived, keyring
from .models import KeyCheck
from .pseudonym_keys import PseudonymKey, live_keys, same_generation

Purpose = KeyCheck.Purpose
SETTING = {Purpose.DATA: "DATA_KEYS", Purpose.PSEUDONYM: "CONSENT_HASH_KEY"}
WHAT_TO_DO = (
    "Rimetti le chiavi conservate quando questa base di dati era in servizio (docs/operations.md, The keys): stanno "
    "lontano dalle copie, con la stessa data. Non è stato scritto nulla."
)


class WrongKeys(ImproperlyConfigured):
    """The error that the keys are not those of this database; every sentence names a key and what to do."""


def configured() -> list[KeyCheck]:
    """Every key of the environment, as the database would know it; data keys first."""
    from django.conf import settings

    data = [
        KeyCheck(purpose=Purpose.DATA, name=key.name, value=derived(secret, "check").hex())
        for key, secret in zip(keyring().keys, settings.DATA_KEYS, strict=True)
    ]
    pseudonyms = [
        KeyCheck(purpose=Purpose.PSEUDONYM, name=str(key.generation), value=_digest(key))
        for key in live_keys()
    ]
    return data + pseudonyms


def _digest(key: PseudonymKey) -> str:
    return hmac.new(key.secret.encode(), f"check:{key.generation}".encode(), hashlib.sha256).hexdigest()


def problems(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """A sentence for each key that is wrong or missing; WHAT_TO_DO says what to do about them.

    Writes nothing; raises DatabaseError before `migrate`.
    """
    keys = {(key.purpose, key.name): key.value for key in configured()}
    twice, found = same_generation(live_keys()), []
    if twice is not None:
        found.append(
            f"CONSENT_HASH_KEY: due chiavi sono della generazione {twice}. "
            "Una chiave nuova comincia con il suo numero, «2:»."
        )
    for stored in KeyCheck.objects.using(using).order_by("purpose", "pk"):
        place = Purpose(stored.purpose), stored.name
        if place not in keys:
            found.append(_missing(*place))
        elif not hmac.compare_digest(keys[place], stored.value):
            found.append(f"{SETTING[place[0]]}: non è la chiave di questa base di dati ({_called(*place)}).")
    return found


def _missing(purpose: Purpose, name: str) -> str:
    old = "" if purpose == Purpose.DATA else " o CONSENT_HASH_KEYS_OLD"
    return f"{SETTING[purpose]}{old}: manca una chiave di questa base di dati ({_called(purpose, name)})."


def _called(purpose: Purpose, name: str) -> str:
    return f"id {name}" if purpose == Purpose.DATA else f"generazione {name}"


def refuse_wrong_keys(using: str = DEFAULT_DB_ALIAS) -> None:
    """Raise WrongKeys for keys that are not those of the database; remember those that are new to it.

    Raises DatabaseError where the database can't be asked, or `migrate` has not been run.
    """
    if found := problems(using):
        raise WrongKeys("\n".join([*found, WHAT_TO_DO]))
    remember(using)


@transaction.atomic
def remember(using: str = DEFAULT_DB_ALIAS) -> None:
    """Store the check value of every key that the database has not met; two processes may do it at once."""
    KeyCheck.objects.using(using).bulk_create(configured(), ignore_conflicts=True)


def forget(purpose: Purpose, names: list[str], using: str = DEFAULT_DB_ALIAS) -> None:
    """Forget keys that are needed no more: they may go from the environment."""
    KeyCheck.objects.using(using).filter(purpose=purpose, name__in=names).delete()


@checks.register(deploy=True)
def keys_belong_to_the_database(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Check, with `check --deploy` and after a restore above all, that the keys are those of the database.

    A database that can't be asked is told, and is no error.
    """
    try:
        return [checks.Error(sentence, hint=WHAT_TO_DO, id="cascina.E102") for sentence in problems()]
    except DatabaseError:
        sentence = "Non si può dire se le chiavi sono quelle della base di dati, che non risponde."
        return [checks.Info(sentence, id="cascina.I103")]
