"""Appending to a chain, one writer after the other, and the one spelling of what its hashes are made of."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.db import models, transaction

GENESIS = "0" * 64
"""The hash that the first record of a chain continues."""
BATCH_SIZE = 500
"""Rows that one INSERT writes."""
canonical_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
"""One spelling for one value."""


class ChainHead(models.Model):
    """The end of a chain: one row, which whoever appends holds locked until they commit."""

    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        abstract = True


Record = TypeVar("Record", bound=models.Model)
Head = TypeVar("Head", bound=ChainHead)


def canonical_time(moment: datetime) -> str:
    """ISO 8601 in UTC with microseconds: one spelling for one moment."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def canonical_hash(*values: Any) -> str:
    """SHA-256 of the values, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(values).encode()).hexdigest()


def serialize(heads: type[Head]) -> Head:
    """The end of the chain, locked until the caller's transaction is over. Needs a transaction."""
    locked = heads._default_manager.select_for_update()
    head = locked.filter(pk=1).first()
    if head is None:  # an empty database that no migration has filled: a test's
        heads._default_manager.get_or_create(pk=1)
        head = locked.get(pk=1)
    return head


Chain = Callable[[Record, ChainHead], None]
"""Gives a record the number and the hash that follow the end of its chain."""


def append(records: list[Record], head: ChainHead, chain: Chain[Record]) -> list[Record]:
    """Write these records in their order behind the end that the caller holds; all of them or none."""
    link(records, head, chain)
    return write(records, head)


def link(records: list[Record], head: ChainHead, chain: Chain[Record]) -> None:
    """Number these records behind `head`, which is their end afterwards; nothing is written yet."""
    for record in records:
        chain(record, head)
        head.sequence, head.hash = record.sequence, record.hash  # type: ignore[attr-defined]  # every chained model has them


@transaction.atomic(savepoint=False)
def write(records: list[Record], head: ChainHead) -> list[Record]:
    """Write records that were linked to the chain, and where it ends."""
    written = type(records[0])._default_manager.bulk_create(records, batch_size=BATCH_SIZE) if records else []
    head.save(update_fields=["sequence", "hash"])
    return written
