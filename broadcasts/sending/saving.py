"""The outcomes of calls are written: those that Meta took together, those that failed one by one."""

from collections import Counter
from datetime import datetime

from broadcasts.rules import circuit_breaker
from broadcasts.rules.states import DeliveryStatus

from . import bulk_updates, failures
from .call_pool import Outcome


def save(outcomes: list[Outcome], now: datetime) -> None:
    """Write what became of calls: the accepted in one statement, the failed one by one."""
    for number, count in Counter(o.outgoing.delivery.campaign_id for o in outcomes if not o.error).items():
        circuit_breaker.note_success(number, count)
    _note_taken([outcome for outcome in outcomes if outcome.error is None], now)
    for outcome in outcomes:
        if outcome.error is not None:
            failures.fail(
                outcome.outgoing.delivery,
                type(outcome.error),
                code=outcome.error.code,
                now=now,
                was_template=outcome.outgoing.as_template,
                retry_after=outcome.error.retry_after,
            )


def _note_taken(outcomes: list[Outcome], now: datetime) -> None:
    """Note what left in one statement; a second one only where Meta keeps some back."""
    left = [(o.outgoing.delivery.pk, o.wamid) for o in outcomes if not o.is_held]
    held = [(o.outgoing.delivery.pk, o.wamid) for o in outcomes if o.is_held]
    bulk_updates.note_accepted(left, now)
    if held:
        bulk_updates.note_accepted(held, now, status=DeliveryStatus.HELD)
