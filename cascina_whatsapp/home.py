# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the home page tells: the office's window, what is under way, whether the machinery runs, what the law asks."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser

from broadcasts import report
from broadcasts.models import Campaign, Delivery
from broadcasts.newsroom import office_calendar
from broadcasts.states import CampaignStatus, DeliveryStatus
from subscribers import history
from subscribers.models import Subscriber

from .privacy import retention, rights
from .webhook.models import Heartbeat, SetAside


def situation(user: AbstractBaseUser, now: datetime) -> dict:
    """How things stand now, as far as `user` may know."""
    return {
        "window": office_calendar().in_words(now),
        "subscribers": Subscriber.objects.subscribed().count(),
        "machinery": _machinery(),
        "newsroom": _newsroom(now) if user.has_perm("broadcasts.view_campaign") else None,
        "chain": history.chain_state(now) if user.has_perm("subscribers.view_registercheck") else None,
        "requests": rights.notices(now) if user.has_perm("privacy.view_rightsrequest") else None,
        "retention": retention.notice(now) if user.has_perm("privacy.view_retentionrun") else "",
    }


def _machinery() -> dict:
    beats = dict(Heartbeat.objects.values_list("name", "at"))
    return {
        "last_tick": beats.get("tick"),
        "last_webhook": beats.get("webhook"),
        "in_doubt": Delivery.objects.filter(status=DeliveryStatus.UNCERTAIN).count(),
        "set_aside": SetAside.objects.count(),
    }


def _newsroom(now: datetime) -> dict:
    campaigns = Campaign.objects.select_related("author")
    return {
        "sending": [
            {"campaign": campaign, "numbers": report.numbers(campaign, now)}
            for campaign in Campaign.objects.sending()
        ],
        "paused": campaigns.filter(status=CampaignStatus.PAUSED),
        "in_review": campaigns.filter(status=CampaignStatus.IN_REVIEW),
        "approved": campaigns.filter(status=CampaignStatus.APPROVED).order_by("scheduled_for"),
    }
