"""The evidence that a citizen said so, and the record that is made of it. For the other modules of this package."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User

from cascina_whatsapp.presentation.formatting.dates import moment_in_figures
from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import identity
from subscribers.models import ConsentRecord, ServiceText, Subscriber, Topic, Zone
from subscribers.models.texts import Versions
from subscribers.register import ledger

Kind = ConsentRecord.Kind
Channel = ConsentRecord.Channel
ANNOUNCEMENT, NOTICE = "announcement", "privacy_notice"
USUAL_ANSWER = {
    Kind.OPT_IN: "optin_confirm",
    Kind.OPT_IN_PENDING: "optin_prompt",
    Kind.OPT_OUT: "optout_confirm",
    Kind.TOPICS_CHANGED: "topics_saved",
    Kind.ZONES_CHANGED: "zones_saved",
}
"""Kind of event → the text that confirms it, where the evidence names no other."""
ANSWER_ALREADY = {Kind.OPT_IN: "optin_already", Kind.OPT_OUT: "optout_not_subscribed"}
"""The same, where it was so before."""


class Offer:
    """The texts of the service, topics and zones, as they stand: each read once, when it is first asked for."""

    @cached_property
    def texts(self) -> Versions:
        """Every version of every text."""
        return Versions(ServiceText.objects.all())

    @cached_property
    def topics(self) -> list[Topic]:
        """The active topics, in their order."""
        return list(Topic.objects.filter(is_active=True))

    @cached_property
    def zones(self) -> list[Zone]:
        """The active zones, by their names."""
        return list(Zone.objects.filter(is_active=True))

    @property
    def zone_names(self) -> tuple[str, ...]:
        """The names of the active zones, as citizens' words are read with them."""
        return tuple(zone.name for zone in self.zones)


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """The proof that a citizen said so: Meta's time and message id, the words, the rule that read them.

    Where a clerk acted: who, and why.
    """

    at: datetime
    """The moment when it was written: no later than it was received."""
    channel: Channel
    carried_at: datetime | None = None
    """The time that the message carries, where that is later: when it was written nobody knows."""
    received_at: datetime | None = None
    """The moment when it reached us, by our clock; None where it was said here and now."""
    message_id: str = field(default="", repr=False)
    words: str = field(default="", repr=False)
    rule: str = ""
    rule_version: str = ""
    actor: User | None = None
    reason: str = field(default="", repr=False)
    answer: str | None = ""
    """The text that answers it, where it isn't the usual one of its kind; None: nothing is answered."""
    language: str = ""
    """The language in which the citizen is answered; see `languages`."""
    offer: Offer = field(default_factory=Offer)
    """The offer where texts and topics of the record are looked up: one for all that is recorded together."""

    @property
    def in_doubt(self) -> bool:
        """Tell whether the evidence carries a time that can't be."""
        return self.carried_at is not None

    @property
    def why(self) -> str:
        """The reason, as the register keeps it."""
        if self.carried_at is None:
            return self.reason
        said = moment_in_figures(self.carried_at, seconds=True)
        told = f"Il messaggio diceva {said}: conta l'ora in cui è arrivato."
        return f"{self.reason}. {told}" if self.reason else told


class Effect(Enum):
    """The effect of an event on a subscription."""

    DONE = auto()
    ALREADY = auto()  # it was so before
    STALE = auto()  # a newer message had decided otherwise
    ASKED = auto()  # nobody is subscribed before they say yes
    DECLINED = auto()  # the question that was open is not any more


@dataclass(frozen=True)
class Change:
    """The outcome of an event: its effect, the person's row as it is now, and the record."""

    effect: Effect
    subscriber: Subscriber
    record: ConsentRecord


def remember(person: Person, evidence: Evidence, now: datetime, *, is_stranger: bool = False) -> Subscriber:
    """Find or write the row of a person. Where a new number or BSUID replaces another, the register links the two.

    `is_stranger`: the caller has found, since the register is held, that no row bears their names.
    """
    if is_stranger:
        return identity.newcomer(identity.pseudonyms(person))
    subscriber, given_up = identity.remember(person)
    for old in given_up:
        told = f"renamed {old} {evidence.at.isoformat()}"
        change = Evidence(at=evidence.at, channel=Channel.SYSTEM, rule="renamed", message_id=told)
        record(Kind.NUMBER_CHANGED, subscriber, change, now, pseudonym=old)
        record(Kind.NUMBER_CHANGED, subscriber, without_message(change), now)
    return subscriber


def without_message(evidence: Evidence) -> Evidence:
    """Copy evidence for a second record, without the message: it proves one record only."""
    return Evidence(at=evidence.at, channel=evidence.channel, rule=evidence.rule)


def stale(kind: Kind, subscriber: Subscriber, evidence: Evidence, now: datetime) -> Change:
    """Record an event without effect and without an answer: a newer message had decided."""
    unanswered = replace(evidence, answer=None)
    recorded = record(kind, subscriber, unanswered, now, took_effect=False)
    return Change(Effect.STALE, subscriber, recorded)


def already(kind: Kind, evidence: Evidence) -> Evidence:
    """Adapt evidence to what was so before: another text answers it, where none is named."""
    return replace(evidence, answer=evidence.answer or ANSWER_ALREADY.get(kind, ""))


def record(
    kind: Kind,
    subscriber: Subscriber,
    evidence: Evidence,
    now: datetime,
    *,
    took_effect: bool = True,
    erases: dict[str, Any] | None = None,
    pseudonym: str = "",
) -> ConsentRecord:
    """Append to the register, with the texts that were in force when the citizen wrote or signed."""
    return ledger.append(
        **event(kind, subscriber, evidence, now, pseudonym=pseudonym),
        took_effect=took_effect,
        erases=erases or {},
    )


def event(
    kind: Kind, subscriber: Subscriber, evidence: Evidence, now: datetime, *, pseudonym: str = ""
) -> dict[str, Any]:
    """Collect what the register keeps of this evidence."""
    texts = evidence.offer.texts
    answer = "" if evidence.answer is None else evidence.answer or USUAL_ANSWER.get(kind, "")
    return {
        "kind": kind,
        "pseudonym": pseudonym or subscriber.pseudonym,
        "at_whatsapp": evidence.at,
        "recorded_at": now,
        "message_digest": identity.digest_of_message(evidence.message_id),
        "words": evidence.words,
        "rule": evidence.rule,
        "rule_version": evidence.rule_version,
        "channel": evidence.channel,
        "topics": _chosen(kind, subscriber, evidence.offer),
        "announcement": texts.shown(ANNOUNCEMENT, evidence.at),
        "notice": texts.shown(NOTICE, evidence.at),
        "confirmation": texts.answering(answer, now, evidence.language) if answer else None,
        "actor": evidence.actor,
        "reason": evidence.why,
    }


def _chosen(kind: Kind, subscriber: Subscriber, offer: Offer) -> list[str]:
    """Name the topics that a subscriber gets; where zones were chosen, these."""
    if not subscriber.is_subscribed:
        return []
    if kind is Kind.ZONES_CHANGED:
        return [zone.name for zone in subscriber.chosen_zones()]
    topics = offer.topics if subscriber.follows_all else subscriber.followed_topics()
    return [topic.name for topic in topics]
