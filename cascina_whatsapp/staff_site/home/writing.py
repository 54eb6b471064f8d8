"""The sections of what the reader is writing: what was sent back to them first."""

from typing import Any

from broadcasts.launching.drafts import outside_drafts, service_drafts
from broadcasts.launching.message import Message

from .reader import Reader


def sent_back(reader: Reader) -> list[Message]:
    """List what a colleague, or WhatsApp, sent back."""
    return [one for one in reader.mine if one.sent_back]


def drafts(reader: Reader) -> list[Message]:
    """The reader's drafts, and what they asked an approval for."""
    return [one for one in reader.mine if not one.sent_back]


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
