"""The trail as a table to take away."""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from cascina_whatsapp.security.append_only.chain import canonical_time

from .models import TrailRecord

HEADINGS = (
    "numero",
    "quando",
    "che cosa",
    "chi",
    "account",
    "su che cosa",
    "dettagli",
    "impronta precedente",
    "impronta",
)


def table(rows: QuerySet[TrailRecord], *, is_exact: bool = False) -> Iterator[tuple[Any, ...]]:
    """Yield HEADINGS and a row for each record. `is_exact`: a moment is written as the chain's hash covers it."""
    yield HEADINGS
    for told in rows.iterator(chunk_size=2000):
        yield _row(told, canonical_time(told.at) if is_exact else told.at)


def _row(told: TrailRecord, at: object) -> tuple[Any, ...]:
    details = json.dumps(told.details, ensure_ascii=False, sort_keys=True)
    said = (told.label, told.by_name, told.by_id, told.about, details)
    return (told.sequence, at, *said, told.previous_hash, told.hash)
