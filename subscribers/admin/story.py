"""The value of a person's page: how they stand, since when, and what happened, day by day."""

from datetime import datetime
from typing import Any

from django.conf import settings

from cascina_whatsapp.presentation.formatting.dates import since, when
from subscribers.models import ConsentRecordQuerySet, Subscriber
from subscribers.register import history
from subscribers.register.event_descriptions import NOT_KEPT, by_day, number_of, tell


def story_of(
    person: Subscriber | None, records: ConsentRecordQuerySet | None, *, pseudonym: str, now: datetime
) -> dict[str, Any]:
    """Tell of a person as the desk sees them; `records` are for who reads the register, with words and proofs.

    Of who reads the list of people alone, the events are told without words.
    """
    with_words = records is not None
    if records is None and person:
        records = history.records_of(person)
    events = list(reversed(list(records or [])))
    state, tone = _standing(person, now)
    names = dict.fromkeys([pseudonym, *(record.pseudonym for record in events)])
    return {
        "person": person,
        "heading": number_of(person) if person else NOT_KEPT,
        "state": state,
        "tone": tone,
        "since": _since(person, now),
        "days": by_day(tell(events, with_words=with_words), now),
        "events": len(events),
        "with_words": with_words,
        "chain": history.chain_state(now) if with_words else None,
        "names": list(names) if with_words else [],
        "proof_years": settings.PROOF_YEARS,
        "now": now,
    }


def _standing(person: Subscriber | None, now: datetime) -> tuple[str, str]:
    if person is None:
        return "Fra gli iscritti di oggi non c'è", ""
    if person.is_subscribed:
        word = "Non riceve messaggi" if person.limited_since else "Irraggiungibile"
        return (word, "wait") if person.limited_since or person.unreachable_since else ("Iscritta", "ok")
    standing = person.standing(now)
    waits = standing in (Subscriber.TO_CONFIRM, Subscriber.TO_CONFIRM_AGAIN)
    word = "Cancellata" if standing == Subscriber.Status.LEFT.label else standing
    return word, "wait" if waits else ""


def _since(person: Subscriber | None, now: datetime) -> str:
    if person is None:
        return ""
    if person.is_subscribed and (
        begun := person.limited_since or person.unreachable_since or person.subscribed_at
    ):
        return since(begun, now)
    return when(person.left_at, now) if person.left_at else ""
