# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One UPDATE for many deliveries, each with a value of its own: what the ORM can't say, on both databases."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from .models import Delivery
from .states import DELIVERY_MAY_FOLLOW, DeliveryStatus

TABLE = Delivery._meta.db_table


REFUSED = "status = 'queued' AND error_code IS NOT NULL"
"""Meta said that the last attempt failed, to be tried again: its own "sent", if it comes now, is older news."""


def note_accepted(rows: Sequence[tuple[int, str]], at: datetime) -> None:
    """Meta took these (delivery, wamid). Where a receipt was quicker than we, its status stays."""
    status = DeliveryStatus.ACCEPTED
    _update(
        [(number, wamid) for number, wamid in rows],
        "text",
        f"wamid = news.value, accepted_at = COALESCE(accepted_at, {_placeholder('timestamptz')}), "
        f"status = CASE WHEN status IN ({_may_precede(status)}) THEN '{status}' ELSE status END",
        [_stored(at)],
    )


def note_receipts(status: DeliveryStatus, column: str, rows: Sequence[tuple[int, datetime]]) -> None:
    """Move these (delivery, time) to `status` where the table of states allows it; the time goes to `column`."""
    allowed = f"AND status IN ({_may_precede(status)})"
    if status == DeliveryStatus.SENT:
        allowed += f" AND NOT ({REFUSED})"
    _update(
        [(number, _stored(at)) for number, at in rows],
        "timestamptz",
        f"status = '{status}', {column} = COALESCE({column}, news.value), error_code = NULL, reason = ''",
        [],
        allowed,
    )


def _update(rows: list[tuple], cast: str, assignments: str, more: list, condition: str = "") -> None:
    """UPDATE … FROM (VALUES …). Values travel as parameters, always."""
    if not rows:
        return
    values = ", ".join([f"(%s, {_placeholder(cast)})"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH news(id, value) AS (VALUES {values}) "  # noqa: S608
            f"UPDATE {TABLE} SET {assignments} FROM news WHERE {TABLE}.id = news.id {condition}",
            [part for row in rows for part in row] + more,
        )


def _placeholder(kind: str) -> str:
    return f"CAST(%s AS {kind})" if connection.vendor == "postgresql" else "%s"


def _stored(at: datetime):
    return connection.ops.adapt_datetimefield_value(at)


def _may_precede(status: DeliveryStatus) -> str:
    return ", ".join(f"'{other}'" for other in sorted(DELIVERY_MAY_FOLLOW[status]))
