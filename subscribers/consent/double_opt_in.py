"""A wish that counts only once it has been confirmed: asked, and answered with yes within 24 hours.

All times are those of the messages. The register knows which questions there were; the row, the latest of them.
"""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import identity
from subscribers.models import ConsentRecord, Subscriber
from subscribers.models.people import ANSWER_WITHIN
from subscribers.register import ledger

from . import rows
from .recording import Change, Effect, Evidence, Kind, already, record, remember, stale


@transaction.atomic(savepoint=False)
@ledger.together()
def ask(person: Person, evidence: Evidence, *, now: datetime, is_stranger: bool = False) -> Change:
    """`person` asked to get broadcasts, and is to confirm it first. Only the pseudonym is kept meanwhile.

    Of a subscriber it is recorded, and decides nothing: only the yes does. `is_stranger`: see `remember`.
    """
    subscriber = remember(person, evidence, now, is_stranger=is_stranger)
    if subscriber.is_subscribed:
        if not rows.may_join(subscriber, evidence):
            return stale(Kind.OPT_IN, subscriber, evidence, now)
        proof = already(Kind.OPT_IN, evidence)
        return Change(Effect.ALREADY, subscriber, record(Kind.OPT_IN, subscriber, proof, now))
    asked_since = subscriber.asked_at is not None and evidence.at < subscriber.asked_at
    if asked_since or not rows.may_join(subscriber, evidence):
        return stale(Kind.OPT_IN_PENDING, subscriber, evidence, now)
    subscriber.asked_at, subscriber.moved_at, subscriber.moved_to = evidence.at, None, None
    subscriber.in_doubt = evidence.in_doubt
    subscriber.save()
    return Change(Effect.ASKED, subscriber, record(Kind.OPT_IN_PENDING, subscriber, evidence, now))


@transaction.atomic(savepoint=False)
@ledger.together()
def confirm(person: Person, evidence: Evidence, *, now: datetime) -> Change | None:
    """`person` said yes to the question: from now on a subscriber. None where no question was open at that time.

    The record names the one that it confirms.
    """
    subscriber = remember(person, evidence, now)
    question = open_question(subscriber, evidence.at)
    if question is None:
        return None
    rows.subscribe(subscriber, person, evidence, asked_at=question.at_whatsapp)
    evidence = replace(evidence, reason=f"Conferma la richiesta dell'evento {question.sequence}")
    return Change(Effect.DONE, subscriber, record(Kind.OPT_IN, subscriber, evidence, now))


def open_question(subscriber: Subscriber, at: datetime) -> ConsentRecord | None:
    """The latest question that this person, who is not subscribed, could answer at that moment."""
    if subscriber.is_subscribed:
        return None
    asked = ConsentRecord.objects.by_pseudonyms(*identity.known_pseudonyms(subscriber)).filter(
        kind=Kind.OPT_IN_PENDING,
        took_effect=True,
        at_whatsapp__range=(at - ANSWER_WITHIN, at),
        at_whatsapp__gt=subscriber.decided_at,
    )
    return asked.order_by("-at_whatsapp", "-sequence").first()
