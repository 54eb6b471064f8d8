"""The sections of broadcasts that are leaving, will leave, stand still, or have left."""

from datetime import datetime
from typing import Any

from broadcasts.audience import sizes
from broadcasts.models import Campaign
from broadcasts.reporting.progress.doubts import still_in_doubt
from broadcasts.reporting.wording.sentences import result, state
from cascina_whatsapp.presentation.formatting.dates import when

from .reader import Reader

SHOWN = 5
"""Broadcasts that will leave; the calendar has the others."""


def now_leaving(reader: Reader) -> dict[str, Any] | None:
    """List the broadcasts being sent, with their numbers; `version` changes when one begins or ends."""
    rows = reader.broadcasts.sending
    return {"rows": rows, "version": " ".join(str(row["campaign"].pk) for row in rows)} if rows else None


def stopped(reader: Reader) -> list[tuple[Campaign, str, str]]:
    """List the broadcasts that stand still until a person resumes them, or their electoral period is over."""
    return [(one, *state(one)) for one in (*reader.broadcasts.suspended, *reader.broadcasts.paused)]


def in_doubt(reader: Reader) -> list[tuple[Campaign, int]]:
    """Messages of which nobody has known for long whether they arrived: a person may find out, and decide."""
    return still_in_doubt(reader.now)


def leaving(reader: Reader) -> list[dict[str, Any]]:
    """List the approved broadcasts that will leave, the next one first."""
    shown = reader.broadcasts.approved[:SHOWN]
    people = sizes(shown)
    return [
        {
            "campaign": campaign,
            "people": people[campaign.pk],
            "at": begins_at(campaign, reader),
            "when": when(begins_at(campaign, reader), reader.now),
        }
        for campaign in shown
    ]


def begins_at(campaign: Campaign, reader: Reader) -> datetime:
    """Foresee when a broadcast will begin as things stand: unless it is urgent, while the office is open."""
    asked = max(campaign.scheduled_for or reader.now, reader.now)
    return asked if campaign.is_urgent else reader.calendar.next_opening(asked) or asked


def results(reader: Reader) -> list[dict[str, Any]]:
    """List the broadcasts that were over last, in a few words: when, whom they reached, who read them."""
    return [
        {
            "campaign": campaign,
            "at": when(left, reader.now) if (left := campaign.started_at or campaign.finished_at) else "",
            "words": result(so_far),
        }
        for campaign, so_far in reader.broadcasts.last
    ]
