"""A text is approved without its new lines, so that it may leave before WhatsApp has read it.

Who approves it approves what they see: the text is stored so before its fingerprint is taken, a step tells it, and
undoing the approval gives its lines back.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import F

from broadcasts.content import custom_template
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.rules.plain_text import in_one_paragraph

from .transitions import record_event


def would_do(campaign: Campaign) -> bool:
    """Tell whether a text leaves without WhatsApp's reading once it has no new lines."""
    return (
        custom_template.has_paragraphs(campaign)
        and not custom_template.has_own_button(campaign)
        and custom_template.awaits_meta(campaign)
    )


def flatten(campaign: Campaign, by: User, now: datetime) -> dict[str, str]:
    """Store a text without its new lines; return what undoing it restores. In the transaction of the approval."""
    before, flat = campaign.body, in_one_paragraph(campaign.body)
    if flat == before:
        return {}
    Campaign.objects.filter(pk=campaign.pk).update(body=flat, version=F("version") + 1)
    campaign.refresh_from_db()
    record_event(campaign, CampaignEvent.Step.FLATTENED, by, now)
    return {"body": before}
