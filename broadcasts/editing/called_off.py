"""The word of a source that what a broadcast announces is called off: people are told, and decide.

Nothing changes or stops by itself: the source may be wrong, and news of the cancelling may be wanted.
"""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from broadcasts.content.authorship import writers
from broadcasts.content.published import published
from broadcasts.launching import notifications
from broadcasts.launching.transitions import record_event
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.reporting.wording import sentences
from cascina_whatsapp.accounts.staff_notices.notifying import holders, people, tell


@transaction.atomic
def call_off(campaign: Campaign, *, origin: str, now: datetime) -> None:
    """Write down that `origin` calls a broadcast off, and tell whoever may do something about it."""
    record_event(campaign, CampaignEvent.Step.CALLED_OFF, None, now, origin)
    is_draft, is_public = campaign.is_editable, published(now).filter(pk=campaign.pk).exists()
    able = holders("broadcasts.change_campaign" if is_draft else "broadcasts.steer_campaign")
    wrote = people([*writers(campaign), campaign.approved_by_id])
    tell(
        list(wrote) if is_draft and wrote else [*able, *wrote],
        subject="Un evento risulta annullato",
        sentence=f"«{origin}» dice che è annullato ciò che annuncia «{campaign}». {sentences.what_to_do(campaign)}",
        page=_public_page(campaign) if is_public else notifications.page_of(campaign),
        by_email=not is_draft,
    )


def _public_page(campaign: Campaign) -> str:
    """The address of the page on which a correction is written."""
    return reverse("admin:broadcasts_campaign_public", args=[campaign.pk])
