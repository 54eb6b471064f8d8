"""The sections of messages that are leaving, will leave, stand still, or have left."""

from datetime import datetime
from typing import Any

from django.db.models import Count

from broadcasts.launching.message import Message
from broadcasts.models import Campaign, Delivery
from broadcasts.rules.states import CAMPAIGN_OVER, DeliveryStatus
from broadcasts.rules.states import CampaignStatus as C
from cascina_whatsapp.whatsapp.cloud_api.durations import SILENCE

from .reader import Reader

SHOWN = 5
"""Messages that will leave; the calendar has the others."""
LONG_IN_DOUBT = 2 * SILENCE
"""The time by which silence would have told, if it tells anything."""


def now_leaving(reader: Reader) -> dict[str, Any] | None:
    """List the messages being sent, urgent ones first, as they leave."""
    rows = sorted(
        reader.in_state(C.SENDING),
        key=lambda one: (not one.campaign.is_urgent, one.moment, one.campaign.pk),
    )
    return {"rows": rows} if rows else None


def stopped(reader: Reader) -> list[Message]:
    """List the messages that stand still until a person resumes them, or their electoral period is over."""
    found = [*reader.in_state(C.SUSPENDED), *reader.in_state(C.PAUSED)]
    return [one for one in found if not one.is_withdrawn]


def in_doubt(reader: Reader) -> list[tuple[Campaign, int]]:
    """Messages of which nobody has known for long whether they arrived: a person may find out, and decide."""
    doubted = Delivery.objects.filter(
        status=DeliveryStatus.UNCERTAIN, claimed_at__lt=reader.now - LONG_IN_DOUBT
    )
    counts = dict(doubted.order_by().values_list("campaign").annotate(people=Count("pk")))
    return [(one, counts[one.pk]) for one in Campaign.objects.filter(pk__in=counts).order_by("pk")]


def leaving(reader: Reader) -> list[Message]:
    """List the approved messages that will leave, the next one first."""
    approved = reader.in_state(C.APPROVED)
    return sorted(approved, key=lambda one: (one.campaign.scheduled_for or reader.now, one.campaign.pk))[
        :SHOWN
    ]


def results(reader: Reader) -> list[Message]:
    """List the messages that were over last."""
    return sorted(reader.in_state(*CAMPAIGN_OVER), key=_finished, reverse=True)


def _finished(one: Message) -> datetime:
    return one.campaign.finished_at or one.moment
