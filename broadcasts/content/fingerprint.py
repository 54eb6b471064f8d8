# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The fingerprint of a broadcast: it changes with what citizens would get, who they are, and why."""

import hashlib
import json
from typing import Any

from broadcasts.models import Campaign

TO_WHOM = ("topics", "to_everybody", "everybody_reason")
CONTENT = ("title", "kind", *TO_WHOM, "body", "link", "attachment", "is_urgent", "urgent_reason", "details")
"""The fields that an approval is about; when it leaves is the approver's own decision."""


def fingerprint_of(campaign: Campaign) -> str:
    """SHA-256, in hexadecimal, of the content as JSON: docs/privacy/roles.md says how to compute it elsewhere.

    The attachment counts by its bytes, as they are stored now; a file that is lost counts as none.
    """
    content = {
        "title": campaign.title,
        "kind": campaign.kind,
        **_to_whom(campaign),
        "body": campaign.body,
        "link": campaign.link,
        "attachment": _attachment_digest(campaign),
        "is_urgent": campaign.is_urgent,
        "urgent_reason": campaign.urgent_reason,
    }
    if campaign.is_service:
        content |= _text_versions(campaign)
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _to_whom(campaign: Campaign) -> dict[str, Any]:
    """Of one topic as 0.2.0 wrote it: what was approved before an update stays approved."""
    topics = sorted(topic.pk for topic in campaign.chosen_topics)
    found: dict[str, Any] = {"topic": topics[0] if len(topics) == 1 else None}
    if len(topics) > 1:
        found["topics"] = topics
    if campaign.to_everybody:
        found |= {"to_everybody": True, "everybody_reason": campaign.everybody_reason}
    return found


def _text_versions(campaign: Campaign) -> dict[str, Any]:
    """The words by their version; of a pause and of an order of Agcom, the details too."""
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
