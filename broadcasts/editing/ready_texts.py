"""The beginnings of a broadcast: the office's ready texts."""

from typing import Any

from django.db.models import QuerySet

from broadcasts.models import ReadyText
from broadcasts.rules.placeholders import gaps_in

AT_HAND = 4
"""Ready texts that are one click away."""


def ready_texts() -> QuerySet[ReadyText]:
    """Select all ready texts, in the office's own order."""
    return ReadyText.objects.prefetch_related("topics")


def at_hand() -> list[ReadyText]:
    """The first few, for the page *Inizio*. One query."""
    return list(ReadyText.objects.only("name")[:AT_HAND])


def beginning(ready: ReadyText) -> dict[str, Any]:
    """Return field → value of a broadcast that begins with a ready text. Topics that are closed stay behind."""
    return {
        "title": ready.title,
        "body": ready.body,
        "link": ready.link,
        "as_invitation": ready.as_invitation,
        "gaps": gaps_of(ready),
        "topics": [topic for topic in ready.topics.all() if topic.is_active],
    }


def gaps_of(ready: ReadyText) -> dict[str, Any]:
    """The ready text as a draft keeps it while its gaps are filled; {} where it has none."""
    has_gaps = bool(gaps_in(ready.title, ready.body))
    return {"name": ready.name, "title": ready.title, "body": ready.body} if has_gaps else {}
