# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Automatic answers are queued here, in the transaction of what they answer; `reply_sending` sends them."""

from datetime import datetime, timedelta

from cascina_whatsapp.cloud_api.messages import Option
from cascina_whatsapp.cloud_api.people import Person
from subscribers import identity
from subscribers.models import ConsentRecord, Reply, ReplyQuerySet, ServiceText
from subscribers.rules import languages
from subscribers.rules.button_ids import CONFIRM, CONTACTS, DECLINE, JOIN, LEAVE, TOPICS
from subscribers.texts.rendering import fill

BUTTONS = {
    "optin_confirm": {TOPICS: "Scegli argomenti", LEAVE: "Annulla iscrizione"},
    "optin_already": {TOPICS: "Scegli argomenti"},
    "optin_prompt": {CONFIRM: "Sì, iscrivimi", DECLINE: "No, grazie"},
    "my_data_pending": {CONFIRM: "Sì, iscrivimi", DECLINE: "No, grazie"},
    "number_changed": {CONFIRM: "Sì, continua", DECLINE: "No, grazie"},
    "ambiguous": {JOIN: "Iscrizione", LEAVE: "Cancellazione", CONTACTS: "Contattare l'Urp"},
}
"""Text → the buttons under it: id → title."""

COOLDOWNS = {
    "unknown": timedelta(hours=24),
    "unknown_out_of_hours": timedelta(hours=24),
    "media_received": timedelta(hours=24),
    "my_data": timedelta(hours=24),
    "my_data_pending": timedelta(hours=24),
    "emergency": timedelta(hours=1),
}
"""Texts that a person gets at most once in so long."""
SAME_MESSAGE_GROUPS = [{"unknown", "unknown_out_of_hours"}]
"""Texts that say the same, so that one keeps the other silent."""

HOURLY_LIMIT = 12
"""Answers an hour to one person: two machines must not talk to each other for ever."""
ALWAYS = {"optin_confirm", "optin_prompt_declined", "optout_confirm", "rights_received"}
"""Whatever the limit, a change of consent is confirmed."""
AGAIN_AT_MOST = {"rights_received": 3, "optin_prompt": 3, "number_changed": 3}
"""Times an hour that a text is said again, where it confirms no change."""


def queue(
    key: str,
    person: Person,
    *,
    now: datetime,
    consent: ConsentRecord | None = None,
    options: list[Option] | None = None,
    language: str = "",
    **variables: str,
) -> Reply | None:
    """Queue the answer `key` for `person`, in the caller's transaction; None where it would be too much.

    In that language, if somebody has translated the text.
    """
    pseudonym = identity.pseudonym_of(person)
    confirms = consent is not None and key in ALWAYS
    if not confirms and _too_much(key, pseudonym, now):
        return None
    text = ServiceText.objects.answering(key, now, language)
    return Reply.objects.create(
        text=text,
        consent=consent,
        pseudonym=pseudonym,
        phone=person.phone,
        bsuid=person.bsuid,
        content={
            "body": fill(text.body, **variables),
            "buttons": list(buttons_under(text.key).items()),  # PostgreSQL keeps no order in an object
            "options": [[option.id, option.title, option.description] for option in options or []],
        },
        created_at=now,
        not_before=now,
    )


def buttons_under(key: str) -> dict[str, str]:
    """The buttons under a text or its translation: id → title."""
    italian, language = languages.parts_of(key)
    return {id: languages.title_in(title, language) for id, title in BUTTONS.get(italian, {}).items()}


def _in_any_language(keys: set[str]) -> set[str]:
    return keys | {languages.key_in(key, language) for key in keys for language in languages.LANGUAGES}


def _too_much(key: str, pseudonym: str, now: datetime) -> bool:
    recent = Reply.objects.filter(pseudonym=pseudonym)
    if key in COOLDOWNS:
        same = next((texts for texts in SAME_MESSAGE_GROUPS if key in texts), {key})
        return recent.filter(
            text__key__in=_in_any_language(same), created_at__gt=now - COOLDOWNS[key]
        ).exists()
    lately = recent.filter(created_at__gt=now - timedelta(hours=1))
    if key in AGAIN_AT_MOST:
        return lately.filter(text__key__in=_in_any_language({key})).count() >= AGAIN_AT_MOST[key]
    return lately.count() >= HOURLY_LIMIT


def finished(before: datetime) -> ReplyQuerySet:
    """Answers of before that moment which nothing needs any more. Confirmations are not among them: evidence."""
    unfinished = [Reply.Status.QUEUED, Reply.Status.SENDING]
    return Reply.objects.filter(created_at__lt=before, consent=None).exclude(status__in=unfinished)
