"""The sections of messages that wait for the reader's approval: the urgent, then the longest waiting first."""

from collections.abc import Sequence
from typing import Any

from broadcasts.costs import estimates
from broadcasts.launching.message import Message
from cascina_whatsapp.presentation.formatting.dates import day_of

from .reader import Reader

SHOWN = 5
"""Requests that are told whole, beside the urgent; of the others, how many they are."""


def urgent(reader: Reader) -> dict[str, Any] | None:
    """Urgent requests that the reader may answer: all of them, before anything else."""
    found = [one for one in reader.requests if one.campaign.is_urgent]
    return {"rows": _rows(found, reader), "leads": True} if found else None


def waiting(reader: Reader) -> dict[str, Any] | None:
    """The other requests that the reader may answer; where none waits at all the section says what will be here."""
    found = [one for one in reader.requests if not one.campaign.is_urgent]
    is_alone = len(found) == len(reader.requests)
    if not found and not is_alone:
        return None
    rows, more = _rows(found[:SHOWN], reader), len(found[SHOWN:])
    return {"rows": rows, "more": more, "count": len(found), "leads": is_alone}


def _rows(messages: Sequence[Message], reader: Reader) -> list[tuple[Message, str, str]]:
    """(message, its cost, the tone of its wait): red for what is urgent, another for what waits since yesterday."""
    if not messages:
        return []
    today = day_of(reader.now)
    return [
        (
            one,
            estimates.at_most(one.campaign, one.size, today),
            "bad" if one.campaign.is_urgent else "wait" if day_of(one.asked_at) < today else "",
        )
        for one in messages
    ]
