"""The guard on prices: no broadcast leaves dearer than approved, and no invitation as a notice.

What has not started goes back to be approved at the new price; what is on its way is paused, and goes on once
somebody who may approve it says so.
"""

import logging
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from broadcasts.content import authorship, custom_template, validation
from broadcasts.models import WORDS, Campaign, CampaignEvent, WhatsAppTemplate, has_words
from broadcasts.rules.states import CampaignStatus
from broadcasts.steps import approvals, notifications
from broadcasts.steps.pausing import pause_and_alert
from broadcasts.steps.plan import Plan
from broadcasts.steps.transitions import WrongState, hold, record_event
from cascina_whatsapp.presentation.formatting.dates import day_of

from . import amounts, budget
from .amounts import amount
from .models import Category
from .month import not_arrived

log = logging.getLogger(__name__)
Step = CampaignEvent.Step
WAITING = (CampaignStatus.APPROVED, CampaignStatus.SENDING, CampaignStatus.PAUSED, CampaignStatus.SUSPENDED)
"""Approved, and not over: something of it may still leave."""
ONLY_APPROVERS = "Può riprenderlo chi può approvarlo, e non lo ha scritto: accetta il costo nuovo."


def waiting_for(template: WhatsAppTemplate) -> list[Campaign]:
    """Select approved broadcasts that go out through this template, as far as something is to leave."""
    found = Campaign.objects.filter(status__in=WAITING).select_related("custom_template", *WORDS)
    rows = found.prefetch_related("topics", "zones").order_by("pk")
    return [campaign for campaign in rows if custom_template.name_for(campaign) == template.name]


def is_out_of_place(campaign: Campaign) -> bool:
    """Tell whether a broadcast is an invitation whose template is one for notices."""
    return (
        campaign.by_whatsapp and campaign.is_invitation and amounts.category_of(campaign) == Category.UTILITY
    )


def why_dearer(campaign: Campaign, now: datetime) -> str:
    """Say in Italian that a broadcast costs more than was approved, with the money; "" where it does not."""
    approved = campaign.approved_category
    if not approved or not campaign.by_whatsapp:
        return ""
    known, category, day = amounts.price_list(), amounts.category_of(campaign), day_of(now)
    if not known.is_dearer(category, approved, day):
        return ""
    people = not_arrived([campaign])[campaign.pk]
    before, after = (known.cost(each, people, day) for each in (approved, category))
    why = (
        "È un invito, ed era approvato come avviso"
        if campaign.is_invitation
        else "Per WhatsApp non è più un avviso ma un invito"
    )
    rate = known.exchange(day)
    return (
        f"{why}: a chi resta costerebbe {amount(after, rate).in_words}, ed era approvato per "
        f"{amount(before, rate).in_words}."
    )


def may_start(campaign: Campaign, now: datetime) -> bool:
    """Tell whether a broadcast may leave at the price of its approval; else stop it, and tell who decides.

    One whose words are lost has no price: that is found next.
    """
    return not has_words(campaign) or not stop(campaign, now)


@transaction.atomic
def stop(campaign: Campaign, now: datetime) -> bool:
    """Stop a broadcast that may not leave like this, and tell whether it may not. What waits already stays."""
    campaign.status = hold([campaign.pk])[campaign.pk]
    if is_out_of_place(campaign):
        pause_and_alert([campaign], reason=validation.INVITATION_AS_NOTICE, now=now)
        return True
    why = why_dearer(campaign, now)
    if why and campaign.status == CampaignStatus.APPROVED:
        _back_to_review(campaign, why, now)
    elif why and campaign.status == CampaignStatus.SENDING:
        pause_and_alert([campaign], reason=f"{why} {ONLY_APPROVERS}", now=now)
    return bool(why)


def why_held(plan: Plan, by: User) -> str:
    """Say in Italian why the price keeps this person from resuming a broadcast; "" where it does not."""
    if is_out_of_place(plan.campaign):
        return validation.INVITATION_AS_NOTICE
    why = why_dearer(plan.campaign, plan.now)
    if not why:
        return ""
    if not approvals.may_approve(plan.campaign, by):
        return f"{why} {ONLY_APPROVERS}"
    refusal = budget.outlay(plan).refusal
    return f"{why} {refusal}" if refusal else ""


def columns(campaign: Campaign, leaves: datetime, now: datetime) -> dict[str, str]:
    """Return the category at whose price a broadcast is approved, or resumed; {} where nothing is new.

    Raises WrongState where the budget does not bear the new price.
    """
    if not campaign.is_unapproved and not why_dearer(campaign, now):
        return {}
    if not campaign.is_unapproved and (refusal := budget.refusal(Plan(campaign, now, leaves))):
        raise WrongState(refusal)
    return {"approved_category": amounts.category_of(campaign)}


@transaction.atomic
def _back_to_review(campaign: Campaign, why: str, now: datetime) -> None:
    """Send a broadcast approved at another price back to its approvers, and tell its writers and its approver."""
    told = {campaign.approved_by_id, *authorship.writers(campaign)}
    try:
        with transaction.atomic():
            approvals.remove(campaign, CampaignStatus.IN_REVIEW, before=[CampaignStatus.APPROVED])
    except WrongState:
        return
    record_event(campaign, Step.DEARER, None, now, why)
    log.warning("campaign %s: back to review, it costs more than was approved", campaign.pk)
    notifications.tell_people(
        campaign,
        told,
        subject="Un messaggio costa più di quanto approvato",
        sentence=f"«{campaign.title}» non parte e torna a chi approva. {why}",
    )
