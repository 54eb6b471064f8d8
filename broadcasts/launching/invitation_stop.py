"""The stop of invitations while a warning of WhatsApp's holds; notices and alerts go on.

Nothing goes on by itself afterwards: a person resumes each invitation.
"""

from datetime import datetime

from broadcasts.content.validation import Problem
from broadcasts.models import AccountNotice, Campaign, invites
from broadcasts.rules.account import account_warnings
from broadcasts.rules.states import CampaignStatus
from broadcasts.steps.pausing import pause_and_alert

STOPPED = (CampaignStatus.APPROVED, CampaignStatus.SENDING, CampaignStatus.SUSPENDED)
"""The states of what is to leave, whenever: who resumes it later chooses its moment anew."""


def objections(campaign: Campaign, now: datetime) -> list[Problem]:
    """List why a warning keeps an invitation from approval now; [] for a notice. One query for an invitation."""
    why = why_not(campaign, now)
    return [Problem("", why)] if why else []


def why_not(campaign: Campaign, now: datetime) -> str:
    """Say in Italian why a warning keeps an invitation from leaving now; "" where none holds, and for a notice."""
    is_held = campaign.by_whatsapp and campaign.is_invitation and AccountNotice.objects.warning(now).exists()
    return account_warnings.NOT_NOW if is_held else ""


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
