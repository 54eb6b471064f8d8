"""The messages of citizens, each dealt with once, and what WhatsApp tells of citizens by itself.

All of it in one transaction, or none.
"""

from datetime import datetime

from django.db import transaction

from cascina_whatsapp.whatsapp.cloud_api.events import IdentityChange, InboundMessage, PreferenceChange
from subscribers import consent, identity
from subscribers.consent import Channel
from subscribers.models import ConsentRecord, SeenMessage
from subscribers.register import ledger

from . import dispatch, subscribing
from .context import Batch, ConversationPorts, first_context, proof_of


@transaction.atomic
def receive(messages: list[InboundMessage], *, ports: ConversationPorts, now: datetime) -> None:
    """Deal with these messages. Seen before, from a group, or from nobody: nothing happens."""
    told = [message for message in messages if message.sender and not message.group_id]
    if not told:
        return
    with ledger.together():  # the register before any other lock: a message may change a consent
        news = _first_time(told, now)
        batch = Batch([message.sender for message in news], ports, now)
        _deal_with(news, batch)
    batch.outbox.write()
    identity.note_messages(
        (message.sender, message.at) for message in news if dispatch.says_something(message)
    )


def _deal_with(news: list[InboundMessage], batch: Batch) -> None:
    """Deal with messages one by one. Writers are looked up for all at once; anew where one may have changed."""
    dealt_with: set[str | int] = set()
    people = identity.find_all(message.sender for message in news)
    for message, found in zip(news, people, strict=True):
        known, is_stranger = found.subscriber, found.is_stranger
        if not dealt_with.isdisjoint(found.ties):
            ledger.write_together()
            batch.outbox.write()
            known, is_stranger = identity.find(message.sender), False
        dispatch.deal_with(first_context(message, batch, known, is_stranger=is_stranger))
        dealt_with |= found.ties


@transaction.atomic
def note_preference(change: PreferenceChange, *, now: datetime) -> None:
    """The switch inside WhatsApp: "stop" is a full opt-out (one-purpose list); "resume" alone subscribes nobody."""
    if not change.person:
        return
    at = change.carried_at or change.at  # as it comes: once more, it is received at another moment
    told = f"preference {change.value} {at.isoformat()} {identity.pseudonym_of(change.person)}"
    if _is_recorded(told):
        return
    rule = f"preference-{change.value}"[:40]
    proof = proof_of(change, channel=Channel.SYSTEM, message_id=told, rule=rule)
    if change.value == "stop":
        consent.opt_out(change.person, proof, now=now, kind=consent.Kind.PREFERENCE_STOP)
    elif change.value == "resume" and identity.find(change.person):
        consent.note_resume(change.person, proof, now=now)


@transaction.atomic
def note_identity_change(change: IdentityChange, *, now: datetime) -> None:
    """Follow a person's change of number or BSUID that WhatsApp tells of."""
    if change.before and change.after and not _is_recorded(change.id):
        proof = proof_of(change, channel=Channel.SYSTEM, message_id=change.id, rule=change.kind)
        subscribing.move(change, proof, now)


def _first_time(messages: list[InboundMessage], now: datetime) -> list[InboundMessage]:
    """Select the new messages, each once. Nobody else can do the same at this moment: the register is held."""
    by_digests: dict[tuple[str, ...], InboundMessage] = {}
    for message in messages:
        by_digests.setdefault(tuple(identity.digests_of_message(message.id)), message)
    asked = [digest for digests in by_digests for digest in digests]
    seen = set(SeenMessage.objects.filter(digest__in=asked).values_list("digest", flat=True))
    news = {digests[0]: message for digests, message in by_digests.items() if seen.isdisjoint(digests)}
    SeenMessage.objects.bulk_create(SeenMessage(digest=digest, seen_at=now) for digest in news)
    return list(news.values())


def _is_recorded(message_id: str) -> bool:
    """Tell whether the register has this message already: what WhatsApp tells by itself comes twice, too."""
    return ConsentRecord.objects.filter(message_digest__in=identity.digests_of_message(message_id)).exists()
