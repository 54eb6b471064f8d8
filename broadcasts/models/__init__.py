"""The tables: what is sent, to whom, when it may leave, and what became of it.

Rows, constraints and querysets that obey the tables of `rules`. Nothing here decides or sends.
"""

from .account import AccountNotice, NumberStatus, RateLimiter, WhatsAppTemplate
from .campaign_events import CampaignEvent, is_recorded_as_approved, is_withdrawn
from .campaign_parts import CampaignProgress, CampaignTopic, OpenDraft, invites, kept_of
from .campaign_rows import WORDS
from .campaigns import Campaign
from .deliveries import Delivery, DeliveryQuerySet, Unmasking, is_out, somebody_has_it
from .office import Closure, OfficeHours, ReadyText
from .service_messages import NoticeDecision, ServiceMessage, has_its_words, has_words

__all__ = [
    "WORDS",
    "AccountNotice",
    "Campaign",
    "CampaignEvent",
    "CampaignProgress",
    "CampaignTopic",
    "Closure",
    "Delivery",
    "DeliveryQuerySet",
    "NoticeDecision",
    "NumberStatus",
    "OfficeHours",
    "OpenDraft",
    "RateLimiter",
    "ReadyText",
    "ServiceMessage",
    "Unmasking",
    "WhatsAppTemplate",
    "has_its_words",
    "has_words",
    "invites",
    "is_out",
    "is_recorded_as_approved",
    "is_withdrawn",
    "kept_of",
    "somebody_has_it",
]
