"""Seals: whoever writes to the database without the keys makes no row on which this service acts.

A seal is HMAC-SHA-256 of what is decided by a row and of whose it is, under a key derived from DATA_KEYS, with the
key's id before it. Copied to another row, or beside other values, it holds no more. A row of SEALED for each kind;
who writes such a row calls `put`, who acts on it asks `holds`, and `broken` walks through all of them every night.
"""

import hashlib
import hmac
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Model, Q, QuerySet, TextChoices

from cascina_whatsapp.security.append_only.chain import canonical_json, canonical_time

from .data_keys import DataKey, NoKey, keyring
from .models import RowSeal
from .values import Altered

log = logging.getLogger(__name__)


class Kind(TextChoices):
    """The kinds of sealed rows, each with its name in what the verification of the night has found."""

    ACCOUNT = "account", "l'account, con i suoi gruppi e permessi,"
    GROUP = "group", "il gruppo, con i suoi permessi,"
    PASSWORD = "password", "la password dell'account"
    APP = "app", "l'app dei codici"
    CODES = "codes", "il foglio dei codici di riserva"
    PASSKEY = "passkey", "la passkey"
    SINGLE_SIGN_ON = "single_sign_on", "il collegamento all'accesso unico"
    INVITATION = "invitation", "l'invito"
    CHANGE = "change", "il cambio di account chiesto"
    APPROVAL = "approval", "l'approvazione del messaggio"
    MEDIA = "media", "il file del messaggio presso WhatsApp"
    TEMPLATE = "template", "il testo fisso del messaggio presso WhatsApp"
    AUTHORISATION = "authorisation", "l'autorizzazione per le elezioni"
    REVISION = "revision", "la correzione da pubblicare"
    PROPOSAL = "proposal", "la proposta che aspetta una seconda persona"
    TEXT = "text", "il testo del servizio"
    EXPORT = "export", "l'esportazione del registro"


@dataclass(frozen=True)
class Sealed:
    """A kind of sealed row: its model, the fields that the seal covers, and which rows have to have one."""

    model: str
    fields: tuple[str, ...]
    rows: Q = Q()  # noqa: RUF009 (a Q is not changed)


ALTERED = "Qualcuno l'ha scritto nella base di dati, non da questa pagina: rifiutalo, e dillo a chi cura il servizio."
"""What a page says of a row that does not hold."""
OPEN = Q(outcome="open")
OF_MIGRATIONS = (Kind.GROUP, Kind.TEXT)
"""The kinds of which a new version may write rows by itself."""
SEALED = {
    Kind.ACCOUNT: Sealed(
        "auth.User",
        ("username", "email", "is_active", "is_staff", "is_superuser", "groups", "user_permissions"),
    ),
    Kind.GROUP: Sealed("auth.Group", ("name", "permissions")),
    Kind.PASSWORD: Sealed("auth.User", ("password",), ~Q(password__regex="^(!|$)")),  # noqa: S106 (Django's mark of none)
    Kind.APP: Sealed("accounts.AuthenticatorApp", ("user_id", "secret")),
    Kind.CODES: Sealed("accounts.RecoveryCodes", ("user_id", "digests")),
    Kind.PASSKEY: Sealed(
        "django_otp_webauthn.WebAuthnCredential", ("user_id", "credential_id", "public_key")
    ),
    Kind.SINGLE_SIGN_ON: Sealed("accounts.SingleSignOn", ("user_id", "issuer", "subject")),
    Kind.INVITATION: Sealed("accounts.Invitation", ("user_id", "digest", "expires_at")),
    Kind.CHANGE: Sealed(
        "accounts.AccountChange",
        ("user_id", "kind", "group_id", "email", "asked_by_id", "expires_at"),
        OPEN,
    ),
    Kind.APPROVAL: Sealed(
        "broadcasts.Campaign", ("approved_hash", "approved_by_id", "approved_at"), ~Q(approved_hash="")
    ),
    Kind.MEDIA: Sealed("broadcasts.Campaign", ("media_id", "media_uploaded_at"), ~Q(media_id="")),
    Kind.TEMPLATE: Sealed(
        "broadcasts.WhatsAppTemplate", ("name", "language", "fingerprint"), ~Q(fingerprint="")
    ),
    Kind.AUTHORISATION: Sealed(
        "broadcasts.ElectionDeclaration",
        ("campaign_id", "period_id", "fingerprint", "is_emergency", "declared_by_id", "decided_by_id"),
        Q(outcome="authorised"),
    ),
    Kind.REVISION: Sealed(
        "broadcasts.Publication", ("campaign_id", "outlet", "revision", "words"), ~Q(revision=0)
    ),
    Kind.PROPOSAL: Sealed("accounts.Proposal", ("kind", "target", "change", "reason", "asked_by_id"), OPEN),
    Kind.TEXT: Sealed("subscribers.ServiceText", ("key", "version", "body", "in_force_from")),
    Kind.EXPORT: Sealed(
        "subscribers.RegisterExport", ("requested_by_id", "with_numbers", "released_by_id", "released_at")
    ),
}


class Broken(NamedTuple):
    """A row that is not as this service wrote it."""

    kind: Kind
    row: int


def put(kind: Kind, row: Model) -> None:
    """Seal a row as it is, in the caller's transaction, in the place of any seal before. Raises NoKey."""
    RowSeal.objects.using(row._state.db).bulk_create(
        [RowSeal(what=kind, row=row.pk, value=_made(keyring().first, kind, row))],
        update_conflicts=True,
        unique_fields=["what", "row"],
        update_fields=["value"],
    )


def drop(kind: Kind, row: Model) -> None:
    """Take away the seal of a row that is to hold no more, before it is deleted."""
    _seals(row._state.db).filter(what=kind, row=row.pk).delete()


def holds(kind: Kind, row: Model) -> bool:
    """Tell whether a row is as it was sealed; log one that is not."""
    value = _seals(row._state.db).filter(what=kind, row=row.pk).values_list("value", flat=True).first()
    if value is not None and _is_of(value, kind, row):
        return True
    log.error("%s %s is not as this service wrote it", kind, row.pk)
    return False


def broken(*kinds: Kind, using: str = DEFAULT_DB_ALIAS) -> Iterator[Broken]:
    """Yield the rows of these kinds, or of all, that this service did not write as they are."""
    for kind in kinds or _installed():
        for pk in _rows(kind, using).values_list("pk", flat=True):
            if not _stands(kind, pk, using):
                yield Broken(kind, pk)


def put_all(*kinds: Kind, using: str = DEFAULT_DB_ALIAS, but: frozenset[Broken] = frozenset()) -> int:
    """Seal every row of these kinds, or of all, as it is; return how many. For `migrate` alone."""
    count = 0
    for kind in kinds or _installed():
        for row in _rows(kind, using):
            if Broken(kind, row.pk) not in but:
                put(kind, row)
                count += 1
    return count


def renew(using: str = DEFAULT_DB_ALIAS) -> int:
    """Make the seals of older keys anew with the first one; return how many. Those that hold no more go."""
    count = 0
    for seal in old(using):
        row = _rows(Kind(seal.what), using).filter(pk=seal.row).first()
        if row is not None and _is_of(seal.value, Kind(seal.what), row):
            put(Kind(seal.what), row)
            count += 1
        else:
            seal.delete()
    return count


def old(using: str = DEFAULT_DB_ALIAS) -> QuerySet[RowSeal]:
    """Select the seals that another key than the first has made."""
    return _seals(using).exclude(value__startswith=f"{keyring().first.name}.").order_by("pk")


def _stands(kind: Kind, pk: int, using: str) -> bool:
    """Tell whether a row holds; one that went meanwhile does, one that can't be read does not."""
    try:
        row = _rows(kind, using).filter(pk=pk).first()
        return row is None or holds(kind, row)
    except (Altered, NoKey):
        return False


def _seals(using: str | None) -> QuerySet[RowSeal]:
    return RowSeal.objects.using(using)


def _installed() -> list[Kind]:
    """List the kinds of which this installation has a table."""
    return [kind for kind in SEALED if SEALED[kind].model in {row._meta.label for row in apps.get_models()}]


def _rows(kind: Kind, using: str) -> QuerySet[Any]:
    sealed = SEALED[kind]
    rows: QuerySet[Any] = apps.get_model(sealed.model)._base_manager.using(using)
    return rows.filter(sealed.rows).order_by("pk")


def _is_of(value: str, kind: Kind, row: Model) -> bool:
    """Tell whether a seal is of this row, under the key that it names."""
    try:
        key = keyring().find(bytes.fromhex(value.partition(".")[0]))
    except (NoKey, ValueError):
        return False
    return hmac.compare_digest(value.encode(), _made(key, kind, row).encode())


def _made(key: DataKey, kind: Kind, row: Model) -> str:
    said = [_plain(getattr(row, name)) for name in SEALED[kind].fields]
    message = canonical_json([kind.value, row.pk, *said])
    return f"{key.name}.{hmac.new(key.sealing, message.encode(), hashlib.sha256).hexdigest()}"


def _plain(value: Any) -> Any:
    """Return a value as JSON knows it; of a relation the numbers of the rows that it leads to."""
    if isinstance(value, models.Manager):
        return sorted(value.values_list("pk", flat=True))
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return canonical_time(value) if isinstance(value, datetime) else value
