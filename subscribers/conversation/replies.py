# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Automatic answers are queued here, in the transaction of what they answer; `reply_sending` sends them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from cascina_whatsapp.cloud_api.messages import Option
from cascina_whatsapp.cloud_api.people import Person
from subscribers import identity
from subscribers.models import ConsentRecord, Reply, ReplyQuerySet, ServiceText
from subscribers.rules import languages
from subscribers.texts.catalogue import AUTOMATIC
from subscribers.texts.declared import AutomaticText
from subscribers.texts.rendering import fill

HOURLY_LIMIT = 12
"""Answers an hour to one person: two machines must not talk to each other for ever."""


def queue(
    text: ServiceText,
    person: Person,
    *,
    now: datetime,
    consent: ConsentRecord | None = None,
    changes: bool = True,
    options: list[Option] | None = None,
    button_ids: Mapping[str, str] = {},
    **variables: str,
) -> Reply | None:
    """Queue this automatic answer for `person`, in the caller's transaction; None where it would be too much.

    `consent`: what it answers; `changes`: whether that changed anything: what only repeats obeys the limits.
    `button_ids`: id of a declared button → what it sends back this time; "" leaves it out.
    """
    italian, _ = languages.parts_of(text.key)
    declared = AUTOMATIC[italian]
    pseudonym = identity.pseudonym_of(person)
    confirms = consent is not None and changes and declared.always_confirms
    if not confirms and _too_much(declared, pseudonym, now):
        return None
    return Reply.objects.create(
        text=text,
        consent=consent,
        pseudonym=pseudonym,
        phone=person.phone,
        bsuid=person.bsuid,
        content={
            "body": fill(text.body, **variables),
            "buttons": [  # PostgreSQL keeps no order in an object
                [sent, title]
                for id, title in buttons_under(text.key).items()
                if (sent := button_ids.get(id, id))
            ],
            "options": [[row.id, row.title, row.description, row.section] for row in options or []],
        },
        created_at=now,
        not_before=now,
    )


def buttons_under(key: str) -> dict[str, str]:
    """The buttons under a text or its translation, none under what is no automatic answer: id → title."""
    italian, language = languages.parts_of(key)
    buttons = AUTOMATIC[italian].buttons if italian in AUTOMATIC else ()
    return {button.id: button.title_in(language) for button in buttons}


def _too_much(declared: AutomaticText, pseudonym: str, now: datetime) -> bool:
    recent = Reply.objects.filter(pseudonym=pseudonym)
    if declared.cooldown:
        since = now - declared.cooldown
        return recent.filter(text__key__in=_same_message(declared), created_at__gt=since).exists()
    lately = recent.filter(created_at__gt=now - timedelta(hours=1))
    if declared.hourly_cap:
        return lately.filter(text__key__in=_in_any_language(declared.key)).count() >= declared.hourly_cap
    return lately.count() >= HOURLY_LIMIT


def _same_message(declared: AutomaticText) -> set[str]:
    """The keys, in any language, of the texts that say the same as this one, and of itself."""
    shared = declared.same_message
    same = [text.key for text in AUTOMATIC.values() if shared and text.same_message == shared]
    return set().union(*map(_in_any_language, same or [declared.key]))


def _in_any_language(key: str) -> set[str]:
    return {key} | {languages.key_in(key, language) for language in languages.LANGUAGES}


def finished(before: datetime) -> ReplyQuerySet:
    """Answers of before that moment which nothing needs any more. Confirmations are not among them: evidence."""
    unfinished = [Reply.Status.QUEUED, Reply.Status.SENDING]
    return Reply.objects.filter(created_at__lt=before, consent=None).exclude(status__in=unfinished)
