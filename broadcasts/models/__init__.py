# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tables: what is sent, to whom, when it may leave, and what became of it.

Rows, constraints and querysets that obey the tables of `rules`. Nothing here decides or sends.
"""

from .account import AccountNotice, NumberStatus, WhatsAppTemplate
from .calendar_feeds import CalendarFeed
from .campaign_events import CampaignEvent
from .campaign_progress import CampaignProgress, kept_of
from .campaigns import WORDS, Campaign, CampaignTopic
from .decisions import NoticeDecision
from .deliveries import Delivery, DeliveryQuerySet
from .money import Budget, Expense, Price
from .office import Closure, OfficeHours
from .open_drafts import OpenDraft
from .rate_limiter import RateLimiter, SenderLease
from .ready_texts import ReadyText
from .service_messages import ServiceMessage, has_its_words
from .trials import Trial, TrialNumber
from .unmaskings import Unmasking

__all__ = [
    "WORDS",
    "AccountNotice",
    "Budget",
    "CalendarFeed",
    "Campaign",
    "CampaignEvent",
    "CampaignProgress",
    "CampaignTopic",
    "Closure",
    "Delivery",
    "DeliveryQuerySet",
    "Expense",
    "NoticeDecision",
    "NumberStatus",
    "OfficeHours",
    "OpenDraft",
    "Price",
    "RateLimiter",
    "ReadyText",
    "SenderLease",
    "ServiceMessage",
    "Trial",
    "TrialNumber",
    "Unmasking",
    "WhatsAppTemplate",
    "has_its_words",
    "kept_of",
]
