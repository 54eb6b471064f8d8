"""A subscriber whom WhatsApp calls by another number, or another BSUID, from now on."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import identity
from subscribers.models import ConsentRecord, Subscriber
from subscribers.register import ledger

from . import rows
from .recording import Evidence, Kind, record, without_message


@transaction.atomic
def change_number(
    before: Person,
    after: Person,
    evidence: Evidence,
    *,
    now: datetime,
    gives_up_number: bool = True,
    ask: bool = False,
) -> tuple[Subscriber, datetime | None] | None:
    """The subscription goes along, to all that `after` names; with `ask` it waits there for a yes.

    The row stays the person's, with all that hangs on it; the names that they gave up get a row of their own, so
    that a late "Iscrizione" of theirs subscribes nobody. With it when they had last written (Meta's time), which
    opened the 24-hour window. None where nothing moved: they had not been subscribed, or had decided since, or the
    new number had a will of its own.

    With `gives_up_number` off only the BSUID is another one. WhatsApp makes a new one when a number changes, and
    says nothing of a number that is hidden: one that is not told is kept to find them by, and not written to.
    """
    ledger.serialize()
    if not gives_up_number:
        after = replace(after, phone=after.phone or before.phone)
    subscriber = identity.find(before)
    if subscriber is None or not subscriber.is_subscribed:
        return None
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if evidence.at < subscriber.decided_at:
        record(Kind.NUMBER_CHANGED, subscriber, evidence, now, took_effect=False)
        return None
    if _decides_for_itself(after, subscriber, evidence.at, ask):
        rows.leave(subscriber, evidence.at, heard_at=evidence.received_at or now)
        record(Kind.NUMBER_CHANGED, subscriber, evidence, now)
        return None
    last_message_at = subscriber.last_message_at
    given_up = _given_up(subscriber, after, keeps_number=not gives_up_number)
    identity.rename(subscriber, after, at=evidence.at, keeps_number=not gives_up_number)
    if not given_up:
        return None
    if ask:
        _wait(subscriber, evidence.at)
    _link(given_up, subscriber, after, evidence, now)
    return subscriber, last_message_at


def _decides_for_itself(after: Person, subscriber: Subscriber, at: datetime, ask: bool) -> bool:
    """Tell whether the new number decided later, or, where it would be asked, is subscribed by itself."""
    others = identity.others_called(after, subscriber)
    return any(other.decided_at > at or (ask and other.is_subscribed) for other in others)


def _given_up(subscriber: Subscriber, after: Person, *, keeps_number: bool) -> list[str]:
    """List the pseudonyms that a person has given up, first the one that the register knows them by.

    A number that is kept to find them by is the last: who knows whose it is.
    """
    new = identity.pseudonyms(after).values()
    gone = [name for name in identity.known_pseudonyms(subscriber) if name not in new]
    if keeps_number and subscriber.phone_pseudonym in gone:
        return [*(name for name in gone if name != subscriber.phone_pseudonym), subscriber.phone_pseudonym]
    return [name for name in gone if name == gone[0] or ConsentRecord.objects.by_pseudonyms(name).exists()]


def _link(
    given_up: list[str], subscriber: Subscriber, after: Person, evidence: Evidence, now: datetime
) -> None:
    """Link names in the register: two records for each name that was given up, of the old and of the new one."""
    new = identity.pseudonym_of(after)
    for old in given_up:
        record(Kind.NUMBER_CHANGED, subscriber, evidence, now, pseudonym=old)
        record(Kind.NUMBER_CHANGED, subscriber, without_message(evidence), now, pseudonym=new)
        evidence = replace(evidence, message_id=f"renamed {old} {evidence.at.isoformat()}")


def _wait(subscriber: Subscriber, at: datetime) -> None:
    """Let a subscription wait, the chosen topics kept for a yes. Nobody decided, WhatsApp told."""
    for name, value in subscriber.CLEAR.items():
        setattr(subscriber, name, value)
    subscriber.status = Subscriber.Status.LEFT
    subscriber.left_at = subscriber.moved_at = at
    subscriber.asked_at = None
    subscriber.save()
