"""The sections of what the reader is writing: what was sent back to them first."""

from typing import Any

from broadcasts.editing import outside_drafts, service_drafts
from broadcasts.reporting.wording.sentences import state
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.presentation.formatting.dates import when

from .reader import Reader


def sent_back(reader: Reader) -> list[dict[str, Any]]:
    """List what a colleague, or WhatsApp, sent back: the note, who and when."""
    return [
        {
            "campaign": one.campaign,
            "note": one.step.note,
            "by": display_name(one.step.by) if one.step.by else "WhatsApp",
            "at": when(one.step.at, reader.now),
        }
        for one in reader.mine
        if one.step is not None and one.was_sent_back
    ]


def drafts(reader: Reader) -> list[dict[str, Any]]:
    """The reader's drafts, and what they asked an approval for."""
    return [
        {
            "campaign": one.campaign,
            "is_asked": one.campaign.status == CampaignStatus.IN_REVIEW,
            "state": state(one.campaign),
            "at": when(
                one.step.at
                if one.step and one.campaign.status == CampaignStatus.IN_REVIEW
                else one.campaign.changed_at or one.campaign.created_at,
                reader.now,
            ),
        }
        for one in reader.mine
        if not one.was_sent_back
    ]


def proposed(reader: Reader) -> dict[str, Any] | None:
    """List what nobody has taken up: drafts of programs, a notice that is not decided about; None for nothing."""
    found = {
        "outside": list(outside_drafts.waiting()[: outside_drafts.SHOWN])
        if reader.may("broadcasts.change_campaign")
        else [],
        "drafts": service_drafts.proposed_drafts() if reader.may("broadcasts.change_campaign") else [],
        "undecided": service_drafts.undecided_notice()
        if reader.may("broadcasts.add_noticedecision")
        else None,
    }
    return found if any(found.values()) else None
