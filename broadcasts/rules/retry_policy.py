# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a failure means for the delivery, its broadcast and its recipient. One table for answers and receipts."""

import random
from dataclasses import dataclass

from cascina_whatsapp.cloud_api import error_codes
from cascina_whatsapp.cloud_api.errors import (
    AnswerUnreadable,
    CallsSpent,
    CloudApiError,
    MetaStumbled,
    OurMistake,
    OutcomeUnknown,
    RecipientBusy,
    RecipientOptedOut,
    RecipientUnreachable,
    SenderBlocked,
    SlowDown,
    TemplateBlocked,
    TemplateNeeded,
    TryLater,
    UnderMaintenance,
    Unexplained,
)

from .states import DeliveryStatus

MOST_ATTEMPTS = 6
PATIENT_ATTEMPTS = 20
"""Where not the recipient is the trouble but the line or the number: a quarter of an hour, then a person decides."""
MOST_DOUBTS = {MetaStumbled: 3, Unexplained: 2}
"""Attempts after which an error of Meta's is no doubt any more: a later "delivered" would still correct it."""

LONGEST_WAIT = 600.0  # seconds
PATIENT_WAIT = 60.0
HOLD_SECONDS = 2.0
"""How long everybody waits when Meta says that the number is too fast (130429)."""
LONG_HOLD_SECONDS = 60.0
"""The same, when the calls of an hour are spent."""

PASSING = [row.code for row in error_codes.ROWS if row.may_be_resent]
"""Codes of failures after which the same message may well arrive another day: a person may have it sent again."""
PASSING_ONCE_TAKEN = [row.code for row in error_codes.ROWS if row.may_be_resent_once_taken]
"""The same, but only of a message that Meta had taken before: without that, it may have arrived."""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What to do: the delivery's next status, and what else follows."""

    status: DeliveryStatus
    wait: float = 0.0
    """Seconds before the next attempt."""
    hold: float = 0.0
    """Seconds during which nobody sends; afterwards everybody sends more slowly."""
    needs_template: bool = False
    stops_campaign: bool = False
    stops_all: bool = False
    """No broadcast can go on, this one or another."""
    suppresses: bool = False
    """The person has opted out at WhatsApp: they must leave our list too."""


FAILED = Decision(status=DeliveryStatus.FAILED)


def decide(
    error: type[CloudApiError], *, attempts: int, was_template: bool = True, retry_after: float | None = None
) -> Decision:
    """The verdict on an error of this class, after so many attempts (the failed one included)."""
    if issubclass(error, SenderBlocked):
        return _stop(all_of_them=not issubclass(error, TemplateBlocked))
    if issubclass(error, AnswerUnreadable):
        return Decision(status=DeliveryStatus.ACCEPTED)
    if issubclass(error, OutcomeUnknown):
        doubtful = attempts < MOST_DOUBTS.get(error, attempts + 1)
        return Decision(status=DeliveryStatus.UNCERTAIN) if doubtful else FAILED
    if issubclass(error, RecipientOptedOut):
        return Decision(status=DeliveryStatus.FAILED, suppresses=True)
    if issubclass(error, TemplateNeeded) and not was_template:
        return Decision(status=DeliveryStatus.QUEUED, needs_template=True)
    if issubclass(error, TryLater):
        return _later(error, attempts, retry_after)
    return FAILED


def decide_on_receipt(error: type[CloudApiError], *, attempts: int) -> type[CloudApiError]:
    """The class that counts when a *receipt* says "failed": then there is no doubt that it didn't arrive.

    What would be an unknown outcome in an answer may be tried once more, then never again.
    """
    if not issubclass(error, OutcomeUnknown):
        return error
    return TryLater if attempts < 2 else RecipientUnreachable


def kind(error: type[CloudApiError]) -> str | None:
    """What the circuit breaker counts this failure as; None where it is no sign that the broadcast goes wrong.

    Not where the recipient is the trouble, nor where a wait or a halt is the cure.
    """
    return error.__name__ if issubclass(error, OutcomeUnknown | OurMistake) else None


def _stop(*, all_of_them: bool) -> Decision:
    return Decision(status=DeliveryStatus.QUEUED, stops_campaign=not all_of_them, stops_all=all_of_them)


def _later(error: type[CloudApiError], attempts: int, retry_after: float | None) -> Decision:
    if issubclass(error, RecipientBusy):
        return _again(error, attempts, retry_after) if attempts < MOST_ATTEMPTS else FAILED
    # Nobody loses a message because the line was down for long: they wait for whoever resumes the broadcast.
    return _again(error, attempts, retry_after) if attempts < PATIENT_ATTEMPTS else _stop(all_of_them=True)


def _again(error: type[CloudApiError], attempts: int, retry_after: float | None) -> Decision:
    asked = min(retry_after or 0.0, LONGEST_WAIT)
    wait = asked or _back_off(error, attempts) * random.uniform(0.8, 1.2)  # noqa: S311
    return Decision(status=DeliveryStatus.QUEUED, wait=wait, hold=_hold(error, asked))


def _back_off(error: type[CloudApiError], attempts: int) -> float:
    """Meta, pair rate limits: 4^X seconds for the same person. Otherwise double, from seconds or from a minute."""
    if issubclass(error, RecipientBusy):
        return min(4.0**attempts, LONGEST_WAIT)
    if issubclass(error, CallsSpent | UnderMaintenance):
        return min(60.0 * 2 ** (attempts - 1), LONGEST_WAIT)
    return min(2.0**attempts, PATIENT_WAIT)


def _hold(error: type[CloudApiError], asked: float) -> float:
    if not issubclass(error, SlowDown):
        return 0.0
    return max(LONG_HOLD_SECONDS if issubclass(error, CallsSpent) else HOLD_SECONDS, asked)
