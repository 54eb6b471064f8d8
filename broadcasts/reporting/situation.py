"""The inputs of the forecast of a broadcast that has not begun, read from the database once for a whole page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from broadcasts.content.audience import audience_of, sizes
from broadcasts.models import WORDS, Campaign, Delivery, NumberStatus
from broadcasts.models.office import current_calendar
from broadcasts.reporting import daily_limit
from broadcasts.rules.office_hours import OfficeCalendar
from broadcasts.rules.states import CAMPAIGN_OVER, CampaignStatus, DeliveryStatus
from cascina_whatsapp.presentation.once import once_a_page

FRESH = timedelta(hours=1)
"""The time after a broadcast's end in which most of its receipts come in."""
LATEST = timedelta(days=31)
"""Meta keeps a message for a telephone that is off for thirty days."""
HALFWAY = (CampaignStatus.SENDING, CampaignStatus.PAUSED, CampaignStatus.SUSPENDED)
"""The states in which some people may still get a message."""
Others = Sequence[tuple[Campaign, int]]
"""Other broadcasts, and how many people each still has to reach."""


@once_a_page
def under_way(now: datetime) -> list[Campaign]:
    """The broadcasts that are approved, on their way, or were over a moment ago, with their words and topics."""
    just_over = Q(status__in=CAMPAIGN_OVER, started_at__isnull=False, finished_at__gte=now - FRESH)
    found = Campaign.objects.filter(
        Q(status__in=(CampaignStatus.APPROVED, *HALFWAY)) | just_over,
        Q(purpose=Campaign.Purpose.NEWS) | Q(service__isnull=False),  # one whose words are lost has no price
    )
    return list(found.select_related("custom_template", *WORDS).prefetch_related("topics", "zones"))


@dataclass(frozen=True)
class Situation:
    """The situation of one broadcast: its people, the hours, the daily limit, the other broadcasts."""

    people: int
    free: int
    """The people who cost no room."""
    calendar: OfficeCalendar
    number: NumberStatus
    left: int | None
    """The people who may still be written to now; None where there is no limit that we know of."""
    leaving: Sequence[tuple[datetime, int]]
    """The moments when those who count against the limit count no more, and how many."""
    sending: Others
    approved: Others
    """The broadcasts that have not begun, whenever they are due."""

    def approved_before(self, moment: datetime) -> Others:
        """List the approved broadcasts that are to begin until then."""
        return [
            (other, people)
            for other, people in self.approved
            if other.scheduled_for is not None and other.scheduled_for <= moment
        ]


def situation_of(campaign: Campaign, now: datetime, *, people: int | None = None) -> Situation:
    """Ask how things stand now for a broadcast. Some ten queries, however many moments are compared with it.

    `people`: how many it would reach, where the page has counted them already.
    """
    number, audience = daily_limit.number_status(), audience_of(campaign)
    others = [other for other in under_way(now) if other != campaign]
    has_limit = number.daily_limit is not None
    return Situation(
        people=audience.count() if people is None else people,
        free=daily_limit.already_counted(audience, now) if has_limit else 0,
        calendar=current_calendar(),
        number=number,
        left=max(0, (number.daily_limit or 0) - daily_limit.used(now)) if has_limit else None,
        leaving=daily_limit.leaving(now) if has_limit else (),
        sending=_sending(others),
        approved=_approved(others),
    )


def _sending(others: list[Campaign]) -> Others:
    leaving = {other.pk: other for other in others if other.status == CampaignStatus.SENDING}
    if not leaving:
        return []
    queued = Delivery.objects.filter(campaign__in=leaving, status=DeliveryStatus.QUEUED)
    rows = queued.order_by().values_list("campaign").annotate(people=Count("pk"))
    return [(leaving[pk], people) for pk, people in rows]


def _approved(others: list[Campaign]) -> Others:
    to_leave = [other for other in others if other.status == CampaignStatus.APPROVED]
    people = sizes(to_leave)
    return [(other, people[other.pk]) for other in to_leave]
