"""The broadcasts that anybody may read. One query set decides; every page, file and list of addresses asks it.

They are read here once somebody has them: what is stopped before that leaves no trace.
"""

from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from broadcasts import hooks
from broadcasts.models import Campaign, is_let_through, is_out
from cascina_whatsapp.elections import holding


def published(now: datetime) -> QuerySet[Campaign]:
    """Select news that is out on telephones or elsewhere, the newest first; no draft, no service message.

    What was stopped or cancelled then stays, as it is true for those who have it. While an electoral period holds:
    what was authorised for it, and what had left before, which stands under its date (law 28/2000, article 9).
    """
    begun = Campaign.objects.filter(purpose=Campaign.Purpose.NEWS, started_at__lte=now)
    left = begun.filter(reduce(or_, (ask() for ask in hooks.OUT_ELSEWHERE), is_out(now)))
    spans = [span for span in holding.blocked_spans(now) if span.holds_at(now)]
    before = Q(started_at__lt=spans[0].starts_at) if spans else Q(pk__in=[])
    return left.filter(Q(is_let_through(now)) | before).order_by("-started_at", "-pk")
