"""Messages that stay in doubt: neither a receipt nor silence has told whether they left."""

from datetime import datetime

from django.db.models import Count

from broadcasts.models import Campaign, Delivery
from broadcasts.rules.states import DeliveryStatus
from cascina_whatsapp.whatsapp.cloud_api.durations import SILENCE

FOR_LONG = 2 * SILENCE
"""The time by which silence would have told, if it tells anything."""


def still_in_doubt(now: datetime) -> list[tuple[Campaign, int]]:
    """Count the messages that have been in doubt for long, by broadcast, the oldest first."""
    doubted = Delivery.objects.filter(status=DeliveryStatus.UNCERTAIN, claimed_at__lt=now - FOR_LONG)
    counts = dict(doubted.order_by().values_list("campaign").annotate(people=Count("pk")))
    return [
        (campaign, counts[campaign.pk]) for campaign in Campaign.objects.filter(pk__in=counts).order_by("pk")
    ]
