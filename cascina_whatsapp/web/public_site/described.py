"""A message as schema.org describes it, for search engines: https://schema.org/NewsArticle, as JSON-LD.

Beside it the event that it announces, if it does: https://schema.org/Event. Nothing of it is read out of the words.

The policy of our pages runs no such script: it is data.
"""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from cascina_whatsapp.presentation.formatting.dates import in_rome

from .wording import Message, plain

ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""The signs that are escaped, so that nothing of a message can end the element that holds it."""


def article(message: Message) -> dict[str, Any]:
    """Describe a message for schema.org; a withdrawn one by the reason alone."""
    organization = _organization()
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": message.headline,
        "url": message.url,
        "inLanguage": "it",
        "datePublished": in_rome(message.sent_at).isoformat(timespec="seconds"),
        "dateModified": in_rome(message.changed_at).isoformat(timespec="seconds"),
        "author": organization,
        "publisher": organization,
        "isAccessibleForFree": True,
        "articleSection": [topic.name for topic in message.campaign.chosen_topics],
        "articleBody": message.withdrawal.reason if message.withdrawal else plain(message.body),
    }
    if message.corrections:
        found["correction"] = message.corrections[-1].reason
    return found | _image(message)


def event(message: Message) -> dict[str, Any] | None:
    """Describe the announced event for schema.org; None where there is none; cancelled for a withdrawn message."""
    occasion = message.occasion
    if occasion.start is None:
        return None
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": message.title,
        "url": message.url,
        "startDate": occasion.start.isoformat(),
        "eventStatus": f"https://schema.org/{'EventCancelled' if message.withdrawal else 'EventScheduled'}",
        "description": message.withdrawal.reason if message.withdrawal else plain(message.body),
        "organizer": _organization(),
    }
    if occasion.end:
        found["endDate"] = occasion.end.isoformat()
    if occasion.place:
        found["location"] = {"@type": "Place", "name": occasion.place, "address": occasion.place}
    return found | _image(message)


def _organization() -> dict[str, str]:
    return {"@type": "GovernmentOrganization", "name": "Comune di Cascina", "url": settings.SITE_URL}


def _image(message: Message) -> dict[str, str]:
    return {"image": f"{settings.SITE_URL}{message.picture['path']}"} if message.picture else {}


def as_json(described: dict[str, Any]) -> SafeString:
    """Write a description as JSON that may stand inside a script element."""
    written = json.dumps(described, ensure_ascii=False)
    return mark_safe(written.translate(ESCAPED))  # noqa: S308 - escaped the line before
