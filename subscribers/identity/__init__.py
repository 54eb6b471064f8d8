"""The identity of who writes: a number, a business-scoped id (BSUID) or both, linked to one row per person.

Finds and names people, and keeps their names together, under the register's lock. Called by everything that hears of
somebody; whether they are subscribed is decided elsewhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Case, F, Q, Value, When

from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers.models import Subscriber, SubscriberQuerySet

from .naming import (
    PSEUDONYMS,
    all_pseudonyms,
    candidates,
    digest_of_message,
    digests_of_message,
    first_of,
    known_pseudonyms,
    named_all,
    pseudonym_of,
    pseudonyms,
)

__all__ = [
    "NAMELESS",
    "NEVER",
    "KnownPerson",
    "all_pseudonyms",
    "candidates",
    "digest_of_message",
    "digests_of_message",
    "find",
    "find_all",
    "first_of",
    "known_pseudonyms",
    "locked",
    "named_all",
    "newcomer",
    "note_messages",
    "others_called",
    "pseudonym_of",
    "pseudonyms",
    "remember",
    "rename",
]

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""`decided_at` of a person who has not decided anything yet."""
NAMELESS = {"phone": "", "bsuid": "", "phone_pseudonym": "", "bsuid_pseudonym": ""}


@dataclass(frozen=True)
class KnownPerson:
    """The row that a person's names belong to, and what ties people together."""

    subscriber: Subscriber | None
    """The row of the person; None for somebody of whom nothing is known."""
    ties: frozenset[str | int]
    """The pseudonyms, and the ids of all rows that what they write may change: nothing else can be affected."""
    is_stranger: bool
    """True where no row bears any of their names."""


def find(person: Person) -> Subscriber | None:
    """Find the row of `person`, if there is one. Changes nothing."""
    known = pseudonyms(person)
    return next(iter(_theirs(_bearing(known), known)), None)


def find_all(people: Iterable[Person]) -> list[KnownPerson]:
    """Find many people in one query, in their order."""
    told = named_all(people)
    rows = list(_bearing(*told))
    return [_found(rows, known) for known in told]


def _found(rows: list[Subscriber], known: dict[str, str]) -> KnownPerson:
    bearing = [row for row in rows if _bears(row, known)]
    ids = {number for row in bearing for number in (row.pk, row.moved_to_id) if number}
    owner = next(iter(_theirs(bearing, known)), None)
    return KnownPerson(owner, frozenset(ids.union(known.values())), is_stranger=not bearing)


def remember(person: Person) -> tuple[Subscriber, list[str]]:
    """The row of `person`, locked, knowing both their names. Needs the register held.

    Of somebody unknown it is a new one, which the caller saves if there is anything to keep: nobody else meets the
    same new person now.

    Where number and BSUID had a row each, they turn out to be one person: the rows become one. A message that was
    long on its way, and tells a name that they have given up since, teaches nothing. With it the pseudonyms that
    were theirs until now, and are no more.
    """
    known = pseudonyms(person)
    bearing = list(_bearing(known).select_for_update())
    for stranger in _strangers(bearing, known):  # the number turns out to be somebody else's now
        _save(stranger, phone_pseudonym="")
    found = [row for row in bearing if _bears(row, known)]
    if not found:
        return newcomer(known), []
    subscriber, *others = theirs = _present(found)
    before = {name for row in theirs for name in known_pseudonyms(row)}
    for other in others:
        _merge(other, into=subscriber)
    if len(found) == len(theirs):
        _learn(subscriber, person, known)
    return subscriber, sorted(before - set(known_pseudonyms(subscriber)))


def newcomer(known: dict[str, str]) -> Subscriber:
    """The row, not saved yet, of somebody of whom nothing is known but these pseudonyms."""
    return Subscriber(**known, status=Subscriber.Status.LEFT, decided_at=NEVER)


def locked(subscriber: Subscriber) -> Subscriber:
    """Lock a row as it is now; the one that it was merged into, where it was somebody else's second one."""
    row = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    return locked(row.merged_into) if row.merged_into else row


def others_called(person: Person, subscriber: Subscriber) -> list[Subscriber]:
    """The rows, locked, of whoever else has had the names of `person`. Needs a transaction."""
    known = pseudonyms(person)
    return [row for row in _theirs(_bearing(known).select_for_update(), known) if row != subscriber]


def rename(subscriber: Subscriber, to: Person, *, at: datetime, keeps_number: bool = False) -> None:
    """`subscriber`, locked, goes by other names from now on. Needs a transaction.

    Whoever else has had these names gives them up. The names that `subscriber` gives up stay behind, as those of
    somebody who left at that moment. With `keeps_number` a number that `to` doesn't tell is still theirs to be
    found by, but no address any more.
    """
    for other in others_called(to, subscriber):
        _save(other, merged_into=subscriber, status=Subscriber.Status.LEFT, **NAMELESS)
    new = {"phone_pseudonym": "", "bsuid_pseudonym": "", **pseudonyms(to)}
    if keeps_number and not to.phone:
        new["phone_pseudonym"] = subscriber.phone_pseudonym
    old = {field: name for field, value in new.items() if (name := getattr(subscriber, field)) != value}
    _save(subscriber, phone=to.phone, bsuid=to.bsuid, **new)
    if any(old.values()):
        left = Subscriber.Status.LEFT
        Subscriber.objects.create(**old, status=left, decided_at=at, moved_to=subscriber)


def note_messages(messages: Iterable[tuple[Person, datetime]]) -> None:
    """Remember when subscribers last wrote (Meta's time): the 24-hour window opens then. Needs the register held.

    One query finds out of whom that is news, in a storm few; one more notes it.
    """
    messages = list(messages)
    named = named_all(person for person, _ in messages)
    told = [(known, at) for known, (_, at) in zip(named, messages, strict=True)]
    rows = list(_bearing(*(known for known, _ in told)))
    last: dict[int, datetime] = {}
    for known, at in told:
        for row in _theirs(rows, known):
            if row.is_subscribed and at > (last.get(row.pk) or row.last_message_at or NEVER):
                last[row.pk] = at
    if last:
        wrote_at = Case(*(When(pk=pk, then=Value(at)) for pk, at in last.items()))
        theirs = Subscriber.objects.subscribed().filter(pk__in=last)
        theirs.update(last_message_at=wrote_at, undelivered=0, unreachable_since=None)


def _bearing(*people: dict[str, str]) -> SubscriberQuerySet:
    """Rows with a name of one of these people: those of names that they gave up last, the number's first."""
    condition = Q(pk=None)
    for field in PSEUDONYMS:
        condition |= Q(**{f"{field}__in": [known[field] for known in people if field in known]})
    found = Subscriber.objects.filter(condition, merged_into=None)
    return found.order_by(F("moved_to").asc(nulls_first=True), "-phone_pseudonym", "pk")


def _bears(row: Subscriber, known: dict[str, str]) -> bool:
    return any(getattr(row, field) == name for field, name in known.items())


def _theirs(rows: Iterable[Subscriber], known: dict[str, str]) -> list[Subscriber]:
    """The rows of one person, among `rows` with their names, in the same order."""
    bearing = [row for row in rows if _bears(row, known)]
    strangers = _strangers(bearing, known)
    return [row for row in bearing if row not in strangers]


def _strangers(bearing: list[Subscriber], known: dict[str, str]) -> list[Subscriber]:
    """Return other people: they had this number, may not have it any more, and never had this BSUID."""
    if len(known) < 2:
        return []
    with_bsuid = [row for row in bearing if row.bsuid_pseudonym == known["bsuid_pseudonym"]]
    theirs = {row.pk for row in with_bsuid} | {row.moved_to_id for row in with_bsuid}
    return [row for row in bearing if row.is_subscribed and not row.phone and row.pk not in theirs]


def _present(found: Iterable[Subscriber]) -> list[Subscriber]:
    """Leave out rows whose names another row of these has taken over."""
    found = list(found)
    known = {row.pk for row in found}
    return [row for row in found if row.moved_to_id not in known]


def _learn(subscriber: Subscriber, person: Person, known: dict[str, str]) -> None:
    """Take over the names that this message tells, new or changed; in clear only for a subscriber.

    In clear and under the pseudonym it is always the same name: by the pseudonym the person is found when they
    leave.
    """
    told = dict(known)
    if subscriber.is_subscribed:
        told |= {
            field: getattr(person, field) for field in ("phone", "bsuid") if f"{field}_pseudonym" in known
        }
    _save(
        subscriber, **{field: value for field, value in told.items() if getattr(subscriber, field) != value}
    )


def _merge(other: Subscriber, *, into: Subscriber) -> None:
    """Merge the row `other` into another: its names go over, and the newer decision holds for the one person."""
    newer = other.decided_at > into.decided_at
    changes = _names_to_take(other, into, newer=newer) | _reach(other, into)
    decider = other if newer else into
    if not decider.is_subscribed:  # a question to either of them is a question to the one
        changes |= {
            name: max(filter(None, (getattr(other, name), getattr(into, name))), default=None)
            for name in ("asked_at", "moved_at")
        }
    topics, zones = list(other.topics.all()), list(other.zones.all())
    left = Subscriber.Status.LEFT
    if newer:
        changes |= {field: getattr(other, field) for field in Subscriber.DECISION if field not in changes}
    _save(other, merged_into=into, status=left, **NAMELESS)
    if newer:
        into.topics.set(topics)
        into.zones.set(zones)
    if changes.get("status", into.status) == left:
        changes |= {"phone": "", "bsuid": ""}
    _save(into, **changes)


def _names_to_take(other: Subscriber, into: Subscriber, *, newer: bool) -> dict[str, str]:
    """The names of `other` that `into` lacks, or that are newer; each in clear together with its pseudonym."""
    names: dict[str, str] = {}
    for name in ("phone", "bsuid"):
        pseudonym = f"{name}_pseudonym"
        if getattr(other, pseudonym) and (newer or not getattr(into, pseudonym)):
            names |= {field: getattr(other, field) for field in (name, pseudonym)}
    return names


def _reach(*rows: Subscriber) -> dict[str, object]:
    """Compute how well a merged person is reached, by the rows that were written to: the subscribed ones, if any.

    The larger count; lost only where nothing arrives by any of their names, and since the last of them was lost.
    What they asked for under one name holds for all.
    """
    written_to = [row for row in rows if row.is_subscribed] or rows
    lost = [row.unreachable_since for row in written_to if row.unreachable_since]
    return {
        "undelivered": max(row.undelivered for row in written_to),
        "unreachable_since": max(lost) if len(lost) == len(written_to) else None,
        **{
            name: max(filter(None, (getattr(row, name) for row in written_to)), default=None)
            for name in ("limited_since", "objected_at")
        },
    }


def _save(subscriber: Subscriber, **changes: Any) -> None:
    for field, value in changes.items():
        setattr(subscriber, field, value)
    if changes:
        subscriber.save(update_fields=list(changes))
