"""The outcomes of calls are written: those that Meta took together, those that failed one by one."""

from collections import Counter
from datetime import datetime

from broadcasts.rules import circuit_breaker
from broadcasts.rules.states import DeliveryStatus
from broadcasts.sending.call_pool import Outcome

from . import bulk_updates, failures


def save(outcomes: list[Outcome], now: datetime) -> None:
    """Write what became of calls: the accepted in one statement, a second one only where Meta keeps some back."""
    for number, count in Counter(o.outgoing.delivery.campaign_id for o in outcomes if not o.error).items():
        circuit_breaker.note_success(number, count)
    taken = [outcome for outcome in outcomes if outcome.error is None]
    bulk_updates.note_accepted([(o.outgoing.delivery.pk, o.wamid) for o in taken if not o.is_held], now)
    if held := [(o.outgoing.delivery.pk, o.wamid) for o in taken if o.is_held]:
        bulk_updates.note_accepted(held, now, status=DeliveryStatus.HELD)
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
