"""The stop of invitations while a warning of WhatsApp's holds; notices and alerts go on.

Nothing goes on by itself afterwards: a person resumes each invitation.
"""

from datetime import datetime

from django.contrib.auth.models import User

from broadcasts.content.validation import Problem
from broadcasts.models import AccountNotice, Campaign, invites
from broadcasts.rules.account import account_warnings
from broadcasts.rules.states import CampaignStatus
from broadcasts.steps.pausing import pause_and_alert
from broadcasts.steps.plan import Plan

STOPPED = (CampaignStatus.APPROVED, CampaignStatus.SENDING, CampaignStatus.SUSPENDED)
"""The states of what is to leave, whenever: who resumes it later chooses its moment anew."""


def forbids(plan: Plan, by: User) -> list[Problem]:
    """List why a warning keeps an invitation from leaving; [] for a notice. One query for an invitation."""
    invites = plan.campaign.by_whatsapp and plan.campaign.is_invitation
    is_held = invites and AccountNotice.objects.warning(plan.now).exists()
    return [Problem("", account_warnings.NOT_NOW)] if is_held else []


def pause_invitations(now: datetime) -> int:
    """Pause every invitation that is approved or on its way, while a warning holds; how many there were.

    Every second, too: one that was approved or came back to the queue at the same moment is found then. One query
    while no warning holds.
    """
    if not AccountNotice.objects.warning(now).exists():
        return 0
    to_leave = (
        Campaign.objects.filter(status__in=STOPPED, by_whatsapp=True)
        .annotate(invites=invites())
        .filter(invites=True)
    )
    found = list(to_leave.order_by("pk"))
    if found:
        pause_and_alert(found, reason=account_warnings.PAUSED, now=now)
    return len(found)
