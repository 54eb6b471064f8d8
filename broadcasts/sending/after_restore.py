"""The database is an older copy: what was on its way in it may have left since, and nothing shows what did.

Meta answers no question about a message that it took, and tells of each once. So whatever could still leave counts as
begun and lost: a receipt that comes late settles it, a person may, and nothing else does.
"""

from datetime import datetime

from django.db.models import F, Q

from broadcasts import launching
from broadcasts.models import Campaign, Delivery
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus, DeliveryStatus


def pause_all(what_happened: str, *, now: datetime) -> int:
    """Pause what is leaving, approved or suspended: it may have left already. Returns how many."""
    suspended = Q(status=CampaignStatus.SUSPENDED)
    moving = list(
        Campaign.objects.filter(Q(status=CampaignStatus.SENDING) | suspended & Q(started_at__isnull=False))
    )
    approved = list(
        Campaign.objects.filter(Q(status=CampaignStatus.APPROVED) | suspended & Q(started_at=None))
    )
    for campaigns, has_started in ((moving, True), (approved, False)):
        reason = failure_reasons.after_restore(what_happened, has_started=has_started)
        launching.pause_and_alert(campaigns, reason=reason, now=now)
    return len(moving) + len(approved)


def doubt_deliveries(now: datetime) -> int:
    """Every message that waits or is in flight may have arrived. How many there are.

    The queued ones take an attempt, as if a sender had claimed them and died: by its number a receipt of the message
    that did leave is heard. From now on, since that is the end of what silence could tell (docs/decisions/0010).
    """
    in_flight = Delivery.objects.in_flight()
    in_flight.update(claimed_at=now)
    waiting = Delivery.objects.filter(status=DeliveryStatus.QUEUED)
    waiting.move(DeliveryStatus.SENDING, claimed_at=now, attempts=F("attempts") + 1)
    return in_flight.move(DeliveryStatus.UNCERTAIN)
