"""The state of a broadcast as its reader sees it: one word and one colour each, on every page.

A few are no states of the database: who reads, the clock, WhatsApp and later words make them.
"""

from collections.abc import Iterable
from enum import StrEnum

from broadcasts.models import Campaign, CampaignEvent
from broadcasts.rules.states import CAMPAIGN_LABELS
from broadcasts.rules.states import CampaignStatus as C


class Standing(StrEnum):
    """The states that people see."""

    DRAFT = "draft"
    SENT_BACK = "sent_back"
    ASKED = "asked"
    TO_APPROVE = "to_approve"
    TO_AUTHORISE = "to_authorise"
    SCHEDULED = "scheduled"
    LEAVING = "leaving"
    SENDING = "sending"
    HELD = "held"
    STOPPED = "stopped"
    LATE = "late"
    """Stopped before anything had left."""
    KEPT = "kept"
    """Kept by an electoral period."""
    SENT = "sent"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"


S = Standing
WORDS: dict[Standing, tuple[str, str]] = {
    S.DRAFT: (CAMPAIGN_LABELS[C.DRAFT], "quiet"),
    S.SENT_BACK: ("Rimandato", "warn"),
    S.ASKED: (CAMPAIGN_LABELS[C.IN_REVIEW], "warn"),
    S.TO_APPROVE: ("Da approvare", "warn"),
    S.TO_AUTHORISE: ("Da autorizzare", "warn"),
    S.SCHEDULED: (CAMPAIGN_LABELS[C.APPROVED], "busy"),
    S.LEAVING: ("Sta per partire", "busy"),
    S.SENDING: (CAMPAIGN_LABELS[C.SENDING], "busy"),
    S.HELD: (CAMPAIGN_LABELS[C.SENDING], "warn"),
    S.STOPPED: (CAMPAIGN_LABELS[C.PAUSED], "err"),
    S.LATE: (CAMPAIGN_LABELS[C.PAUSED], "err"),
    S.KEPT: (CAMPAIGN_LABELS[C.SUSPENDED], "warn"),
    S.SENT: (CAMPAIGN_LABELS[C.SENT], "ok"),
    S.CANCELLED: (CAMPAIGN_LABELS[C.CANCELLED], "quiet"),
    S.WITHDRAWN: ("Ritirato", "quiet"),
    S.CORRECTED: ("Corretto", "ok"),
}
"""The word of each, and the tone of its badge: see components.badge."""
DOTS = {"quiet": "", "warn": "wait", "busy": "go", "err": "bad", "ok": "ok"}
"""Tone of a badge → class of the dot (newsroom.css)."""
URGENT = ("Urgente, da approvare", "err")
OF_STATUS = {
    C.DRAFT: S.DRAFT,
    C.IN_REVIEW: S.ASKED,
    C.APPROVED: S.SCHEDULED,
    C.SENDING: S.SENDING,
    C.PAUSED: S.STOPPED,
    C.SUSPENDED: S.KEPT,
    C.SENT: S.SENT,
    C.CANCELLED: S.CANCELLED,
}
AMENDED = {
    CampaignEvent.Step.MESSAGE_WITHDRAWN: S.WITHDRAWN,
    CampaignEvent.Step.MESSAGE_CORRECTED: S.CORRECTED,
}
BEFORE = (
    S.DRAFT,
    S.SENT_BACK,
    S.ASKED,
    S.TO_APPROVE,
    S.TO_AUTHORISE,
    S.SCHEDULED,
    S.LEAVING,
    S.LATE,
)
"""Those in which nothing has left: the page tells facts. Afterwards it tells a sentence, and draws a bar."""
READS_FIRST = (S.TO_APPROVE, S.TO_AUTHORISE)
"""Those whose reader must have read the message before the button: on a telephone it stands above it."""


def standing_of(campaign: Campaign, events: Iterable[CampaignEvent]) -> Standing:
    """Tell how a broadcast stands for anybody: withdrawn, or corrected once all had left, is that."""
    steps = {event.what for event in events} if campaign.started_at else ()
    said = [standing for step, standing in AMENDED.items() if step in steps]
    is_told = campaign.status == C.SENT or S.WITHDRAWN in said
    return said[0] if said and is_told else OF_STATUS[C(campaign.status)]


def word_of(campaign: Campaign) -> str:
    """Return the word of that state; one query, unless the steps were fetched."""
    return WORDS[standing_of(campaign, campaign.events.all())][0]
