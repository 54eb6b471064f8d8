# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tables: what is sent, to whom, when it may leave, and what became of it.

Rows, constraints and querysets that obey the tables of `rules`. Nothing here decides or sends.
"""

from .account import AccountNotice, NumberStatus, WhatsAppTemplate
from .campaigns import Campaign, CampaignEvent, OpenDraft
from .decisions import NoticeDecision
from .deliveries import Delivery, DeliveryQuerySet
from .money import Budget, Expense, Price
from .office import Closure, OfficeHours
from .rate_limiter import RateLimiter, SenderLease
from .trials import Trial, TrialNumber
from .unmaskings import Unmasking

__all__ = [
    "AccountNotice",
    "Budget",
    "Campaign",
    "CampaignEvent",
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
    "SenderLease",
    "Trial",
    "TrialNumber",
    "Unmasking",
    "WhatsAppTemplate",
]
