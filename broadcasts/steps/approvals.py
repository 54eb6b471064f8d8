"""The approval of a broadcast: who may give it, and how it is taken away."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User

from broadcasts.content.authorship import writers
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.security.encryption import seals

from .transitions import WrongState, move

LAUNCH = "broadcasts.launch_campaign"


def may_approve(campaign: Campaign, by: User) -> bool:
    """Tell whether this person could approve the broadcast: who did not write it, urgent ones with their own right.

    After the approval only they decide anew what the approver decided: an earlier moment, going on.
    """
    urgent = ["broadcasts.launch_urgent_campaign"] if campaign.is_urgent else []
    is_second = settings.APPROVE_OWN_BROADCASTS or by.pk not in writers(campaign)
    return is_second and by.has_perms([LAUNCH, *urgent])


def remove(
    campaign: Campaign, to: CampaignStatus, *, before: Iterable[CampaignStatus], **fields: Any
) -> None:
    """Take the approval from a broadcast, back to `to` and to the moment planned before it.

    Raises WrongState when it has left, or is in none of `before`.
    """
    if campaign.started_at:
        raise WrongState("È già partito: il contenuto non si può più cambiare.")
    move(
        campaign,
        to,
        before=before,
        approved_by=None,
        approved_at=None,
        approved_hash="",
        approved_category="",
        pause_reason="",
        retry_start_at=None,
        keeps_to_zones=False,
        **_planned_before(campaign),
        **fields,
    )
    seals.drop(seals.Kind.APPROVAL, campaign)


def before_it(campaign: Campaign) -> dict[str, Any]:
    """Return what the last approval kept of the state before it; {} where it kept nothing."""
    given = campaign.events.filter(what__in=CampaignEvent.APPROVALS).order_by("at", "pk")
    found: dict[str, Any] = given.values_list("before", flat=True).last() or {}
    return found


def text_before(campaign: Campaign) -> dict[str, Any]:
    """Return the text as it was before its approval took the new lines away; {} where it took none."""
    body = before_it(campaign).get("body") if campaign.approved_at else None
    return {"body": body, "version": campaign.version + 1} if body else {}


def _planned_before(campaign: Campaign) -> dict[str, Any]:
    """The approver's moment goes with the approval: whoever writes on would find one that is past."""
    if campaign.approved_at is None:
        return {}
    moment = before_it(campaign).get("scheduled_for")
    return {"scheduled_for": datetime.fromisoformat(moment) if moment else None}
