"""The handling of encrypted columns, and of the pseudonyms that go with them, by `migrate` and `rotate_keys`."""

from typing import Any

from django.apps import apps
from django.db import OperationalError, connections, transaction
from django.db.models import Model, QuerySet

from broadcasts import hooks
from cascina_whatsapp.security.encryption import data_keys, key_checks, reencrypting, seals
from cascina_whatsapp.security.encryption.models import KeyCheck, RowSeal
from cascina_whatsapp.security.encryption.pseudonym_keys import live_keys
from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers.identity import naming
from subscribers.models import ImportRow

DIGESTS = {("subscribers.ConsentRecord", "message_digest"), ("subscribers.SeenMessage", "digest")}
"""Columns that hold digests of messages."""
BATCH_SIZE = 500


def apps_concerned() -> set[str]:
    """The labels of those with encrypted columns, and of the keys' own: each has to be migrated before."""
    return {KeyCheck._meta.app_label} | {
        column.field.model._meta.app_label for column in reencrypting.columns()
    }


def encrypt_what_is_clear(using: str) -> int:
    """Encrypt what is clear after `migrate`: check the keys against the database, and write missing pseudonyms.

    Returns how many values were encrypted. Raises WrongKeys.
    """
    key_checks.refuse_wrong_keys(using)
    name(ImportRow.objects.using(using))
    for table in hooks.PHONES:
        name(table._default_manager.using(using))
    count = reencrypting.reencrypt(using=using)
    if count:
        wipe(using)
    return count


def name(table: QuerySet[Any]) -> None:
    """Write the pseudonym of every number that has none yet."""
    nameless = table.filter(pseudonym="").order_by("pk")
    while numbers := list(nameless.values_list("pk", flat=True)[:BATCH_SIZE]):
        with transaction.atomic(using=table.db):
            rows = list(nameless.filter(pk__in=numbers).select_for_update())
            for row, name in zip(
                rows, naming.named_all(Person(phone=row.phone) for row in rows), strict=True
            ):
                row.pseudonym = name["phone_pseudonym"]
            table.bulk_update(rows, ["pseudonym"])


def unsealed(using: str) -> frozenset[seals.Broken] | None:
    """Return the rows of OF_MIGRATIONS that do not hold, before `migrate`; None where there are no seals yet."""
    if not _has_seals(using):
        return None
    return frozenset(seals.broken(*seals.OF_MIGRATIONS, using=using))


def seal(using: str, before: frozenset[seals.Broken] | None) -> None:
    """Seal after `migrate` what it may have written; everything, where it has just made the seals' table.

    What did not hold `before` it stays so: nothing that somebody else has written is sealed by an upgrade.
    """
    if not _has_seals(using):  # on the way back
        return
    if before is not None:
        seals.put_all(*seals.OF_MIGRATIONS, using=using, but=before)
    else:
        key_checks.refuse_wrong_keys(using)
        seals.put_all(using=using)


def _has_seals(using: str) -> bool:
    return RowSeal._meta.db_table in connections[using].introspection.table_names()


def wipe(using: str) -> bool:
    """Wipe what SQLite leaves in its file of values that were written over.

    False where others are at work all the time, and the file can't be written anew: once they stand still.
    """
    connection = connections[using]
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return True
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except OperationalError:
        return False
    return True


def retire_keys(using: str) -> list[str]:
    """Forget the keys that no value needs, and return their names: they may go from the environment.

    A data key but the first, once nothing is encrypted by it; an older key of pseudonyms, once nobody bears one.
    """
    found = []
    if not reencrypting.left(using=using) and not seals.old(using).exists():
        names = [key.name for key in data_keys.keyring().keys[1:]]
        key_checks.forget(KeyCheck.Purpose.DATA, names, using)
        found += [f"DATA_KEYS, chiave {name}" for name in names]
    unused = [key.generation for key in live_keys()[1:] if not is_borne(key.generation, using)]
    key_checks.forget(KeyCheck.Purpose.PSEUDONYM, [str(generation) for generation in unused], using)
    return found + [f"CONSENT_HASH_KEYS_OLD, generazione {generation}" for generation in unused]


def is_borne(generation: int, using: str) -> bool:
    """Tell whether a column of pseudonyms or digests holds one of this generation."""
    return any(
        of_generation(model._default_manager.using(using).order_by(), column, generation).exists()
        for model, column in pseudonym_columns()
    )


def pseudonym_columns() -> list[tuple[type[Model], str]]:
    """Every column that holds pseudonyms, or digests of messages, made with these keys: by its name."""
    return [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if field.name.endswith("pseudonym") or (model._meta.label, field.name) in DIGESTS
    ]


def of_generation(rows: QuerySet[Any], column: str, generation: int) -> QuerySet[Any]:
    """Select the rows whose pseudonym is of this generation: see `pseudonym_keys`."""
    if generation > 1:
        return rows.filter(**{f"{column}__endswith": f"g{generation:02}"})
    return rows.exclude(**{column: ""}).exclude(**{f"{column}__regex": r"g[0-9]{2}$"})
