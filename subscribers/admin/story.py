"""The value of a person's page: how they stand, since when, and what happened, day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from cascina_whatsapp.presentation.formatting.dates import since, when
from subscribers.models import ConsentRecord, ConsentRecordQuerySet, Subscriber, Topic
from subscribers.register import history
from subscribers.register.telling import NOT_KEPT, Day, Told, by_day, number_of, tell


@dataclass(frozen=True)
class Event:
    """One event of the page: told in words, and the record for who verifies it."""

    told: Told
    record: ConsentRecord
    """Shown to who reads the register, and to nobody else."""

    @property
    def at(self) -> datetime:
        """The moment when it was written into the register."""
        return self.told.at


@dataclass(frozen=True)
class Story:
    """A person, as the desk sees them; for who reads the register also words, answers and proofs."""

    person: Subscriber | None
    heading: str
    state: str
    tone: str
    since: str
    """Since when, behind the state: "da martedì 10"."""
    topics: str
    days: Sequence[Day[Event]]
    events: int
    with_words: bool
    chain: history.ChainState | None
    names: Sequence[str]
    """The pseudonyms under which the register knows them, for who verifies."""
    proof_years: int
    now: datetime


def story_of(
    person: Subscriber | None, records: ConsentRecordQuerySet | None, *, pseudonym: str, now: datetime
) -> Story:
    """Tell of a person; `records` are for who reads the register, else their events are told without words."""
    with_words = records is not None
    events = _events(person, records)
    told = [
        Event(one, record) for one, record in zip(tell(events, with_words=with_words), events, strict=True)
    ]
    state, tone = _standing(person, now)
    return Story(
        person=person,
        heading=number_of(person) if person else NOT_KEPT,
        state=state,
        tone=tone,
        since=_since(person, now),
        topics=_topics(person),
        days=by_day(told, now),
        events=len(events),
        with_words=with_words,
        chain=history.chain_state(now) if with_words else None,
        names=list(dict.fromkeys([pseudonym, *(record.pseudonym for record in events)]))
        if with_words
        else [],
        proof_years=settings.PROOF_YEARS,
        now=now,
    )


def _events(person: Subscriber | None, records: ConsentRecordQuerySet | None) -> list[ConsentRecord]:
    """The events, the newest first."""
    if records is None and person:
        records = history.records_of(person)
    return list(reversed(list(records or [])))


def _standing(person: Subscriber | None, now: datetime) -> tuple[str, str]:
    if person is None:
        return "Fra gli iscritti di oggi non c'è", ""
    if person.is_subscribed:
        return ("Iscritta", "ok") if not person.unreachable_since else ("Irraggiungibile", "wait")
    standing = person.standing(now)
    waits = standing in (Subscriber.TO_CONFIRM, Subscriber.TO_CONFIRM_AGAIN)
    word = "Cancellata" if standing == Subscriber.Status.LEFT.label else standing
    return word, "wait" if waits else ""


def _since(person: Subscriber | None, now: datetime) -> str:
    if person is None:
        return ""
    if person.is_subscribed and (begun := person.unreachable_since or person.subscribed_at):
        return since(begun, now)
    return when(person.left_at, now) if person.left_at else ""


def _topics(person: Subscriber | None) -> str:
    """The topics in words: "tutti", "tutti tranne Eventi e cultura", or by name."""
    if person is None or not person.is_subscribed:
        return ""
    if person.follows_all:
        return "tutti"
    followed = [topic.name for topic in person.followed_topics()]
    others = [topic.name for topic in Topic.objects.filter(is_active=True) if topic.name not in followed]
    if others and len(others) < len(followed):
        return f"tutti tranne {', '.join(others)}"
    return ", ".join(followed) or "nessuno"
