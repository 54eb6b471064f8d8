"""The rest of a broadcast on its way: its end, what holds it up, and the figures for which its page asks."""

from datetime import datetime

from broadcasts.limits import daily_limit
from broadcasts.models import Campaign
from broadcasts.models.office import current_calendar
from broadcasts.reporting.forecast.inputs import situation_of
from broadcasts.rules.forecast import Forecast
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.presentation.formatting.dates import when

from . import progress

UNDER_WAY = (
    CampaignStatus.APPROVED,
    CampaignStatus.SENDING,
    CampaignStatus.PAUSED,
    CampaignStatus.SUSPENDED,
)


def course_of(campaign: Campaign, waiting: int, now: datetime) -> tuple[Forecast | None, str]:
    """Foresee the rest of a broadcast on its way, for which so many people wait, and say what holds it up."""
    if campaign.status != CampaignStatus.SENDING:
        return None, ""
    if asked := progress.asked_to_wait(campaign, now):
        return None, asked
    calendar = current_calendar()
    expected = progress.forecast_of(campaign, waiting, calendar, now)
    if expected is None:
        return None, ""
    return expected, spread(campaign, expected, now)


def spread(campaign: Campaign, expected: Forecast, now: datetime) -> str:
    """Say in Italian how the daily limit spreads a broadcast that is being sent; "" where it does not."""
    said = [progress.waits_for_limit(expected, current_calendar(), campaign, now), _days(expected, now)]
    return " ".join(filter(None, said))


def _days(expected: Forecast, now: datetime) -> str:
    """Say in Italian who gets a broadcast on which day, where the limit spreads it; "" otherwise."""
    if len(expected.days) > 1 and daily_limit.number_status().daily_limit is not None:
        return f"Lo ricevono: {progress.days_in_words(expected, now)}."
    return ""


def numbers(campaign: Campaign, now: datetime) -> dict[str, str | int]:
    """The figures of a broadcast on its way, for which its page asks again and again: people, Italian sentences.

    `finished`: nothing of it is under way any more.
    """
    so_far = progress.progress_of(campaign)
    return {
        "status": campaign.get_status_display(),
        "total": so_far.total,
        "done": so_far.done,
        "percent": so_far.percent,
        "expected_end": _expectation(campaign, so_far.waiting, now),
        "finished": campaign.status not in UNDER_WAY,
    }


def _expectation(campaign: Campaign, waiting: int, now: datetime) -> str:
    """Say in Italian when a broadcast should begin or be over, and what holds it up; "" where nothing is known."""
    expected, said = course_of(campaign, waiting, now)
    if campaign.status == CampaignStatus.APPROVED:
        expected = progress.foresee_start(campaign, situation_of(campaign, now), now)
        if expected.begins is None:  # nobody follows its topics
            return ""
        said = f"Inizio previsto: {when(expected.begins, now)}. {_days(expected, now)}".strip()
    return " ".join(filter(None, [said, progress.end_in_words(expected, now) if expected else ""]))
