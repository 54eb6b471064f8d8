"""The broadcasts that anybody may read. One query set decides; every page, file and list of addresses asks it.

They are read here once somebody has them: what is stopped before that leaves no trace.
"""

from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import QuerySet

from broadcasts import hooks
from broadcasts.models import Campaign, is_out


def published(now: datetime) -> QuerySet[Campaign]:
    """Select news that is out on telephones or elsewhere, the newest first; no draft, no service message.

    What was stopped or cancelled then stays, as it is true for those who have it; but for what may not be shown now
    (`hooks.PUBLIC`).
    """
    begun = Campaign.objects.filter(purpose=Campaign.Purpose.NEWS, started_at__lte=now)
    left = begun.filter(reduce(or_, (ask() for ask in hooks.OUT_ELSEWHERE), is_out(now)))
    return left.filter(*(ask(now) for ask in hooks.PUBLIC)).order_by("-started_at", "-pk")
