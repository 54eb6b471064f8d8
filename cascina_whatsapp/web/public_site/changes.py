"""The change that the public pages depend on, in three small queries: without one, they stay the same."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from broadcasts.models import AlertFile, Campaign
from broadcasts.rules.states import CampaignStatus

from .models import Amendment


@dataclass(frozen=True)
class Change:
    """The state that the public pages depend on: as long as it is the same, so are they."""

    newest: datetime | None
    broadcasts: int
    amendments: int
    minute: int
    """The minute, for topics, office hours and electoral periods, which nobody waits for by the second."""
    amended: datetime | None = None
    alerts: int = 0
    """The last alert that was published for other services."""

    @property
    def at(self) -> datetime | None:
        """The moment when something was published, corrected or withdrawn last; None for never."""
        moments = [moment for moment in (self.newest, self.amended) if moment]
        return max(moments, default=None)


def last_change(now: datetime) -> Change:
    """Read the state that the public pages depend on, in three small queries; what is cancelled doesn't count."""
    news = Campaign.objects.filter(purpose=Campaign.Purpose.NEWS, started_at__lte=now)
    told = news.exclude(status=CampaignStatus.CANCELLED).aggregate(newest=Max("started_at"), all=Count("pk"))
    amended = Amendment.objects.aggregate(last=Max("pk"), at=Max("at"))
    return Change(
        newest=told["newest"],
        broadcasts=told["all"],
        amendments=amended["last"] or 0,
        minute=int(now.timestamp()) // 60,
        amended=amended["at"],
        alerts=AlertFile.objects.aggregate(last=Max("pk"))["last"] or 0,
    )
