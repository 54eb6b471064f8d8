"""The content of a broadcast as it was when somebody read it, and what is different now, word by word."""

from pathlib import PurePath
from typing import Any

from broadcasts.models import Campaign
from broadcasts.rules.cap import facts
from subscribers.texts import compare

from .alert_facts import alert_facts
from .service import service_messages

LABELS = {
    "title": "Titolo",
    "body": "Testo",
    "link": "Collegamento",
    "button": "Pulsante",
    "to_whom": "A chi",
    "everybody": "Perché a tutti",
    "where": "Dove esce",
    "alert": "Per gli altri sistemi",
    "kind": "Tipo",
    "attachment": "Allegato",
    "picture_text": "Che cosa si vede nell'immagine",
    "occasion": "Evento",
    "urgent": "Urgente",
    "invitation": "Che cosa è",
}
"""The parts of the content that are compared, in the order of reading."""


def alert_lines(campaign: Campaign) -> list[str]:
    """List what services that gather alerts are told beside the words, a line each; [] for what is no warning."""
    return facts.in_words(alert_facts(campaign)) if campaign.has_alert_topic else []


def content_of(campaign: Campaign) -> dict[str, str]:
    """Write down a broadcast's content in words, kept beside the step at which somebody judged it.

    Of the attachment its name, which no other file has: the file itself is not copied.
    """
    return {
        "title": campaign.title,
        "body": service_messages.words(campaign) if campaign.is_service else campaign.body,
        "link": campaign.link,
        "button": campaign.page_in_words,
        "to_whom": "" if campaign.is_service else campaign.to_whom,
        "everybody": campaign.everybody_reason if campaign.to_everybody else "",
        "where": "" if campaign.is_service else ", ".join(campaign.chosen_outlets),
        "alert": "; ".join(alert_lines(campaign)),
        "kind": str(campaign.get_kind_display()),
        "attachment": PurePath(str(campaign.attachment.name or "")).name,
        "picture_text": campaign.picture_text if campaign.kind == Campaign.Kind.IMAGE else "",
        "occasion": campaign.occasion.in_words,
        "urgent": campaign.urgent_reason if campaign.is_urgent else "",
        "invitation": campaign.nature,
    }


def differences(before: dict[str, Any], campaign: Campaign) -> list[dict[str, Any]]:
    """Part by part, what `campaign` says otherwise than `before`, which `content_of` made; the whole before, too."""
    now = content_of(campaign)
    return [
        {"label": LABELS[name], "pieces": compare(before[name], now[name]), "before": before[name]}
        for name in LABELS
        if name in before and before[name] != now[name]
    ]
