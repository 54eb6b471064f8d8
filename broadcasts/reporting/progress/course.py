"""The rest of a broadcast on its way, for its own page: the end on the one hand, what holds it up on the other."""

from dataclasses import dataclass
from datetime import datetime

from broadcasts.limits import daily_limit
from broadcasts.models import Campaign
from broadcasts.models.office import current_calendar
from broadcasts.rules.states import CampaignStatus

from . import progress


@dataclass(frozen=True)
class Course:
    """The rest of a broadcast on its way: its end, where somebody can tell, and what holds it up, in Italian."""

    ends: datetime | None = None
    said: str = ""


def course_of(campaign: Campaign, waiting: int, now: datetime) -> Course:
    """Foresee the rest of a broadcast on its way, for which so many people wait."""
    if campaign.status != CampaignStatus.SENDING:
        return Course()
    if asked := progress.asked_to_wait(campaign, now):
        return Course(said=asked)
    calendar = current_calendar()
    expected = progress.forecast_of(campaign, waiting, calendar, now)
    if expected is None:
        return Course()
    said = [progress.waits_for_limit(expected, calendar, campaign, now)]
    if len(expected.days) > 1 and daily_limit.number_status().daily_limit is not None:
        said.append(f"Lo ricevono: {progress.days_in_words(expected, now)}.")
    return Course(expected.ends, " ".join(filter(None, said)))
