"""The broadcasts that anybody may read. One query set decides; every page, file and list of addresses asks it."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from broadcasts.models import Campaign, Delivery, Publication, is_let_through
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.elections import holding

from .latest_news import TAKEN

SITE = "site"
"""The outlet that is these very pages."""
OUT = (CampaignStatus.SENDING, CampaignStatus.PAUSED, CampaignStatus.SUSPENDED, CampaignStatus.SENT)
"""Once begun: whoever got it before it was stopped finds it here, too."""


def published(now: datetime) -> QuerySet[Campaign]:
    """Select news that was approved and has begun to leave, the newest first; no draft, no service message.

    What was cancelled is here if anybody got it, or it is out elsewhere. While an electoral period holds: what was
    authorised for it, and what had left before, which stands under its date (law 28/2000, article 9).
    """
    begun = Campaign.objects.filter(purpose=Campaign.Purpose.NEWS, started_at__lte=now)
    left = begun.filter(Q(status__in=OUT) | Q(_somebody_got_it(), status=CampaignStatus.CANCELLED))
    return left.filter(_not_forbidden(now)).order_by("-started_at", "-pk")


def _somebody_got_it() -> Q:
    """Build the condition that somebody got a broadcast: by deliveries, by totals once they are gone, elsewhere."""
    elsewhere = Publication.objects.out().filter(campaign=OuterRef("pk")).exclude(outlet=SITE)
    taken = Delivery.objects.filter(campaign=OuterRef("pk"), status__in=TAKEN)
    return (
        Q(Exists(taken))
        | Q(Exists(elsewhere))
        | Q(kept__totals__states__has_any_keys=[str(state) for state in TAKEN])
    )


def _not_forbidden(now: datetime) -> Q:
    """Build the condition that no electoral period forbids a broadcast: none holds, authorised, or left before."""
    spans = [span for span in holding.blocked_spans(now) if span.holds_at(now)]
    before = Q(started_at__lt=spans[0].starts_at) if spans else Q(pk__in=[])
    return Q(is_let_through(now)) | before
