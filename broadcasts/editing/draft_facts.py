"""The facts that the page of a broadcast tells before its approval, beside the panel: its origin and its steps."""

from dataclasses import dataclass
from datetime import datetime

from broadcasts.launching import approval
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.reporting.wording import sentences
from cascina_whatsapp.presentation.formatting.dates import at_moment

from .outside_drafts import origin_in_words


@dataclass(frozen=True)
class DraftFacts:
    """The facts as things stand. Sentences are Italian, times in them on Cascina's clocks."""

    events: list[CampaignEvent]
    """The steps that people and the service took, the first one first."""
    origin: str
    """The source or system that proposed it; "" where a person began it."""
    sent_back: CampaignEvent | None
    """The step with the note on which it was sent back, as long as nobody has asked for its approval again."""
    called_off: str
    """The sentence that what it announces will not take place, as its source says; "" where it will."""
    saved_at: str


def draft_facts_of(campaign: Campaign, now: datetime) -> DraftFacts:
    """The facts of a broadcast that is stored. One query."""
    events = list(campaign.events.select_related("by"))
    return DraftFacts(
        events=events,
        origin=origin_in_words(events[0] if events else None, now),
        sent_back=approval.note_among(campaign, events),
        called_off=sentences.called_off(campaign, events, now),
        saved_at=at_moment(campaign.changed_at or campaign.created_at, now),
    )
