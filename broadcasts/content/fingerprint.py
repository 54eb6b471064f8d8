"""The fingerprint of a broadcast: it changes with what citizens would get, who they are, and why."""

import hashlib
import json
from typing import Any

from broadcasts.models import Campaign, is_recorded_as_approved
from broadcasts.models.campaign_columns import OCCASION
from cascina_whatsapp.security.encryption import seals

WHERE = ("by_whatsapp", "outlets")
TO_WHOM = ("topics", "zones", "to_everybody", "everybody_reason")
CONTENT = (
    "title",
    "kind",
    *TO_WHOM,
    *WHERE,
    "as_invitation",
    "body",
    "link",
    "button_link",
    "button_label",
    "attachment",
    "picture_text",
    *OCCASION,
    "is_urgent",
    "urgent_reason",
    "details",
    "alert",
)
"""The fields that an approval is about; when it leaves is the approver's own decision."""


def fingerprint_of(campaign: Campaign) -> str:
    """Compute the fingerprint: SHA-256, in hexadecimal, of the content as JSON (docs/privacy/roles.md)."""
    written = json.dumps(content_of(campaign), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def is_as_approved(campaign: Campaign) -> bool:
    """Tell whether its content is what somebody approved: as row, step of the approval, and seal say alike."""
    is_same = bool(campaign.approved_hash) and fingerprint_of(campaign) == campaign.approved_hash
    recorded = Campaign.objects.filter(is_recorded_as_approved(campaign), pk=campaign.pk)
    return is_same and recorded.exists() and seals.holds(seals.Kind.APPROVAL, campaign)


def content_of(campaign: Campaign) -> dict[str, Any]:
    """Collect the content that the fingerprint is made of.

    The attachment counts by its bytes, as they are stored now; a file that is lost counts as none.
    """
    content = {
        "title": campaign.title,
        "kind": campaign.kind,
        **_to_whom(campaign),
        **_where(campaign),
        "body": campaign.body,
        "link": campaign.link,
        "attachment": _attachment_digest(campaign),
        "is_urgent": campaign.is_urgent,
        "urgent_reason": campaign.urgent_reason,
    }
    if campaign.kind == Campaign.Kind.IMAGE and campaign.picture_text:
        content["picture_text"] = (
            campaign.picture_text
        )  # without it as before: what was approved stays approved
    if campaign.has_page_button:
        content["button"] = [campaign.button_link, campaign.button_label]
    if campaign.alert and campaign.has_alert_topic:
        content["alert"] = campaign.alert
    if told := campaign.occasion.parts:
        content["occasion"] = told
    if campaign.is_service:
        content |= _text_versions(campaign)
    return content


def _to_whom(campaign: Campaign) -> dict[str, Any]:
    """Return to whom a broadcast goes, and whether it invites.

    One topic stands as 0.2.0 wrote it: what was approved before an update stays approved.
    Whether it invites, and keeps to its zones, as it is in the end: a topic that becomes one of invitations, or of
    alerts, changes it as well.
    """
    topics = sorted(topic.pk for topic in campaign.chosen_topics)
    found: dict[str, Any] = {"topic": topics[0] if len(topics) == 1 else None}
    if len(topics) > 1:
        found["topics"] = topics
    if campaign.chosen_zones:
        found["zones"] = [sorted(zone.pk for zone in campaign.chosen_zones), bool(campaign.binding_zones)]
    if campaign.to_everybody:
        found |= {"to_everybody": True, "everybody_reason": campaign.everybody_reason}
    if campaign.is_invitation:
        found["is_invitation"] = True
    return found


def _where(campaign: Campaign) -> dict[str, Any]:
    """Return where a broadcast goes; nothing for WhatsApp and the site alone, as before there were other outlets."""
    found: dict[str, Any] = {} if campaign.by_whatsapp else {"by_whatsapp": False}
    return found | ({"outlets": sorted(campaign.outlets)} if campaign.outlets else {})


def _text_versions(campaign: Campaign) -> dict[str, Any]:
    """Collect the texts of a service message by version, and the details, where it has any."""
    service = campaign.service
    texts = {"wording": service.wording, "notice": service.notice}
    found = {name: [text.key, text.version, text.sha256] for name, text in texts.items() if text}
    return found if campaign.is_recorded else found | {"details": service.details}


def _attachment_digest(campaign: Campaign) -> str:
    name = campaign.attachment.name
    if not name:
        return ""
    try:
        with campaign.attachment.storage.open(name, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
