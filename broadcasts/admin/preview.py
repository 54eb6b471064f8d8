# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The telephone beside a broadcast: the words around the clerk's own, and how many people would read them."""

import json

from django.urls import reverse

from broadcasts import standard_templates
from broadcasts.models import Campaign
from cascina_whatsapp.cloud_api.limits import TEMPLATE_BODY_LIMIT
from subscribers.models import Subscriber, Topic


def of(campaign: Campaign) -> dict:
    """What the preview's template shows, and what its script needs to follow the typing."""
    words = {"title": campaign.title, "text": campaign.body, "link": campaign.link}
    return {
        "campaign": campaign,
        "body": standard_templates.BODY,
        "hydrated": standard_templates.hydrated(**words),
        "footer": standard_templates.FOOTER,
        "button": standard_templates.LEAVE_BUTTON,
        "limit": TEMPLATE_BODY_LIMIT,
        "people": json.dumps(people_by_topic() if campaign.is_editable else {}),
        "attachment": _attachment(campaign),
    }


def people_by_topic() -> dict[int, int]:
    """Topic's id → how many would get a broadcast about it now."""
    return {topic.pk: Subscriber.objects.following(topic).count() for topic in Topic.objects.all()}


def _attachment(campaign: Campaign) -> str:
    if not (campaign.pk and campaign.attachment):
        return ""
    return reverse("admin:broadcasts_campaign_attachment", args=[campaign.pk])
