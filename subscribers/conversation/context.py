"""One message being answered, and what its handlers need: who wrote it, the proof, texts, the rest of the service."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from cascina_whatsapp.whatsapp.cloud_api.durations import SERVICE_WINDOW
from cascina_whatsapp.whatsapp.cloud_api.events import InboundMessage, TimedEvent
from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers.consent import Channel, Evidence, Offer
from subscribers.models import ConsentRecord, Subscriber, Topic
from subscribers.rules.languages import Languages
from subscribers.texts.languages import languages_at

from . import replies


@dataclass(frozen=True)
class ConversationPorts:
    """The functions by which an answer learns of the other half of the service; routing knows both."""

    next_opening: Callable[[datetime], datetime | None]
    """The first moment from then on (then included) when the office is open; None when nobody knows."""
    messages_sent: Callable[[Subscriber, datetime], int]
    """Broadcasts sent to this person since that moment."""
    latest_news: Callable[[Subscriber], list[str]]
    """Tells what the last broadcasts for this person said, the newest first, short enough for one message."""
    confirms_number: Callable[[Person, str, datetime], bool]
    """Tells whether these words, written then, are the code by which one of our staff proves a number."""
    open_request: Callable[[str, Subscriber, Person, datetime], str]
    """Takes a person's request of this kind, "erasure" or "objection"; the number that it got, or has already."""


class Batch:
    """The messages of one transaction and what they share; texts and topics are read once for all."""

    def __init__(self, people: Iterable[Person], ports: ConversationPorts, now: datetime) -> None:
        self.ports = ports
        self.now = now
        self.outbox = replies.Outbox(people, now)
        self.offer = Offer()

    @cached_property
    def languages(self) -> Languages:
        """The languages in force."""
        return languages_at(self.now)


@dataclass(frozen=True, kw_only=True)
class Context:
    """One message being answered: what every handler is given."""

    message: InboundMessage
    batch: Batch
    known: Subscriber | None
    """The row of whoever wrote, looked up once, as it was before this message; None for a stranger."""
    is_stranger: bool
    """True where no row at all bears one of their names."""
    proof: Evidence
    """The evidence that the register is to keep, if this message changes a consent."""

    @property
    def subscriber(self) -> Subscriber | None:
        """The subscriber who wrote; None where they are not subscribed."""
        return self.known if self.known and self.known.is_subscribed else None

    @property
    def now(self) -> datetime:
        """The moment at which all messages of the batch are dealt with."""
        return self.batch.now

    def followed_topics(self, subscriber: Subscriber) -> list[Topic]:
        """The topics that this person gets."""
        return self.batch.offer.topics if subscriber.follows_all else subscriber.followed_topics()

    def proven(
        self,
        *,
        channel: Channel,
        words: str,
        rule: str,
        version: str = "",
        reason: str = "",
        language: str = "",
    ) -> "Context":
        """Return the context with the words of the message that count, their rule, and what they answer.

        `language`: of a question that they answer, where it isn't Italian.
        """
        proof = replace(
            self.proof,
            channel=channel,
            words=words,
            rule=rule,
            rule_version=version,
            reason=reason,
            language=language or self.proof.language,
        )
        return replace(self, proof=proof)

    def answer(self, key: str, consent: ConsentRecord | None = None, **details: Any) -> None:
        """Queue the answer `key`, in the language that they chose or just wrote in; `details`: see `Outbox.queue`.

        What confirms a consent is said in the version that its record names.
        """
        # A reply to something older is not allowed, and would come out of the blue; consent counts all the same.
        if self.message.at <= self.now - SERVICE_WINDOW:
            return
        text = self.batch.offer.texts.answering(key, self.now, self.proof.language)
        if consent and consent.confirmation and consent.confirmation_id != text.pk:
            text = consent.confirmation
        self.batch.outbox.queue(text, self.message.sender, consent=consent, asked=self.message, **details)


Handler = Callable[[Context], None]
"""A function that deals with a message that means one thing, or with a button that was tapped."""


def proof_of(event: TimedEvent, **of_it: Any) -> Evidence:
    """Collect the evidence of an event, with its times; `of_it`: the other fields of an Evidence."""
    return Evidence(at=event.at, carried_at=event.carried_at, received_at=event.received_at, **of_it)


def first_context(
    message: InboundMessage, batch: Batch, known: Subscriber | None, *, is_stranger: bool
) -> Context:
    """Make the context of a message that nobody has read yet; its language is the chosen one, or the words'."""
    languages, language = batch.languages, known.language if known and known.is_subscribed else ""
    if language not in languages.in_use:
        language = languages.language_of(message.text or message.caption)
    proof = proof_of(
        message, message_id=message.id, channel=Channel.KEYWORD, language=language, offer=batch.offer
    )
    return Context(message=message, batch=batch, known=known, is_stranger=is_stranger, proof=proof)
