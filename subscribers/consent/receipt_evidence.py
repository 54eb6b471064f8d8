"""The records of whom the service has told something about itself, thousands at a time.

They change no consent. What was said is named by its version, so that its hash is in the register's.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import Any

from django.db import transaction

from subscribers import identity
from subscribers.models import ConsentRecord, ServiceText, Subscriber
from subscribers.register import ledger


class RecordedPurpose(Enum):
    """The purpose of a broadcast whose receipts are recorded."""

    NOTICE = auto()
    REMINDER = auto()
    """A reminder of one's own subscription, once a year."""


@dataclass(frozen=True, kw_only=True)
class ToldPerson:
    """One person whom a broadcast of a recorded purpose has reached, by Meta's own receipt."""

    subscriber: Subscriber
    at: datetime
    """The moment when it was delivered, by Meta's time."""
    message_id: str = field(repr=False)
    """Meta's, or our own reference where Meta's is not known: it proves one record only."""


@dataclass(frozen=True, kw_only=True)
class RecordedBroadcast:
    """The message that people were told: its words, the privacy notice to read, its broadcast, its purpose."""

    wording: ServiceText
    notice: ServiceText
    broadcast: int
    about: RecordedPurpose

    @staticmethod
    def rule_of(broadcast: int) -> str:
        """Name a broadcast by its number, as the register does."""
        return f"broadcast-{broadcast}"


@transaction.atomic
def note_told(told: list[ToldPerson], broadcast: RecordedBroadcast, *, now: datetime) -> int:
    """The register learns that `broadcast` has reached these people; return how many it had not known of.

    Also of people who left since: they were told. A few queries for thousands; the register is held for as long as
    the caller's transaction lasts, and the caller locks the rows of the people after `ledger.serialize`.
    """
    ledger.serialize()
    by_digests = {tuple(identity.digests_of_message(one.message_id)): one for one in told}
    asked = [digest for digests in by_digests for digest in digests]
    recorded = ConsentRecord.objects.filter(message_digest__in=asked)
    known = set(recorded.values_list("message_digest", flat=True))
    events = [
        _event(one, digests[0], broadcast, now)
        for digests, one in by_digests.items()
        if known.isdisjoint(digests)
    ]
    ledger.append_many(events)
    _remember(told, broadcast, now)
    return len(events)


def _event(one: ToldPerson, digest: str, broadcast: RecordedBroadcast, now: datetime) -> dict[str, Any]:
    return {
        "kind": ConsentRecord.Kind.NOTICE_SENT,
        "pseudonym": one.subscriber.pseudonym,
        "at_whatsapp": one.at,
        "recorded_at": now,
        "message_digest": digest,
        "rule": broadcast.rule_of(broadcast.broadcast),
        "channel": ConsentRecord.Channel.SYSTEM,
        "notice": broadcast.notice,
        "confirmation": broadcast.wording,
    }


def _remember(told: list[ToldPerson], broadcast: RecordedBroadcast, now: datetime) -> None:
    """Remember what was told, so that nobody is told the same twice. Who has left meanwhile is left out."""
    theirs = Subscriber.objects.subscribed().filter(pk__in=[one.subscriber.pk for one in told])
    if broadcast.about is RecordedPurpose.NOTICE:
        version = broadcast.notice.version
        theirs.filter(told_notice__lt=version).update(told_notice=version)
    else:
        theirs.update(reminded_at=now)
