# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The only writer of consent: every change of a subscription, and its record in the register, in one step.

Consent follows the time that the message carries, not the time it arrives: what is older than the last decision
is recorded and changes nothing. Between two messages of the same second, leaving wins.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from functools import cache

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from cascina_whatsapp.cloud_api.people import Person

from . import people, register
from .models import ConsentRecord, ConsentRecordQuerySet, ServiceText, Subscriber, Topic

Kind = ConsentRecord.Kind
Channel = ConsentRecord.Channel
AT_ONCE = 500
"""Rows of one query."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What shows that the citizen said so: Meta's time and message id, the words, the rule that read them.

    Where a clerk acted: who, and why.
    """

    at: datetime
    channel: Channel
    message_id: str = field(default="", repr=False)
    words: str = field(default="", repr=False)
    rule: str = ""
    rule_version: str = ""
    actor: AbstractBaseUser | None = None
    reason: str = field(default="", repr=False)
    answer: str = ""
    """The text that confirms it, where it isn't the usual one of its kind."""


class Effect(Enum):
    """What an event did."""

    DONE = auto()
    ALREADY = auto()  # it was so before
    STALE = auto()  # a newer message had decided otherwise


@dataclass(frozen=True)
class Change:
    """The outcome of an event: its effect, the person's row as it is now, and the record."""

    effect: Effect
    subscriber: Subscriber
    record: ConsentRecord


class CannotEnrol(ValueError):
    """Nobody is subscribed from a list who is subscribed already, or who has left."""


@transaction.atomic
def opt_in(person: Person, evidence: Evidence, *, now: datetime) -> Change:
    """`person` asked to get broadcasts: all topics, unless they were subscribed and had chosen."""
    register.hold()
    subscriber = _remember(person, evidence, now)
    if not _may_join(subscriber, evidence.at):
        return _stale(Kind.OPT_IN, subscriber, evidence, now)
    effect = Effect.ALREADY if subscriber.is_subscribed else Effect.DONE
    if effect is Effect.DONE:
        subscriber.subscribed_at, subscriber.left_at = evidence.at, None
    subscriber.status = Subscriber.Status.SUBSCRIBED
    subscriber.phone = person.phone or subscriber.phone
    subscriber.bsuid = person.bsuid or subscriber.bsuid
    subscriber.decided_at = subscriber.last_message_at = evidence.at
    subscriber.undelivered, subscriber.unreachable_since = 0, None
    subscriber.save()
    return Change(effect, subscriber, _record(Kind.OPT_IN, subscriber, evidence, now))


@transaction.atomic
def enrol(agreed: list[tuple[Person, Evidence]], *, now: datetime) -> None:
    """These different people had agreed elsewhere, on paper for instance: all of them are subscribed, or nobody.

    Raises CannotEnrol where one is subscribed already or has left: whoever left can only come back by writing
    themselves, whatever the date on the paper. A few queries for thousands.
    """
    register.hold()
    subscribers = [_newcomer(person, evidence) for person, evidence in agreed]
    names = [subscriber.phone_pseudonym for subscriber in subscribers]
    for start in range(0, len(names), AT_ONCE):
        if Subscriber.objects.filter(phone_pseudonym__in=names[start : start + AT_ONCE]).exists():
            raise CannotEnrol("Qualcuno dell'elenco è già iscritto o si era cancellato.")
    Subscriber.objects.bulk_create(subscribers, batch_size=AT_ONCE)
    topics, shown = _topics(subscribers[0]) if subscribers else [], cache(ServiceText.objects.shown)
    register.append_many(
        [
            _event(Kind.IMPORTED, subscriber, evidence, now, topics=topics, shown=shown)
            for subscriber, (_, evidence) in zip(subscribers, agreed, strict=True)
        ]
    )


def _newcomer(person: Person, evidence: Evidence) -> Subscriber:
    """The row of somebody of whom the service knows nothing yet; all topics."""
    return Subscriber(
        status=Subscriber.Status.SUBSCRIBED,
        phone=person.phone,
        bsuid=person.bsuid,
        subscribed_at=evidence.at,
        decided_at=evidence.at,
        **people.pseudonyms(person),
    )


def refuse_enrolling(person: Person) -> None:
    """Raises CannotEnrol for a person who can't be subscribed from a list."""
    subscriber = people.find(person)
    if subscriber is not None:
        raise CannotEnrol(
            "È già iscritto." if subscriber.is_subscribed else "Si era cancellato: può iscriversi solo da sé."
        )


@transaction.atomic
def opt_out(person: Person, evidence: Evidence, *, now: datetime, kind: Kind = Kind.OPT_OUT) -> Change:
    """`person` wants nothing more: number and BSUID are cleared, the pseudonyms stay as proof.

    Recorded for a stranger too: their delayed "Iscrizione" may still be on its way.
    """
    register.hold()
    subscriber = _remember(person, evidence, now)
    if evidence.at < subscriber.decided_at:
        return _stale(kind, subscriber, evidence, now)
    effect = Effect.DONE if subscriber.is_subscribed else Effect.ALREADY
    subscriber.status = Subscriber.Status.LEFT
    subscriber.phone = subscriber.bsuid = ""
    subscriber.follows_all, subscriber.last_message_at = True, None
    subscriber.decided_at = evidence.at
    if effect is Effect.DONE:
        subscriber.left_at = evidence.at
    subscriber.topics.clear()
    subscriber.save()
    return Change(effect, subscriber, _record(kind, subscriber, evidence, now))


@transaction.atomic
def follow(person: Person, topics: list[Topic] | None, evidence: Evidence, *, now: datetime) -> Change | None:
    """`person` chose these topics, or all of them, present and future (None). None back for a non-subscriber."""
    register.hold()
    subscriber = _remember(person, evidence, now)
    if not subscriber.is_subscribed:
        return None
    if evidence.at < subscriber.decided_at or _chose_later(subscriber, evidence.at):
        return _stale(Kind.TOPICS_CHANGED, subscriber, evidence, now)
    subscriber.follows_all = topics is None
    subscriber.topics.set(topics or [])
    subscriber.save(update_fields=["follows_all"])
    return Change(Effect.DONE, subscriber, _record(Kind.TOPICS_CHANGED, subscriber, evidence, now))


@transaction.atomic
def note_resume(person: Person, evidence: Evidence, *, now: datetime) -> None:
    """The switch inside WhatsApp was turned on again: recorded, but only the announced word subscribes."""
    register.hold()
    subscriber = _remember(person, evidence, now)
    _record(Kind.PREFERENCE_RESUME, subscriber, evidence, now, took_effect=False)


@transaction.atomic
def change_number(before: Person, after: Person, evidence: Evidence, *, now: datetime) -> None:
    """WhatsApp says that a subscriber's number or BSUID is another one now: the subscription goes along."""
    register.hold()
    old = people.find(before)
    if old is None or not old.is_subscribed:
        return
    topics, follows_all = list(old.topics.all()), old.follows_all
    if opt_out(before, evidence, now=now, kind=Kind.NUMBER_CHANGED).effect is Effect.STALE:
        return
    new = people.remember(after)
    if evidence.at < new.decided_at:
        return
    new.status = Subscriber.Status.SUBSCRIBED
    new.phone, new.bsuid = after.phone, after.bsuid
    new.subscribed_at, new.decided_at, new.follows_all = old.subscribed_at, evidence.at, follows_all
    new.save()
    new.topics.set(topics)
    _record(Kind.NUMBER_CHANGED, new, _without_message(evidence), now)


def _without_message(evidence: Evidence) -> Evidence:
    """The same evidence for a second record: a message proves one record only."""
    return Evidence(at=evidence.at, channel=evidence.channel, rule=evidence.rule)


@transaction.atomic
def erase(
    subscriber: Subscriber, evidence: Evidence, *, now: datetime, earlier: Iterable[str] = ()
) -> ConsentRecord:
    """Blank what the proof doesn't need of a person's records (GDPR, art. 17(3)); who is subscribed leaves first.

    `earlier`: pseudonyms that the person had before. Words, reasons and topics go. Kinds, times, rules, versions
    and the pseudonym stay: they are the proof.
    """
    register.hold()
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if subscriber.is_subscribed:
        person = Person(phone=subscriber.phone, bsuid=subscriber.bsuid)
        subscriber = opt_out(person, evidence, now=now, kind=Kind.STAFF_OPT_OUT).subscriber
    elif subscriber.decided_at < evidence.at:  # an "Iscrizione" of before, still on its way, must not count
        subscriber.decided_at = evidence.at
        subscriber.save(update_fields=["decided_at"])
    names = {*people.known_pseudonyms(subscriber), *earlier}
    mine = ConsentRecord.objects.of(*names).filter(content_erased_by=None)
    erased = _record(Kind.ERASED, subscriber, evidence, now, erases={"content": _numbers(mine)})
    ConsentRecord.objects.blank_content(erased)
    return erased


@transaction.atomic
def forget_proof(subscribers: list[Subscriber], *, reason: str, now: datetime) -> ConsentRecord:
    """The proof of these people, who left long ago, has served its time: nothing says any more whose it was.

    The events themselves stay, without a person, so that the chain still verifies.
    """
    register.hold()
    names = [name for subscriber in subscribers for name in people.known_pseudonyms(subscriber)]
    theirs = ConsentRecord.objects.of(*names)
    erased = register.append(
        kind=Kind.ERASED,
        channel=Channel.SYSTEM,
        at_whatsapp=now,
        recorded_at=now,
        reason=reason,
        erases={
            "content": _numbers(theirs.filter(content_erased_by=None)),
            "subject": _numbers(theirs.filter(subject_erased_by=None)),
        },
    )
    ConsentRecord.objects.blank_content(erased)
    ConsentRecord.objects.blank_subject(erased)
    return erased


def _numbers(records: ConsentRecordQuerySet) -> list[int]:
    return list(records.order_by("sequence").values_list("sequence", flat=True))


def _chose_later(subscriber: Subscriber, at: datetime) -> bool:
    """Whether topics were chosen by a message of after `at`, which came before it."""
    choices = ConsentRecord.objects.of(*people.known_pseudonyms(subscriber))
    return choices.filter(kind=Kind.TOPICS_CHANGED, took_effect=True, at_whatsapp__gt=at).exists()


def _remember(person: Person, evidence: Evidence, now: datetime) -> Subscriber:
    """Their row. Where a new number or BSUID takes the place of another, the register links the two."""
    before = people.all_pseudonyms(person)
    subscriber = people.remember(person)
    for old in sorted(before - set(people.known_pseudonyms(subscriber))):
        told = f"renamed {old} {evidence.at.isoformat()}"
        change = Evidence(at=evidence.at, channel=Channel.SYSTEM, rule="renamed", message_id=told)
        _record(Kind.NUMBER_CHANGED, subscriber, change, now, pseudonym=old)
        _record(Kind.NUMBER_CHANGED, subscriber, _without_message(change), now)
    return subscriber


def _may_join(subscriber: Subscriber, at: datetime) -> bool:
    if subscriber.is_subscribed:
        return at >= subscriber.decided_at
    return at > subscriber.decided_at


def _stale(kind: Kind, subscriber: Subscriber, evidence: Evidence, now: datetime) -> Change:
    return Change(Effect.STALE, subscriber, _record(kind, subscriber, evidence, now, took_effect=False))


def _record(
    kind: Kind,
    subscriber: Subscriber,
    evidence: Evidence,
    now: datetime,
    *,
    took_effect: bool = True,
    erases: dict | None = None,
    pseudonym: str = "",
) -> ConsentRecord:
    """Append to the register, with the texts that were in force when the citizen wrote or signed."""
    return register.append(
        **_event(kind, subscriber, evidence, now, topics=_topics(subscriber), pseudonym=pseudonym),
        took_effect=took_effect,
        erases=erases or {},
    )


def _event(
    kind: Kind,
    subscriber: Subscriber,
    evidence: Evidence,
    now: datetime,
    *,
    topics: list[str],
    pseudonym: str = "",
    shown: Callable = ServiceText.objects.shown,
) -> dict:
    """What the register keeps of this evidence, with the texts of that time."""
    return {
        "kind": kind,
        "pseudonym": pseudonym or subscriber.pseudonym,
        "at_whatsapp": evidence.at,
        "recorded_at": now,
        "message_digest": people.digest_of_message(evidence.message_id),
        "words": evidence.words,
        "rule": evidence.rule,
        "rule_version": evidence.rule_version,
        "channel": evidence.channel,
        "topics": topics,
        "announcement": shown("announcement", evidence.at),
        "notice": shown("privacy_notice", evidence.at),
        "confirmation": _confirmation(kind, evidence.answer, now),
        "actor": evidence.actor,
        "reason": evidence.reason,
    }


def _topics(subscriber: Subscriber) -> list[str]:
    return [topic.name for topic in subscriber.followed_topics()] if subscriber.is_subscribed else []


def _confirmation(kind: Kind, answer: str, now: datetime) -> ServiceText | None:
    """The text that confirms this event to the citizen; some are not answered."""
    usual = {
        Kind.OPT_IN: "optin_confirm",
        Kind.OPT_OUT: "optout_confirm",
        Kind.TOPICS_CHANGED: "topics_saved",
    }
    key = answer or usual.get(kind)
    return ServiceText.objects.in_force(key, now) if key else None
