"""Joining, leaving, going on, choosing: what decides is the time of the message, not the order of arrival."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from cascina_whatsapp.accounts import daily_bounds
from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import identity
from subscribers.models import ConsentRecord, Subscriber, Topic, Zone
from subscribers.register import ledger

from . import rows
from .recording import (
    Change,
    Channel,
    Effect,
    Evidence,
    Kind,
    Offer,
    already,
    event,
    record,
    remember,
    stale,
)

BATCH_SIZE = 500
"""Rows of one query."""
OVER_A_LATER_CHOICE = "desk-over-a-later-choice"
"""The rule of a goodbye at the desk that counts although the choice before it carries a later time."""


class CannotEnrol(ValueError):
    """The error that a person is subscribed already, or has left: nobody of these is subscribed from a list."""


@transaction.atomic(savepoint=False)
@ledger.together()
def opt_in(person: Person, evidence: Evidence, *, now: datetime, is_stranger: bool = False) -> Change:
    """`person` asked to get broadcasts: all topics, unless they were subscribed and had chosen.

    `is_stranger`: see `remember`.
    """
    subscriber = remember(person, evidence, now, is_stranger=is_stranger)
    if not rows.may_join(subscriber, evidence):
        return stale(Kind.OPT_IN, subscriber, evidence, now)
    effect = Effect.ALREADY if subscriber.is_subscribed else Effect.DONE
    rows.subscribe(subscriber, person, evidence)
    if effect is Effect.ALREADY:
        evidence = already(Kind.OPT_IN, evidence)
    return Change(effect, subscriber, record(Kind.OPT_IN, subscriber, evidence, now))


@transaction.atomic
def enrol(agreed: list[tuple[Person, Evidence]], *, now: datetime) -> None:
    """Subscribe these different people, who agreed elsewhere, on paper for instance: all of them, or nobody.

    Raises CannotEnrol where one is subscribed already or has left: whoever left can only come back by writing
    themselves, whatever the date on the paper. A few queries for thousands.
    """
    if not agreed:
        return
    ledger.serialize()
    called = identity.named_all(person for person, _ in agreed)
    newcomers = [
        (
            Subscriber(
                status=Subscriber.Status.SUBSCRIBED,
                phone=person.phone,
                bsuid=person.bsuid,
                subscribed_at=evidence.at,
                decided_at=evidence.at,
                **names,
            ),
            evidence,
        )
        for (person, evidence), names in zip(agreed, called, strict=True)
    ]
    names = [subscriber.phone_pseudonym for subscriber, _ in newcomers]
    for start in range(0, len(names), BATCH_SIZE):
        if Subscriber.objects.filter(phone_pseudonym__in=names[start : start + BATCH_SIZE]).exists():
            raise CannotEnrol("Qualcuno dell'elenco è già iscritto o si era cancellato.")
    Subscriber.objects.bulk_create([subscriber for subscriber, _ in newcomers], batch_size=BATCH_SIZE)
    offer = Offer()
    ledger.append_many(
        [
            event(Kind.IMPORTED, subscriber, replace(evidence, offer=offer), now)
            for subscriber, evidence in newcomers
        ]
    )


@transaction.atomic(savepoint=False)
@ledger.together()
def opt_out(person: Person, evidence: Evidence, *, now: datetime, kind: Kind = Kind.OPT_OUT) -> Change:
    """`person` wants nothing more: number and BSUID are cleared, the pseudonyms stay as proof.

    Recorded for a stranger too: their delayed "Iscrizione" may still be on its way. Who was asked whether they
    want to join, and has not answered, is asked no more. Written under a number that was given up since, it
    counts for whoever they are now. What the desk does always counts: the register says where something that
    carries a later time had to give way.
    """
    subscriber = _who_it_is_now(remember(person, evidence, now), evidence)
    is_news, at_desk = rows.may_leave(subscriber, evidence), kind is Kind.STAFF_OPT_OUT
    if not (is_news or at_desk):
        return stale(kind, subscriber, evidence, now)
    ends = subscriber.in_doubt or evidence.in_doubt or at_desk
    at = rows.leaves_at(subscriber, evidence) if ends else evidence.at
    effect = Effect.DONE if subscriber.is_subscribed else Effect.ALREADY
    if subscriber.waits_since and at >= subscriber.waits_since:
        effect, evidence = (
            Effect.DECLINED,
            replace(evidence, answer=evidence.answer or "optin_prompt_declined"),
        )
    if effect is Effect.ALREADY:
        evidence = already(kind, evidence)
    if not is_news:
        evidence = replace(evidence, rule=OVER_A_LATER_CHOICE)
    rows.leave(subscriber, at, heard_at=evidence.received_at or now)
    return Change(effect, subscriber, record(kind, subscriber, evidence, now))


def _who_it_is_now(subscriber: Subscriber, goodbye: Evidence) -> Subscriber:
    """Return the row of whoever had these names at the goodbye: the one of today, if they gave them up since."""
    if subscriber.moved_to is None or rows.may_leave(subscriber, goodbye):
        return subscriber
    return identity.locked(subscriber.moved_to)


@transaction.atomic(savepoint=False)
@ledger.together()
def follow(
    person: Person,
    topics: list[Topic] | None,
    evidence: Evidence,
    *,
    now: datetime,
    no_invitations: bool = False,
) -> Change | None:
    """`person` chose these topics, or all of them, present and future (None). None back for a non-subscriber.

    `no_invitations`: they object to invitations, whatever the topic; it holds until they choose one of those.
    """

    def choose(subscriber: Subscriber) -> None:
        subscriber.follows_all = topics is None
        subscriber.topics.set(topics or [])
        invites = topics is None or any(topic.is_invitation for topic in topics)
        objected_at = evidence.at if no_invitations else subscriber.objected_at
        subscriber.objected_at = None if invites else objected_at
        subscriber.save(update_fields=["follows_all", "objected_at"])

    return _choice(Kind.TOPICS_CHANGED, person, evidence, now, choose)


@transaction.atomic(savepoint=False)
@ledger.together()
def choose_zones(person: Person, zones: list[Zone], evidence: Evidence, *, now: datetime) -> Change | None:
    """`person` chose these zones, or all of them (none). None back for a non-subscriber."""

    def choose(subscriber: Subscriber) -> None:
        subscriber.all_zones = not zones
        subscriber.zones.set(zones)
        subscriber.save(update_fields=["all_zones"])

    return _choice(Kind.ZONES_CHANGED, person, evidence, now, choose)


def _choice(
    kind: Kind, person: Person, evidence: Evidence, now: datetime, choose: Callable[[Subscriber], None]
) -> Change | None:
    """Let a subscriber choose, and record it. None for a non-subscriber.

    A choice of before this subscription is stale; one of before a repeated "Iscrizione" is not.
    """
    subscriber = remember(person, evidence, now)
    if not subscriber.is_subscribed:
        return None
    is_older = subscriber.subscribed_at is not None and evidence.at < subscriber.subscribed_at
    if is_older or _chose_later(kind, subscriber, evidence.at):
        return stale(kind, subscriber, evidence, now)
    choose(subscriber)
    return Change(Effect.DONE, subscriber, record(kind, subscriber, evidence, now))


@transaction.atomic(savepoint=False)
@ledger.together()
def note_resume(person: Person, evidence: Evidence, *, now: datetime) -> None:
    """The switch inside WhatsApp was turned on again: recorded, but only the announced word subscribes."""
    subscriber = remember(person, evidence, now)
    record(Kind.PREFERENCE_RESUME, subscriber, evidence, now, took_effect=False)


def _chose_later(kind: Kind, subscriber: Subscriber, at: datetime) -> bool:
    """Tell whether topics, or zones, were chosen by a message of after `at`, which came before it."""
    choices = ConsentRecord.objects.by_pseudonyms(*identity.known_pseudonyms(subscriber))
    return choices.filter(kind=kind, took_effect=True, at_whatsapp__gt=at).exists()


def prefer_language(person: Person, language: str) -> bool:
    """Answer the subscriber in this language from now on; "" is Italian. False: not subscribed, and nothing is kept.

    It is no consent: the register doesn't tell of it.
    """
    known = identity.find(person)
    if known is None:
        return False
    return bool(Subscriber.objects.subscribed().filter(pk=known.pk).update(language=language))


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


@transaction.atomic
def limit(subscriber: Subscriber, evidence: Evidence, *, now: datetime, kind: Kind = Kind.LIMITED) -> None:
    """Send a subscriber nothing until the limit is lifted (GDPR, art. 18), which is kind UNLIMITED."""
    ledger.serialize()
    since = now if kind is Kind.LIMITED else None
    Subscriber.objects.subscribed().filter(pk=subscriber.pk).update(limited_since=since)
    record(kind, subscriber, evidence, now)


@daily_bounds.bounded()
def remove(subscriber: Subscriber, *, channel: Channel, reason: str, by: User, now: datetime) -> Change:
    """Remove a person who asked through `channel`, for a reason that the register keeps. Raises BeyondBound."""
    proof = Evidence(at=now, channel=channel, rule="desk", actor=by, reason=reason)
    person = Person(phone=subscriber.phone, bsuid=subscriber.bsuid)
    change = opt_out(person, proof, now=now, kind=Kind.STAFF_OPT_OUT)
    daily_bounds.take(daily_bounds.REMOVAL, by=by, now=now, about=f"iscritto {subscriber.pk}")
    return change
