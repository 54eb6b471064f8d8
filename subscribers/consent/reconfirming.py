"""The answer to a yearly reminder: a subscriber says that they want to go on."""

from datetime import datetime

from django.db import transaction

from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers.register import ledger

from .recording import Change, Effect, Evidence, Kind, record, remember, stale


@transaction.atomic(savepoint=False)
@ledger.together()
def reconfirm(person: Person, evidence: Evidence, *, now: datetime) -> Change | None:
    """Record that `person` wants to go on. None for a non-subscriber: only joining subscribes."""
    subscriber = remember(person, evidence, now)
    if not subscriber.is_subscribed:
        return None
    if evidence.at < subscriber.decided_at:
        return stale(Kind.RECONFIRMED, subscriber, evidence, now)
    subscriber.confirmed_at = max(evidence.at, subscriber.confirmed_at or evidence.at)
    subscriber.save(update_fields=["confirmed_at"])
    return Change(Effect.DONE, subscriber, record(Kind.RECONFIRMED, subscriber, evidence, now))
