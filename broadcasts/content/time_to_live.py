"""The time to live of a broadcast: how long WhatsApp tries, and what that means for telephones that are off."""

from django.conf import settings

from broadcasts.models import Campaign
from broadcasts.rules import alert_templates
from cascina_whatsapp.presentation.formatting.numbers import many

from . import custom_template

ENDS = "Chi ha il telefono spento per più di {} non lo riceve più."
ENDLESS = (
    "Chi ha il telefono spento può riceverlo anche giorni dopo: WhatsApp non ha ancora approvato il testo fisso per "
    "le allerte."
)


def seconds_of(campaign: Campaign) -> int | None:
    """Seconds from when it leaves; None: thirty days. Of one that has not begun, as it would leave now."""
    if campaign.started_at is not None:
        return campaign.time_to_live
    if custom_template.is_needed(campaign):
        own = custom_template.current(campaign)
        if own is None:
            return submitted_with(campaign)
        return own.time_to_live if own.category != "MARKETING" else None
    return alert_templates.seconds_of(campaign.alert_template)


def submitted_with(campaign: Campaign) -> int | None:
    """Seconds that a custom template is submitted with: of an alert alone; an invitation may have none (Meta)."""
    return settings.ALERT_TIME_TO_LIVE if _should_end(campaign) else None


def told(campaign: Campaign) -> str:
    """Say in Italian until when WhatsApp tries to deliver an alert; "" for others, which live thirty days."""
    seconds = seconds_of(campaign)
    if seconds:
        return ENDS.format(in_words(seconds))
    return ENDLESS if campaign.started_at is None and _should_end(campaign) else ""


def in_words(seconds: int) -> str:
    """Write a span of time in words: "3 ore", "1 ora e 30 minuti", "90 secondi"."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    if left:
        return f"{seconds} secondi"
    parts = (hours, "ora", "ore"), (minutes, "minuto", "minuti")
    return " e ".join(many(*part) for part in parts if part[0])


def _should_end(campaign: Campaign) -> bool:
    return not campaign.is_service and not campaign.is_invitation and campaign.has_alert_topic
