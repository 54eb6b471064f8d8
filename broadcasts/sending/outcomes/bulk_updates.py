"""One UPDATE for many deliveries, each with values of its own: what the ORM can't say, on both databases."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from broadcasts.models import Delivery
from broadcasts.rules.states import DELIVERY_MAY_FOLLOW, DeliveryStatus

TABLE = Delivery._meta.db_table
WAMID = Delivery._meta.get_field("wamid")
COLUMNS = {
    DeliveryStatus.READ: "read_at",
    DeliveryStatus.DELIVERED: "delivered_at",
    DeliveryStatus.SENT: "sent_at",
}
"""The good news of a receipt and where its moment goes; the furthest first."""
BATCH_SIZE = 5000
"""Rows of one statement on PostgreSQL, to which they travel as one array a column."""
SQLITE_BATCH_SIZE = 500
"""The rows of a statement on SQLite, where each value is a parameter of its own."""

REFUSED = "status = 'queued' AND error_code IS NOT NULL"
"""Meta said that the last attempt failed, to be tried again: its own "sent", if it comes now, is older news."""


Rows = Sequence[tuple[Any, ...]]


def lock(numbers: Iterable[int]) -> None:
    """Lock these deliveries for the caller's transaction, upwards: what changes many does this first.

    An UPDATE locks in whatever order it finds its rows, and two of them could wait for each other for ever.
    SQLite has one writer at a time anyway.
    """
    ordered = sorted(set(numbers))
    if ordered and _is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT FROM {TABLE} WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [ordered])


@transaction.atomic
def note_accepted(
    rows: Sequence[tuple[int, str]], at: datetime, *, status: DeliveryStatus = DeliveryStatus.ACCEPTED
) -> None:
    """Note that Meta took deliveries (pk, wamid), or holds them (`status`). A quicker receipt's status stays."""
    lock(number for number, _ in rows)
    placeholder = "CAST(%s AS timestamptz)" if _is_postgresql() else "%s"
    _update(
        {"id": "bigint", "wamid": "text"},
        [(number, WAMID.encrypted(wamid)) for number, wamid in rows],
        f"wamid = news.wamid, accepted_at = COALESCE(accepted_at, {placeholder}), "
        f"status = CASE WHEN status IN ({_may_precede(status)}) THEN '{status}' ELSE status END",
        [_stored(at)],
    )


def note_receipts(news: Mapping[int, Mapping[str, datetime]]) -> None:
    """Good news of many deliveries: each takes the steps that the table of states allows, and keeps their moments.

    The table makes this one statement: whatever a nearer state may follow, a further one may as well.
    """
    moments = [
        (number, *(_stored(told[status]) if status in told else None for status in COLUMNS))
        for number, told in news.items()
    ]
    steps = {status: _step(status) for status in COLUMNS}
    status = " ".join(f"WHEN {allowed} THEN '{status}'" for status, allowed in steps.items())
    times = ", ".join(
        f"{COLUMNS[status]} = CASE WHEN {allowed} THEN COALESCE({TABLE}.{COLUMNS[status]}, news.{COLUMNS[status]}) "
        f"ELSE {TABLE}.{COLUMNS[status]} END"
        for status, allowed in steps.items()
    )
    _update(
        {"id": "bigint", **dict.fromkeys(COLUMNS.values(), "timestamptz")},
        moments,
        f"status = CASE {status} END, {times}, error_code = NULL, reason = ''",
        [],
        " OR ".join(f"({allowed})" for allowed in steps.values()),
    )


def _step(status: DeliveryStatus) -> str:
    """Write the SQL condition under which a delivery has news of a status and may take that step."""
    allowed = f"news.{COLUMNS[status]} IS NOT NULL AND status IN ({_may_precede(status)})"
    return f"{allowed} AND NOT ({REFUSED})" if status == DeliveryStatus.SENT else allowed


def _update(
    columns: dict[str, str], rows: Rows, assignments: str, more: list[Any], condition: str = "TRUE"
) -> None:
    """Run UPDATE … FROM the rows, which have these columns. Values travel as parameters, always."""
    size = BATCH_SIZE if _is_postgresql() else SQLITE_BATCH_SIZE
    for start in range(0, len(rows), size):
        some = rows[start : start + size]
        source, values = _as_arrays(columns, some) if _is_postgresql() else _as_values(some)
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH news({', '.join(columns)}) AS ({source}) "  # noqa: S608
                f"UPDATE {TABLE} SET {assignments} FROM news WHERE {TABLE}.id = news.id AND ({condition})",
                values + more,
            )


def _as_arrays(columns: dict[str, str], rows: Rows) -> tuple[str, list[Any]]:
    arrays = ", ".join(f"%s::{kind}[]" for kind in columns.values())
    return f"SELECT * FROM unnest({arrays})", [list(column) for column in zip(*rows, strict=True)]  # noqa: S608


def _as_values(rows: Rows) -> tuple[str, list[Any]]:
    row = f"({', '.join(['%s'] * len(rows[0]))})"
    return f"VALUES {', '.join([row] * len(rows))}", [value for row in rows for value in row]


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _stored(at: datetime) -> str | datetime | None:
    return connection.ops.adapt_datetimefield_value(at)


def _may_precede(status: DeliveryStatus) -> str:
    return ", ".join(f"'{other}'" for other in sorted(DELIVERY_MAY_FOLLOW[status]))
