"""Automatic answers are queued here, in the transaction of what they answer; `reply_sending` sends them."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property

from cascina_whatsapp.security.logs import follow
from cascina_whatsapp.whatsapp.cloud_api.events import InboundMessage
from cascina_whatsapp.whatsapp.cloud_api.messages import Option
from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import identity
from subscribers.models import ConsentRecord, Reply, ReplyQuerySet, ServiceText
from subscribers.rules import languages
from subscribers.texts.catalogue import AUTOMATIC
from subscribers.texts.declared import AutomaticText, fill
from subscribers.texts.languages import languages_at

log = logging.getLogger(__name__)
HOUR = timedelta(hours=1)
HOURLY_LIMIT = 12
"""Answers an hour to one person: two machines must not talk to each other for ever."""
Said = tuple[str, datetime]
"""The key of a text, and when it was said."""


class Outbox:
    """The answers to the messages of one transaction.

    What these people were answered lately is read once for all, when it is first asked; what they get is written
    once, in the order in which it was queued.
    """

    def __init__(self, people: Iterable[Person], now: datetime) -> None:
        self.people = people
        self.now = now
        self.queued: list[Reply] = []

    def queue(
        self,
        text: ServiceText,
        person: Person,
        *,
        consent: ConsentRecord | None = None,
        changes: bool = True,
        options: list[Option] | None = None,
        button_ids: Mapping[str, str] = {},
        asked: InboundMessage | None = None,
        **variables: str,
    ) -> None:
        """Queue this automatic answer for `person`, unless it would be too much.

        `consent`: what it answers; `changes`: whether that changed anything: what only repeats obeys the limits.
        `asked`: the message that it answers, where there is one.
        `button_ids`: id of a declared button → what it sends back this time; "" leaves it out.
        """
        italian, _ = languages.parts_of(text.key)
        declared = AUTOMATIC[italian]
        pseudonym = identity.pseudonym_of(person)
        confirms = consent is not None and changes and declared.always_confirms
        if not confirms and self._too_much(declared, pseudonym):
            return
        self.queued.append(
            Reply(
                text=text,
                consent=consent,
                pseudonym=pseudonym,
                phone=person.phone,
                bsuid=person.bsuid,
                content={
                    "body": fill(text.body, **variables),
                    "buttons": [  # PostgreSQL keeps no order in an object
                        [sent, title]
                        for id, title in buttons_under(text.key, languages_at(self.now).title).items()
                        if (sent := button_ids.get(id, id))
                    ],
                    "options": [[row.id, row.title, row.description, row.section] for row in options or []],
                },
                created_at=self.now,
                not_before=self.now,
                post=asked.post if asked else None,
                asked_at=asked.received_at if asked else None,
            )
        )
        self._lately[pseudonym].append((text.key, self.now))

    def write(self) -> None:
        """Write the queued replies in the caller's transaction; after the records that they confirm."""
        Reply.objects.bulk_create(self.queued)
        follow(log, "answered", [reply.post for reply in self.queued])
        self.queued = []

    @cached_property
    def _lately(self) -> defaultdict[str, list[Said]]:
        """The texts said to each person within the longest time that any limit looks back."""
        names = {name for known in identity.named_all(self.people) if (name := identity.first_of(known))}
        since = self.now - max(HOUR, *(text.cooldown for text in AUTOMATIC.values() if text.cooldown))
        said = Reply.objects.filter(pseudonym__in=names, created_at__gt=since)
        lately = defaultdict(list)
        for name, key, at in said.values_list("pseudonym", "text__key", "created_at"):
            lately[name].append((key, at))
        return lately

    def _too_much(self, declared: AutomaticText, pseudonym: str) -> bool:
        lately = self._lately[pseudonym]
        if declared.cooldown:
            said = _count(lately, self.now - declared.cooldown, _same_message(declared))
            return said >= declared.times
        since = self.now - HOUR
        if declared.hourly_cap:
            return _count(lately, since, _in_any_language(declared.key)) >= declared.hourly_cap
        return _count(lately, since) >= HOURLY_LIMIT


def _count(said: list[Said], since: datetime, keys: set[str] | None = None) -> int:
    """Count how often one of these texts, or any, was said after that moment."""
    return sum(at > since and (keys is None or key in keys) for key, at in said)


def buttons_under(key: str, title: Callable[[str, str], str]) -> dict[str, str]:
    """The buttons under a text or its translation, none under what is no automatic answer: id → title.

    `title`: what stands on a button, by its Italian title and the language.
    """
    italian, language = languages.parts_of(key)
    buttons = AUTOMATIC[italian].buttons if italian in AUTOMATIC else ()
    return {button.id: title(button.title, language) for button in buttons}


def _same_message(declared: AutomaticText) -> set[str]:
    """List the keys, in any language, of the texts that say the same as an automatic one, and its own."""
    shared = declared.same_message
    same = [text.key for text in AUTOMATIC.values() if shared and text.same_message == shared]
    return set().union(*map(_in_any_language, same or [declared.key]))


def _in_any_language(key: str) -> set[str]:
    return {key} | {languages.key_in(key, language) for language in languages.NAMES}


def finished(before: datetime) -> ReplyQuerySet:
    """Select old answers which nothing needs any more; confirmations are evidence, and not among them."""
    unfinished = [Reply.Status.QUEUED, Reply.Status.SENDING]
    return Reply.objects.filter(created_at__lt=before, consent=None).exclude(status__in=unfinished)
