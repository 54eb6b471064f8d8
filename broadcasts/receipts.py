# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Receipts → deliveries. They come late, twice, reversed, before our own save: the table of states sorts it out."""

import re
from collections import defaultdict
from datetime import datetime

from cascina_whatsapp.cloud_api.errors import error_class
from cascina_whatsapp.cloud_api.events import StatusUpdate

from . import bulk, failures, verdicts
from .models import Delivery
from .states import DeliveryStatus

REFERENCE = re.compile(r"cascina:delivery:(\d{1,18}):(\d{1,5})")
"""What goes out with a message and comes back in its receipts: which delivery, which attempt."""

COLUMNS = {
    DeliveryStatus.SENT: "sent_at",
    DeliveryStatus.DELIVERED: "delivered_at",
    DeliveryStatus.READ: "read_at",
}
"""The good news, in the order in which it is applied."""


def reference(delivery: Delivery) -> str:
    """Our reference for the current attempt. Nothing personal: Meta keeps it."""
    return f"cascina:delivery:{delivery.pk}:{delivery.attempts}"


def apply(statuses: list[StatusUpdate], *, now: datetime) -> None:
    """Apply a batch: a statement per kind of good news, then the failures. What isn't ours is passed over."""
    good: dict[str, dict[int, datetime]] = defaultdict(dict)
    bad: list[tuple[int, int, StatusUpdate]] = []
    for status in statuses:
        if not (mine := REFERENCE.fullmatch(status.reference)):
            continue
        number, attempt = int(mine[1]), int(mine[2])
        if status.status == "failed":
            bad.append((number, attempt, status))
        else:
            # The same news twice in a batch: the earlier moment is the true one.
            known = good[status.status].get(number)
            good[status.status][number] = min(known, status.at) if known else status.at
    for status, column in COLUMNS.items():
        bulk.note_receipts(status, column, sorted(good[status].items()))
    _fail(bad, now)


def _fail(bad: list[tuple[int, int, StatusUpdate]], now: datetime) -> None:
    numbers = [number for number, _, _ in bad]
    deliveries = Delivery.objects.select_related("campaign", "subscriber").in_bulk(numbers)
    for number, attempt, status in bad:
        delivery = deliveries.get(number)
        if delivery and delivery.attempts == attempt:
            failures.fail(
                delivery,
                verdicts.of_receipt(error_class(status.error_code), attempts=attempt),
                code=status.error_code,
                now=now,
                at=status.at,
                was_template=delivery.needs_template,
            )
