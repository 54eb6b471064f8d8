# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a failure means for the delivery, its broadcast and its recipient. One table for answers and receipts."""

import random
from dataclasses import dataclass

from cascina_whatsapp.cloud_api.errors import (
    AnswerUnreadable,
    CloudApiError,
    OutcomeUnknown,
    RecipientBusy,
    RecipientOptedOut,
    RecipientUnreachable,
    SenderBlocked,
    SlowDown,
    TemplateNeeded,
    TryLater,
)

from .states import DeliveryStatus

MOST_ATTEMPTS = 6
LONGEST_WAIT = 600.0  # seconds
HOLD_SECONDS = 2.0
"""How long everybody waits when Meta says that the number is too fast (130429)."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What to do: the delivery's next status, and what else follows."""

    status: DeliveryStatus
    wait: float = 0.0
    """Seconds before the next attempt."""
    hold: float = 0.0
    """Seconds during which nobody sends."""
    needs_template: bool = False
    stops_campaign: bool = False
    suppresses: bool = False
    """The person has opted out at WhatsApp: they must leave our list too."""


FAILED = Verdict(status=DeliveryStatus.FAILED)


def judge(
    error: type[CloudApiError], *, attempts: int, was_template: bool = True, retry_after: float | None = None
) -> Verdict:
    """The verdict on an error of this class, after so many attempts (the failed one included)."""
    if issubclass(error, SenderBlocked):
        return Verdict(status=DeliveryStatus.QUEUED, stops_campaign=True)
    if issubclass(error, AnswerUnreadable):
        return Verdict(status=DeliveryStatus.ACCEPTED)
    if issubclass(error, OutcomeUnknown):
        return Verdict(status=DeliveryStatus.UNCERTAIN)
    if issubclass(error, RecipientOptedOut):
        return Verdict(status=DeliveryStatus.FAILED, suppresses=True)
    if issubclass(error, TemplateNeeded) and not was_template:
        return Verdict(status=DeliveryStatus.QUEUED, needs_template=True)
    if issubclass(error, TryLater) and attempts < MOST_ATTEMPTS:
        return _again(error, attempts, retry_after)
    return FAILED


def of_receipt(error: type[CloudApiError], *, attempts: int) -> type[CloudApiError]:
    """The class that counts when a *receipt* says "failed": then there is no doubt that it didn't arrive.

    What would be an unknown outcome in an answer may be tried once more, then never again.
    """
    if not issubclass(error, OutcomeUnknown):
        return error
    return TryLater if attempts < 2 else RecipientUnreachable


def _again(error: type[CloudApiError], attempts: int, retry_after: float | None) -> Verdict:
    # Meta, pair rate limits: wait 4^X seconds for the same person. Otherwise double, with jitter.
    base = 4.0 if issubclass(error, RecipientBusy) else 2.0
    wait = retry_after or min(base**attempts, LONGEST_WAIT) * random.uniform(0.8, 1.2)  # noqa: S311
    hold = max(HOLD_SECONDS, retry_after or 0.0) if issubclass(error, SlowDown) else 0.0
    return Verdict(status=DeliveryStatus.QUEUED, wait=wait, hold=hold)
